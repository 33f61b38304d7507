"""Robustness: what a policy still returns when it is pushed, by the force.

The pushes are the same for every policy of an environment, so that two policies are compared on equal terms. At every
force each episode gets its own push, at the same step and to the same side; only how hard it is differs.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from playground.agents.greedy import Actor
from playground.agents.rng import evaluation_seeds
from playground.arithmetic.plain_sums import mean_of, spread_of
from playground.engine.evaluation.evaluation import PUSHED, evaluate
from playground.engine.evaluation.policy import Policy
from playground.envs.base import EnvironmentCard, EnvironmentParams, Observation, PushedBatch
from playground.errors import HyperError, Term
from playground.i18n import N_

FORCES = (0.0, 0.25, 0.5, 0.75, 1.0)
N_PUSHES = 100
STANDARD_ERRORS = 1.96  # to either side of a mean hold 95 % of a normal distribution


@dataclass(frozen=True)
class StandardPush:
    """One push of the standard list; how hard it is, is said elsewhere."""

    step: int  # steps of the episode made before it
    side: int  # -1: what it changes becomes less, 1: more


@dataclass(frozen=True)
class Robustness:
    """Returns of greedy episodes that were pushed once each, by the force of the push."""

    forces: tuple[float, ...]  # as parts of the hardest push of the environment
    returns: NDArray[np.float64]  # (forces, n)
    n_met: int  # of the n episodes, how many lasted until their push; the same at every force

    @cached_property
    def mean(self) -> tuple[float, ...]:
        """The mean return at each force."""
        return tuple(mean_of(row) for row in self.returns.tolist())

    @cached_property
    def interval(self) -> tuple[tuple[float, float], ...]:
        """The 95 % interval of each mean, by its standard error.

        It goes no further than the returns that it is the mean of.
        """
        return tuple(map(_interval, self.returns.tolist()))


def standard_pushes(card: EnvironmentCard, n: int = N_PUSHES) -> tuple[StandardPush, ...]:
    """Return the standard pushes of an environment.

    The first of a longer list are those of a shorter one. They come in the first half of the time that an episode has, so that there is time to see what comes of them, and
    in the first eighth where an episode ends at a goal, for there it is often over after that. They go to either side in
    turn.
    """
    draws = np.random.Generator(np.random.PCG64(np.random.SeedSequence(0))).random(n)
    last = card.steps_per_episode // (8 if card.may_end_well else 2)
    return tuple(StandardPush(int(draw * last), 1 if number % 2 else -1) for number, draw in enumerate(draws.tolist()))


def robustness_of(
    policy: Policy,
    forces: Sequence[float] = FORCES,
    n: int = N_PUSHES,
    is_cancelled: Callable[[], bool] | None = None,
) -> Robustness:
    """Measure a policy in its environment; see robustness_of_actor().

    The environment is as it was when the policy was taken.
    """
    return robustness_of_actor(policy.actor(), policy.settings.card, policy.environment_params, forces, n, is_cancelled)


def robustness_of_actor(
    actor: Actor,
    card: EnvironmentCard,
    parameters: EnvironmentParams | None = None,
    forces: Sequence[float] = FORCES,
    n: int = N_PUSHES,
    is_cancelled: Callable[[], bool] | None = None,
) -> Robustness:
    """Play `n` greedy episodes at each force, with the standard pushes.

    They begin from the same starts at each. `forces` are parts of the hardest push. Raises HyperError where nothing in the environment can be pushed, and
    EvaluationStopped between two steps where `is_cancelled` says so.
    """
    push = card.push
    if push is None:
        raise HyperError(
            N_(
                "Nothing in {environment} can be pushed: none of its numbers is a velocity that it declares. There is no robustness to measure."
            ),
            environment=Term(card.title),
        )
    pushes = standard_pushes(card, n)
    steps = np.array([each.step for each in pushes], np.int64)
    hardest = np.array([each.side * push.most for each in pushes], np.float64)
    seeds = evaluation_seeds(0, PUSHED, 0, n)
    played = []
    for force in forces:
        played.append(evaluate(actor, _pushing(card, steps, force * hardest), seeds, parameters, is_cancelled))
    n_met = int(np.count_nonzero(np.array(played[0].lengths) > steps))
    return Robustness(tuple(forces), np.array([each.returns for each in played]), n_met)


def _pushing(card: EnvironmentCard, steps: NDArray[np.int64], changes: NDArray[np.float64]) -> EnvironmentCard:
    """Return the card of an environment in which every episode is pushed."""
    return dataclasses.replace(
        card, make_batch=lambda n, given: _PushedOnce(cast(PushedBatch, card.make_batch(n, given)), steps, changes)
    )


class _PushedOnce:
    """A batch in which each environment is pushed once.

    It is by `changes`, after `steps` steps of its episode.
    """

    def __init__(self, batch: PushedBatch, steps: NDArray[np.int64], changes: NDArray[np.float64]) -> None:
        self._batch, self._steps, self._changes = batch, steps, changes
        self._n_made = 0

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        self._n_made = 0
        return self._pushed(self._batch.reset(seeds))

    def step(self, actions: NDArray[Any]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        observations, rewards, terminated = self._batch.step(actions)
        self._n_made += 1
        return self._pushed(observations), rewards, terminated

    def _pushed(self, observations: Observation) -> Observation:
        due = self._steps == self._n_made
        return self._batch.push(np.where(due, self._changes, 0.0)) if due.any() else observations


def _interval(returns: list[float]) -> tuple[float, float]:
    mean, n = mean_of(returns), len(returns)
    if n < 2:
        return min(returns), max(returns)
    error = spread_of(returns) / math.sqrt(n - 1)  # of the mean: the spread is that of all, divided by n
    return (
        max(mean - STANDARD_ERRORS * error, min(returns)),
        min(mean + STANDARD_ERRORS * error, max(returns)),
    )
