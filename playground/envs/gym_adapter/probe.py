"""A trial of an environment before it is added.

It finds out whether it works, repeats itself, draws itself, and what a step costs.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.envs.gym_adapter.instance import reset_one, step_one
from playground.envs.gym_adapter.make import Origin, in_time, located, make_several, origin_of, spec_of
from playground.envs.gym_adapter.rendered_frames import png
from playground.envs.gym_adapter.spaces import AddError, Form, form_of, usual_of
from playground.envs.gym_adapter.user_environments import Added
from playground.i18n import N_

if TYPE_CHECKING:
    import gymnasium

N_STEPS = 300  # of each try
TRY_S = 5.0  # a slow environment makes fewer
WITHIN_S = 60.0  # all of it
STEPS_PER_EPISODE = 1000  # where Gymnasium's table names no time limit
LONGEST_EPISODE = 100_000
STEPS_PER_SECOND = 30  # where the environment does not say
RENDER_EVERY = 50
_SEEDS = (11, 12, 13, 14, 15)  # of the episodes of a try, over and over

StepResults = list[tuple[bytes, float, bool, bool]]  # what each step gave


def _never() -> bool:
    return False


def probe(text: str, should_stop: Callable[[], bool] = _never) -> Added:
    """Return what is to be kept of the environment that `text` names.

    Its code runs here. Raises AddError for one that cannot be used and EnvironmentFault for one that fails.
    """
    origin = located(origin_of(text))
    return in_time(origin.name, _Probe(origin).run, WITHIN_S, should_stop)


class _Probe:
    def __init__(self, origin: Origin) -> None:
        self._origin = origin

    def run(self) -> Added:
        origin, spec = self._origin, self._spec()
        env, other = make_several(origin, 2)
        form = form_of(origin.name, env)
        n_steps, step_s = self._time(env, form)
        first, again = self._try_steps(env, form, n_steps), self._try_steps(env, form, n_steps)
        self._try_steps(other, form, 7, first_seed=99)  # as if it had been used for something else before
        repeats = first == again == self._try_steps(other, form, n_steps)
        limit = spec.max_episode_steps or STEPS_PER_EPISODE
        threshold = spec.reward_threshold
        fps = env.metadata.get("render_fps")
        return Added(
            name=origin.name,
            folder=origin.folder,
            form=form,
            usual=usual_of(env),
            steps_per_episode=min(max(int(limit), 1), LONGEST_EPISODE),
            solved_at=float(threshold) if threshold is not None and math.isfinite(threshold) else None,
            steps_per_second=int(min(max(fps, 1), 240))
            if isinstance(fps, int | float) and not math.isnan(fps)
            else STEPS_PER_SECOND,
            repeats=repeats,
            draws="rgb_array" in (env.metadata.get("render_modes") or ()) and self._draws(form),
            step_us=2.0 ** round(math.log2(max(step_s * 1e6, 1.0))),
        )

    def _spec(self) -> Any:
        origin = self._origin
        import gymnasium

        try:
            return spec_of(origin)
        except ModuleNotFoundError as error:
            if error.name is None or not origin.module.startswith(error.name):
                raise  # a module that theirs needs
            raise AddError(
                N_(
                    "“{name}” was not added: Python finds no module “{module}”. Write its folder too, such as /home/me/{module}.py:{id}, or start the program where it lies."
                ),
                name=origin.name,
                module=origin.module,
                id=origin.id,
            ) from error
        except gymnasium.error.Error as error:
            raise AddError(
                N_(
                    "“{name}” was not added: Gymnasium knows no such environment ({error}). Check the name, and that its module registers it with gymnasium.register()."
                ),
                name=origin.name,
                error=" ".join(str(error).split())[:200],
            ) from error

    def _time(self, env: gymnasium.Env[Any, Any], form: Form) -> tuple[int, float]:
        """Return how many steps a trial has, and the seconds that one takes."""
        begun = time.perf_counter()
        warm = len(self._try_steps(env, form, 20))
        step_s = (time.perf_counter() - begun) / warm
        n_steps = max(20, min(N_STEPS, int(TRY_S / max(step_s, 1e-9))))
        begun = time.perf_counter()
        self._try_steps(env, form, n_steps)
        return n_steps, (time.perf_counter() - begun) / n_steps

    def _try_steps(
        self, env: gymnasium.Env[Any, Any], form: Form, n_steps: int, first_seed: int | None = None
    ) -> StepResults:
        """Make the same random steps each time, over several episodes.

        Returns what came of each.
        """
        rng = np.random.default_rng(0)
        results: StepResults = []
        seeds = [first_seed or _SEEDS[0], *_SEEDS[1:]]
        episode, step, over = 0, 0, True
        while len(results) < n_steps:
            if over:
                seed = seeds[episode % len(seeds)]
                start = reset_one(self._origin, form, env, seed)
                results.append((start.tobytes(), 0.0, False, False))
                episode, step = episode + 1, 0
            step += 1
            observation, reward, terminated, truncated = step_one(
                self._origin, form, env, random_action(rng, form), seed, step
            )
            results.append((observation.tobytes(), reward, terminated, truncated))
            over = terminated or truncated or step >= N_STEPS // len(seeds)
        return results

    def _draws(self, form: Form) -> bool:
        try:
            env = make_several(self._origin, 1, render=True)[0]
            reset_one(self._origin, form, env, _SEEDS[0])
            png(env.render())
        except BaseException:  # noqa: BLE001  in a thread of its own, where no Ctrl-C arrives
            return False
        return True


def random_action(rng: np.random.Generator, form: Form) -> int | NDArray[np.float64]:
    """Return an action that an agent might choose."""
    if not form.bounds:
        return int(rng.integers(form.n_actions))
    low, high = np.array(form.bounds).T
    chosen: NDArray[np.float64] = rng.uniform(low, high)
    return chosen
