"""Trials of an environment: the same random steps again and again, compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.envs.gym_adapter.frames import frame_of
from playground.envs.gym_adapter.instance import reset_one, step_one
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import Form

if TYPE_CHECKING:
    import gymnasium

N_STEPS = 300  # of each trial, at most
_SEEDS = (11, 12, 13, 14, 15)  # of its episodes, over and over

StepResults = list[tuple[bytes, float, bool, bool]]  # what each step gave


def _nothing(n_steps: int) -> None:
    pass


class Trial:
    """What is tried with instances of one environment."""

    def __init__(self, origin: Origin, form: Form) -> None:
        self._origin, self.form = origin, form

    def steps(
        self,
        env: gymnasium.Env[Any, Any],
        n_steps: int,
        first_seed: int = _SEEDS[0],
        between: Callable[[int], None] = _nothing,
    ) -> StepResults:
        """Make the same random steps each time, over several episodes.

        Returns what came of each. `between` is called after each, with how many there were.
        """
        rng = np.random.default_rng(0)
        results: StepResults = []
        seeds = [first_seed, *_SEEDS[1:]]
        episode, step, over = 0, 0, True
        while len(results) < n_steps:
            if over:
                seed = seeds[episode % len(seeds)]
                start = self.reset(env, seed)
                results.append((start.tobytes(), 0.0, False, False))
                episode, step = episode + 1, 0
            step += 1
            observation, reward, terminated, truncated = step_one(
                self._origin, self.form, env, random_action(rng, self.form), seed, step
            )
            results.append((observation.tobytes(), reward, terminated, truncated))
            over = terminated or truncated or step >= N_STEPS // len(seeds)
            between(len(results))
        return results

    def reset(self, env: gymnasium.Env[Any, Any], seed: int = _SEEDS[0]) -> NDArray[np.float32]:
        """Begin an episode; return its first observation."""
        return reset_one(self._origin, self.form, env, seed)

    def beside(
        self, env: gymnasium.Env[Any, Any], other: gymnasium.Env[Any, Any], n_steps: int, draws: bool
    ) -> StepResults:
        """Make the same steps while another instance goes its own way, and draws itself.

        Returns what came of them. One of a window's instances is trained in, others are evaluated in and drawn.
        """
        rng = np.random.default_rng(1)
        over = True

        def go_on(n_made: int) -> None:
            nonlocal over
            if over:
                self.reset(other, 1000 + n_made)
            action = random_action(rng, self.form)
            _observation, _reward, terminated, truncated = step_one(
                self._origin, self.form, other, action, 1000 + n_made, n_made
            )
            over = terminated or truncated or n_made % 20 == 0
            if draws and n_made % (n_steps // 10 + 1) == 0:
                frame_of(other)

        return self.steps(env, n_steps, between=go_on)


def random_action(rng: np.random.Generator, form: Form) -> int | NDArray[np.float64]:
    """Return an action that an agent might choose."""
    if not form.bounds:
        return int(rng.integers(form.n_actions))
    low, high = np.array(form.bounds).T
    chosen: NDArray[np.float64] = rng.uniform(low, high)
    return chosen
