"""One environment of a run, and the state of its episode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.rng import episode_seed
from playground.envs.base import EnvironmentCard, EnvironmentParams, State, is_cut_off
from playground.envs.push import Push


class SubEnv:
    """One of the environments that a run steps side by side.

    Its episodes' starts are keyed by its number.
    """

    def __init__(self, number: int, card: EnvironmentCard, parameters: EnvironmentParams, seed: int) -> None:
        self._number, self._seed = number, seed
        self.environment = card.make(parameters)
        self.n_episodes = 0  # ended
        self.episode_step = 0
        self.episode_return = 0.0
        self.over = True  # the next step begins an episode, so that the last state of the old one stays to see
        self.action: Any = None
        self.explored: bool | None = None  # before the first action
        self.terminated = False
        self.truncated = False
        self._is_reset = True
        self.observation = self._reset()

    def begin_episode(self) -> NDArray[np.float32]:
        """Begin the next episode; return its first observation."""
        if not self._is_reset:
            self.observation = self._reset()
        self.episode_step = 0
        self.episode_return = 0.0
        self.over = self._is_reset = False
        return self.observation

    def step(self, action: Any, explored: bool, limit: int) -> tuple[NDArray[np.float32], float]:
        """Act; return the next observation and the reward.

        That observation is never the one after a reset.
        """
        self.observation, reward, self.terminated = self.environment.step(action)
        self.action, self.explored = action, explored
        self.episode_step += 1
        self.episode_return += reward
        self.truncated = self.episode_step >= limit or is_cut_off(self.environment)
        if self.terminated or self.truncated:
            self.over = True
            self.n_episodes += 1
        return self.observation, reward

    def break_off(self, action: Any, explored: bool) -> tuple[NDArray[np.float32], float]:
        """Cut the episode off after a step that the environment failed in.

        It ends where it was. Returns as step() does.
        """
        self.action, self.explored = action, explored
        self.episode_step += 1
        self.terminated, self.truncated = False, True
        self.over = True
        self.n_episodes += 1
        return self.observation, 0.0

    def move(self, push: Push, change: float) -> None:
        """Push the environment.

        Between two episodes the next one begins, and its start is pushed.
        """
        if self.over:
            self.begin_episode()
            self.terminated = self.truncated = False
        self.observation = self.environment.restore(push.moved(self.environment.snapshot(), change))

    def put(self, state: Callable[[State], State]) -> None:
        """Begin an episode in the state that `state` makes of the present one.

        The episode under way is over without an end of its own, so it is not counted: the new one takes its number, and
        every later one has the start that it would have had. Between two episodes it is the next one that begins.
        """
        if self.over:
            self.begin_episode()
        self.episode_step, self.episode_return = 0, 0.0
        self.terminated = self.truncated = False
        self.action = self.explored = None  # none led here
        self.observation = self.environment.restore(state(self.environment.snapshot()))

    def state(self) -> dict[str, Any]:
        """Return its whole state, the environment's included."""
        kept = {name: value for name, value in vars(self).items() if name != "environment"}
        return {**kept, "environment": self.environment.snapshot()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to what state() gave."""
        vars(self).update({name: value for name, value in state.items() if name != "environment"})
        self.environment.restore(state["environment"])

    def _reset(self) -> NDArray[np.float32]:
        return self.environment.reset(episode_seed(self._seed, self._number, self.n_episodes))
