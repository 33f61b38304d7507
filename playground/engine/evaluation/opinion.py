"""What a policy makes of a state, wherever the run is: nothing is stepped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.engine.evaluation.policy import Policy
from playground.envs.base import EnvironmentParams, State


@dataclass(frozen=True)
class Opinion:
    """A policy's greedy action in one state, and why."""

    action: Any
    shown: tuple[float, ...]  # what bars show: Q-values, the probability of each action, or the action
    value: float | None  # V: the largest Q, or what the critic says; None where neither is learned


class Adviser:
    """One policy, asked about any state of its environment."""

    def __init__(self, policy: Policy, parameters: EnvironmentParams) -> None:
        """Ask about states of an environment that has these parameters."""
        settings = policy.settings
        self._actor = policy.actor()
        self._environment = settings.card.make(parameters)
        self._has_q = settings.learner.shown_in(settings.space) == "q"

    def opinion(self, state: State) -> Opinion:
        """Return what it makes of a state; it takes some microseconds."""
        observation = self._environment.restore(state)
        action, shown = self._actor.act(observation)
        numbers = tuple(float(number) for number in shown)
        critic = getattr(self._actor, "critic", None)
        value = max(numbers) if self._has_q else None if critic is None else critic.value(observation)
        return Opinion(action, numbers, value)
