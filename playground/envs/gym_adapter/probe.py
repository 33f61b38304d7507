"""A trial of an environment before it is added.

It finds out whether it works, repeats itself, draws itself, and what a step costs.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playground.envs.gym_adapter.elsewhere import digest, digests_elsewhere
from playground.envs.gym_adapter.faults import Misbehaved
from playground.envs.gym_adapter.frames import frame_of, why_not_drawn
from playground.envs.gym_adapter.lookup import look_up
from playground.envs.gym_adapter.make import in_time, located, make_several
from playground.envs.gym_adapter.origin import Origin, origin_of
from playground.envs.gym_adapter.spaces import AddError, form_of, usual_of
from playground.envs.gym_adapter.trial import N_STEPS, Trial
from playground.envs.gym_adapter.user_environments import MOST_TEXT, Added, Doubt
from playground.errors import raised_words
from playground.i18n import N_

if TYPE_CHECKING:
    import gymnasium

TRY_S = 5.0  # a slow environment makes fewer
WITHIN_S = 60.0  # all of it
STEPS_PER_EPISODE = 1000  # where Gymnasium's table names no time limit
LONGEST_EPISODE = 100_000
STEPS_PER_SECOND = 30  # where the environment does not say


log = logging.getLogger(__name__)


def _never() -> bool:
    return False


def probe(text: str, should_stop: Callable[[], bool] = _never) -> Added:
    """Return what is to be kept of the environment that `text` names.

    Its code runs here. Raises AddError for one that cannot be used and EnvironmentFault for one that fails.
    """
    origin = located(origin_of(text))
    return in_time(origin.name, _Probe(origin, should_stop).run, WITHIN_S, should_stop)


class _Probe:
    def __init__(self, origin: Origin, should_stop: Callable[[], bool]) -> None:
        self._origin, self._should_stop = origin, should_stop

    def run(self) -> Added:
        origin, spec = self._origin, look_up(self._origin)
        env, other = make_several(origin, 2)
        self._go_on()
        form = form_of(origin.name, env)
        trial = Trial(origin, form)
        n_steps, step_s = self._time(env, trial)
        no_picture = why_not_drawn(env) or self._why_not_drawn(trial)
        limit = spec.max_episode_steps or STEPS_PER_EPISODE
        threshold = spec.reward_threshold
        fps = env.metadata.get("render_fps")
        return Added(
            name=origin.name,
            folder=origin.folder,
            form=form,
            usual=usual_of(env, form),
            steps_per_episode=min(max(int(limit), 1), LONGEST_EPISODE),
            solved_at=float(threshold) if threshold is not None and math.isfinite(threshold) else None,
            steps_per_second=int(min(max(fps, 1), 240))
            if isinstance(fps, int | float) and not math.isnan(fps)
            else STEPS_PER_SECOND,
            doubt=self._doubt(trial, env, other, n_steps, not no_picture),
            no_picture=no_picture,
            step_us=2.0 ** round(math.log2(max(step_s * 1e6, 1.0))),
        )

    def _go_on(self) -> None:
        """End this thread where nobody waits for it any more."""
        if self._should_stop():
            raise AddError(N_("“{name}” was not added: its trial was given up."), name=self._origin.name)

    def _doubt(
        self, trial: Trial, env: gymnasium.Env[Any, Any], other: gymnasium.Env[Any, Any], n_steps: int, draws: bool
    ) -> Doubt:
        """Return why the same seed and actions need not lead to the same states."""
        self._go_on()
        first, again = trial.steps(env, n_steps), trial.steps(env, n_steps)
        trial.steps(other, 7, first_seed=99)  # as if it had been used for something else before
        if not first == again == trial.steps(other, n_steps):
            return "chance"
        beside = make_several(self._origin, 1, render=draws)[0]
        if trial.beside(env, beside, n_steps, draws) != first:
            return "shared"
        self._go_on()
        if self._origin.module and any(
            theirs != digest(first) for theirs in digests_elsewhere(self._origin, trial.form, n_steps)
        ):
            return "process"
        return ""

    def _time(self, env: gymnasium.Env[Any, Any], trial: Trial) -> tuple[int, float]:
        """Return how many steps a trial has, and the seconds that one takes."""
        begun = time.perf_counter()
        warm = len(trial.steps(env, 20))
        step_s = (time.perf_counter() - begun) / warm
        n_steps = max(20, min(N_STEPS, int(TRY_S / max(step_s, 1e-9))))
        begun = time.perf_counter()
        trial.steps(env, n_steps)
        return n_steps, (time.perf_counter() - begun) / n_steps

    def _why_not_drawn(self, trial: Trial) -> str:
        """Return why its pictures cannot be shown; "" if they can."""
        try:
            env = make_several(self._origin, 1, render=True)[0]
            trial.reset(env)
            frame_of(env)
        except BaseException as error:  # in a thread of its own, where no Ctrl-C arrives
            log.warning("%s cannot be drawn", self._origin.name, exc_info=True)
            return error.what.english() if isinstance(error, Misbehaved) else raised_words(error)[:MOST_TEXT]
        return ""
