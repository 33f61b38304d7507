"""References of learning: an environment's own rule, and random actions.

Both are evaluated as a policy is. Nothing of it is stored: 100 episodes take less than a second, and in an environment that somebody changed the stored
figures would be wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.evaluation import REPORT, evaluate
from playground.engine.evaluation.result import Evaluation
from playground.envs.base import EnvironmentCard, EnvironmentParams, Observation, Rule

Nothing = NDArray[np.float32]


class RuleActor:
    """Greedy actor that follows the rule of an environment.

    It has no values to show.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def act(self, observation: Observation) -> tuple[Any, Nothing]:
        return self.act_batch(observation[np.newaxis])[0], np.empty(0, np.float32)

    def act_batch(self, observations: Observation) -> Any:
        return self._rule(observations)


class RandomActor:
    """Actor that takes any action, as likely as any other.

    The same seed gives the same ones.
    """

    def __init__(self, card: EnvironmentCard, seed: int) -> None:
        self._rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
        self._n_actions, self._bounds = len(card.actions), np.array(card.action_bounds, np.float64)

    def act(self, observation: Observation) -> tuple[Any, Nothing]:
        return self.act_batch(observation[np.newaxis])[0], np.empty(0, np.float32)

    def act_batch(self, observations: Observation) -> Any:
        n = len(observations)
        if not len(self._bounds):
            return (self._rng.random(n) * self._n_actions).astype(np.int64)
        low, high = self._bounds.T
        return (low + (high - low) * self._rng.random((n, len(low)))).astype(np.float32)


@dataclass(frozen=True)
class References:
    """Mean returns that learning is compared with, and over how many episodes."""

    random: float
    rule: float | None  # None where the environment has no rule
    n_episodes: int


def references_of(
    card: EnvironmentCard, parameters: EnvironmentParams, should_stop: Callable[[], bool] | None = None
) -> References:
    """Evaluate both in an environment with these parameters.

    Raises EvaluationStopped where it should stop.
    """
    random = evaluate_random(card, parameters=parameters, should_stop=should_stop)
    rule = evaluate_rule(card, parameters=parameters, should_stop=should_stop)
    return References(random.mean, None if rule is None else rule.mean, len(random.returns))


def evaluate_rule(
    card: EnvironmentCard,
    seed: int = 0,
    parameters: EnvironmentParams | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Evaluation | None:
    """Evaluate the rule of an environment on the starts of a report.

    None where it has no rule. Raises EvaluationStopped where it should stop.
    """
    if card.rule is None:
        return None
    return evaluate(RuleActor(card.rule()), card, _starts(card, seed), parameters, should_stop)


def evaluate_random(
    card: EnvironmentCard,
    seed: int = 0,
    parameters: EnvironmentParams | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Evaluation:
    """Evaluate random actions on the starts of a report.

    Raises EvaluationStopped where it should stop.
    """
    return evaluate(RandomActor(card, seed), card, _starts(card, seed), parameters, should_stop)


def _starts(card: EnvironmentCard, seed: int) -> NDArray[np.uint32]:
    return evaluation_seeds(seed, REPORT, 0, card.evaluation_episodes)
