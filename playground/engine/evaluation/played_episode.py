"""An episode that is played step by step, by a person for instance."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.arithmetic.plain_sums import sum_in_order
from playground.envs.base import EnvironmentCard, EnvironmentParams, State, is_cut_off, picture_of
from playground.envs.scene import Scene


class PlayedEpisode:
    """One episode in an environment of its own, from the start of reset(seed=seed).

    It ends where one of an evaluation does, at the environment's own time limit too. What it holds of the steps so far
    is as in a Recording. An environment that somebody added may raise EnvironmentFault, here and in act().
    """

    def __init__(self, card: EnvironmentCard, parameters: EnvironmentParams, seed: int) -> None:
        self.card, self.parameters, self.seed = card, parameters, seed
        self._environment = card.make(parameters)
        self.observation = self._environment.reset(seed)
        self.states: list[State] = [self._environment.snapshot()]
        self.actions: list[Any] = []  # numbers of discrete ones, or float32 arrays of continuous ones
        self.rewards: list[float] = []
        self.terminated = self.truncated = False

    @property
    def is_over(self) -> bool:
        return self.terminated or self.truncated

    @property
    def total(self) -> float:
        """The return so far."""
        return sum_in_order(self.rewards)

    def __len__(self) -> int:
        return len(self.actions)

    def act(self, action: Any) -> None:
        """Make one step; there is none after the end."""
        assert not self.is_over
        self.observation, reward, self.terminated = self._environment.step(action)
        self.states.append(self._environment.snapshot())
        self.actions.append(action)
        self.rewards.append(reward)
        self.truncated = len(self) >= self.card.steps_per_episode or is_cut_off(self._environment)

    def scene(self, shown_action: Any = None, caption: str = "") -> Scene:
        """Return the newest frame.

        It shows the action that led there, or `shown_action` in its place: what a person holds by now, say.
        """
        newest = self.actions[-1] if self.actions else None
        return Scene(
            state=self.states[-1],
            action=newest if shown_action is None else shown_action,
            step=len(self),
            episode_return=self.total,
            terminated=self.terminated,
            truncated=self.truncated,
            caption=caption,
            parameters=self.parameters,
            picture=picture_of(self._environment, self.states[-1]),
        )

    def as_input(self) -> dict[str, Any]:
        """Return it as the payload of a run's input: its "start" state and its "actions".

        Continuous actions are lists of numbers.
        """
        is_continuous = bool(self.card.action_bounds)
        actions = [np.asarray(action, np.float64).tolist() if is_continuous else int(action) for action in self.actions]
        return {"start": self.states[0], "actions": actions}
