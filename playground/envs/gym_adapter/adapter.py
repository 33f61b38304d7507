"""Adapter of a Gymnasium environment to our protocol, with checks.

What cannot be used (an error, numbers that are not finite, another shape) becomes an EnvironmentFault, which the run
survives. Gymnasium's time limit is left out, for the Session keeps it; where the environment itself cuts an episode off,
`truncated` says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation, State
from playground.envs.gym_adapter.frames import frame_of
from playground.envs.gym_adapter.instance import as_given, make_fitting, reset_one, step_one
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.rendered_frames import Pictures, png
from playground.envs.gym_adapter.spaces import Form
from playground.errors import EnvironmentFault, Interrupted
from playground.i18n import N_


class ReplayedState(tuple[float, ...]):
    """An observation, with what leads there again.

    The observation's numbers are to be drawn. What leads there is the reset seed and the actions since. All moments of
    an episode share one list of actions, of which this one has the first `n_actions`.
    """

    seed: int
    actions: list[Any]
    n_actions: int

    @classmethod
    def of(cls, observation: Observation, seed: int, actions: list[Any]) -> ReplayedState:
        """Return the moment after all of these actions."""
        moment = cls(observation.tolist())
        moment.seed, moment.actions, moment.n_actions = seed, actions, len(actions)
        return moment


class GymnasiumEnv:
    """One instance of a Gymnasium environment.

    With `repeats` the same seed and actions lead to the same state, so that it can be restored.
    """

    def __init__(self, origin: Origin, form: Form, *, repeats: bool, draws: bool) -> None:
        self._origin, self._form, self._repeats = origin, form, repeats
        # One that repeats is drawn on a second instance: drawing can then change nothing in a run.
        self._env = make_fitting(origin, form, 1, render=draws and not repeats)[0]
        self._pictures = Pictures(origin, form) if draws and repeats else None
        self._draws_itself = draws and not repeats
        self._seed = 0
        self._actions: list[Any] = []  # since the reset
        self._n_steps = 0
        self._observation: Observation = np.zeros(form.n_numbers, np.float32)
        self.truncated = False

    def reset(self, seed: int) -> Observation:
        self._seed, self._actions, self._n_steps, self.truncated = int(seed), [], 0, False
        self._observation = reset_one(self._origin, self._form, self._env, self._seed)
        return self._observation

    def step(self, action: Any) -> tuple[Observation, float, bool]:
        self._n_steps += 1
        self._observation, reward, terminated, self.truncated = step_one(
            self._origin, self._form, self._env, action, self._seed, self._n_steps
        )
        if self._repeats:
            self._actions.append(as_given(action))
        return self._observation, reward, terminated

    def snapshot(self) -> State:
        if self._repeats:
            return ReplayedState.of(self._observation, self._seed, self._actions)
        return tuple(self._observation.tolist())

    def restore(self, state: State) -> Observation:
        """Go back to a moment by making all its steps again.

        Raises EnvironmentFault if that leads elsewhere.
        """
        if not isinstance(state, ReplayedState):
            raise EnvironmentFault(
                N_(
                    "The environment “{name}” cannot be put back to an earlier moment: a run in it need not repeat, as was found when it was added."
                ),
                name=self._origin.name,
            )
        self.reset(state.seed)
        for action in state.actions[: state.n_actions]:
            self.step(action)
        if tuple(self._observation.tolist()) != state:
            raise EnvironmentFault(
                N_(
                    "The environment “{name}” did not come back to an earlier moment: the same seed and the same actions led elsewhere this time. Remove it and add it again."
                ),
                name=self._origin.name,
            )
        return self._observation

    def set_parameters(self, parameters: Any) -> None:
        """Do nothing: it has no parameters."""

    def picture(self, state: State) -> bytes | None:
        """Return its own picture of a state, as PNG, or None.

        One that does not repeat draws the newest state only.
        """
        if self._pictures is not None and isinstance(state, ReplayedState):
            return self._pictures.picture(state.seed, state.actions, state.n_actions)
        if not self._draws_itself or state != self.snapshot():
            return None
        try:
            return png(frame_of(self._env))
        except Interrupted:
            raise
        except BaseException:  # noqa: BLE001
            self._draws_itself = False
            return None


class GymnasiumBatch:
    """`n` instances, stepped one after the other.

    One whose episode is over is left alone.
    """

    def __init__(self, n: int, origin: Origin, form: Form) -> None:
        self._origin, self._form = origin, form
        self._envs = make_fitting(origin, form, n)
        self._seeds = [0] * n
        self._n_steps = 0
        self._observations = np.zeros((n, form.n_numbers), np.float32)
        self._rewards = np.zeros(n)
        self._is_over = np.zeros(n, np.bool_)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        self._seeds, self._n_steps = seeds.tolist(), 0
        self._is_over[:] = False
        for row, env in enumerate(self._envs):
            self._observations[row] = reset_one(self._origin, self._form, env, self._seeds[row])
        return self._observations

    def step(self, actions: NDArray[Any]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        self._n_steps += 1
        self._rewards[:] = 0.0
        for row in np.flatnonzero(~self._is_over).tolist():
            observation, reward, terminated, truncated = step_one(
                self._origin, self._form, self._envs[row], actions[row], self._seeds[row], self._n_steps
            )
            self._observations[row], self._rewards[row] = observation, reward
            self._is_over[row] = terminated or truncated
        return self._observations, self._rewards, self._is_over
