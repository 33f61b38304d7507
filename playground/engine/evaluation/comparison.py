"""Comparison of two contestants on the same starts.

The starts are those of `playground evaluate`, so every return is the one that it finds. What is random in the
environment is keyed by the start, so a difference between two episodes follows from their actions alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.greedy import Actor
from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.contestant import Contestant
from playground.engine.evaluation.evaluation import ASKED, evaluate
from playground.engine.evaluation.recording import Recording, record
from playground.engine.evaluation.result import Evaluation
from playground.engine.evaluation.statistics import bootstrap_interval, mean
from playground.envs.base import EnvironmentCard, EnvironmentParams, Observation
from playground.errors import PlaygroundError
from playground.i18n import N_

N_RESAMPLES = 10_000  # of the interval: its ends then move by a hundredth of its width with another generator
SAME = 0.01  # of the range of a continuous action: two that are closer are one


class ComparisonError(PlaygroundError):
    """Two that cannot be compared."""


@dataclass(frozen=True)
class PairedDifference:
    """Returns of the first less those of the second, start by start."""

    differences: tuple[float, ...]
    mean: float
    low: float  # of the 95 % interval of the mean: percentile bootstrap over starts
    high: float

    @property
    def wins(self) -> int:
        """On how many starts the first returned more."""
        return sum(difference > 0 for difference in self.differences)

    @property
    def losses(self) -> int:
        return sum(difference < 0 for difference in self.differences)

    @property
    def ties(self) -> int:
        return len(self.differences) - self.wins - self.losses


@dataclass(frozen=True)
class Played:
    """Episodes of one contestant, and the states where the other acts otherwise."""

    evaluation: Evaluation
    actions: NDArray[Any]  # (steps, n) or (steps, n, numbers); those after the end of an episode mean nothing
    steps: NDArray[np.int64]  # (k,) of the states where the other acts otherwise, in the order of time
    starts: NDArray[np.int64]  # (k,)
    observations: Observation  # (k, features)
    others: NDArray[Any]  # (k, ...) what the other would have done there

    def taken(self, start: int) -> list[Any]:
        """Return the actions of one episode."""
        return list(self.actions[: self.evaluation.lengths[start], start])


@dataclass(frozen=True)
class Comparison:
    """Two contestants, and what each of them made of the same starts."""

    contestants: tuple[Contestant, Contestant]
    parameters: EnvironmentParams  # that both played under: the first one's
    seeds: NDArray[np.uint32]  # (n,) of the starts
    played: tuple[Played, Played]

    @property
    def card(self) -> EnvironmentCard:
        return self.contestants[0].card

    @cached_property
    def paired(self) -> PairedDifference:
        """The paired differences, first less second."""
        first, second = (np.array(played.evaluation.returns) for played in self.played)
        differences = first - second
        low, high = bootstrap_interval(differences, mean, n_resamples=N_RESAMPLES)
        return PairedDifference(tuple(differences.tolist()), float(differences.mean()), low, high)

    @property
    def share_otherwise(self) -> float:
        """In which share of all states that either visited the two act otherwise."""
        return sum(len(each.steps) for each in self.played) / sum(sum(each.evaluation.lengths) for each in self.played)

    def episode(self, side: int, start: int) -> Recording:
        """Return the episode that contestant `side` (0 or 1) played from a start.

        An environment that somebody added may raise EnvironmentFault.
        """
        actor = self.contestants[side].make_actor(0)
        return record(actor, self.card, self.parameters, int(self.seeds[start]), self.played[side].taken(start))


def compare(
    first: Contestant,
    second: Contestant,
    n: int = 100,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Comparison:
    """Let both play from the same `n` starts, which depend on `seed` alone.

    Both play under the parameters of the first. Raises ComparisonError where they act in two environments, EvaluationStopped where it should stop, EnvironmentFault
    where an environment that somebody added fails.
    """
    check_same_environment(first, second)
    seeds = evaluation_seeds(seed, ASKED, 0, n)
    played = tuple(
        _play(one, other, first.card, first.parameters, seeds, should_stop)
        for one, other in ((first, second), (second, first))
    )
    return Comparison((first, second), first.parameters, seeds, (played[0], played[1]))


def check_same_environment(first: Contestant, second: Contestant) -> None:
    """Raise ComparisonError where the two act in two environments."""
    if first.card.id != second.card.id:
        raise ComparisonError(
            N_(
                "“{first}” acts in {one} and “{second}” in {other}: returns of two environments cannot be compared. Choose two of the same environment. Nothing was changed."
            ),
            first=first.name,
            second=second.name,
            one=first.card.id,
            other=second.card.id,
        )


def apart(card: EnvironmentCard, actions: NDArray[Any], others: NDArray[Any]) -> NDArray[np.float64]:
    """Return how far apart actions are, (n,).

    Discrete ones are 0 or 1 apart. Of continuous ones it is the largest difference of a number, as a part of its range.
    """
    if not card.action_bounds:
        differ: NDArray[np.float64] = np.not_equal(actions, others).astype(np.float64)
        return differ
    low, high = np.array(card.action_bounds, np.float64).T
    clipped = [np.clip(np.asarray(each, np.float64), low, high) for each in (actions, others)]
    distances: NDArray[np.float64] = (np.abs(clipped[0] - clipped[1]) / (high - low)).max(axis=-1)
    return distances


def _play(
    one: Contestant,
    other: Contestant,
    card: EnvironmentCard,
    parameters: EnvironmentParams,
    seeds: NDArray[np.uint32],
    should_stop: Callable[[], bool] | None,
) -> Played:
    watching = _WatchingActor(one.make_actor(0), other.make_actor(1), card)
    evaluation = evaluate(watching, card, seeds, parameters, should_stop)
    return watching.played(evaluation)


class _WatchingActor:
    """Actor that acts as `actor`, and keeps where another one would act otherwise."""

    def __init__(self, actor: Actor, other: Actor, card: EnvironmentCard) -> None:
        self._actor, self._other, self._card = actor, other, card
        self._taken: list[NDArray[Any]] = []
        self._found: list[tuple[NDArray[np.int64], Observation, NDArray[Any]]] = []  # of each step

    def act(self, observation: Observation) -> tuple[Any, Any]:
        return self._actor.act(observation)

    def act_batch(self, observations: Observation) -> Any:
        taken = np.array(self._actor.act_batch(observations))
        others = np.array(self._other.act_batch(observations))
        starts = np.flatnonzero(apart(self._card, taken, others) > SAME)
        self._taken.append(taken)
        self._found.append((starts, observations[starts].copy(), others[starts]))
        return taken

    def played(self, evaluation: Evaluation) -> Played:
        """Return what was kept, without the states after the end of an episode."""
        steps = np.repeat(np.arange(len(self._found)), [len(starts) for starts, _, _ in self._found])
        starts, observations, others = (np.concatenate(parts) for parts in zip(*self._found, strict=True))
        is_alive = steps < np.array(evaluation.lengths)[starts]
        return Played(
            evaluation,
            np.array(self._taken),
            steps[is_alive],
            starts[is_alive],
            observations[is_alive],
            others[is_alive],
        )
