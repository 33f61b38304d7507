"""One instance of a user's environment: made, reset and stepped, with checks.

Somebody's code may raise whatever there is, sys.exit() and classes beside Exception included: all of it is a fault of
the environment, which the program survives. Only the person's own Ctrl-C goes through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.envs.base import Observation
from playground.envs.gym_adapter.faults import Misbehaved, fault, in_reset, in_step, read_reset, read_step
from playground.envs.gym_adapter.make import Origin, make_several
from playground.envs.gym_adapter.spaces import Form, form_of
from playground.errors import EnvironmentFault, Interrupted, PlaygroundError
from playground.i18n import N_

if TYPE_CHECKING:
    import gymnasium


def make_fitting(origin: Origin, form: Form, n: int, *, render: bool = False) -> list[gymnasium.Env[Any, Any]]:
    """Return new instances that look like what was added.

    Raises EnvironmentFault where they do not.
    """
    envs = make_several(origin, n, render=render)
    try:
        fits = form_of(origin.name, envs[0]) == form
    except PlaygroundError:
        fits = False
    if not fits:
        raise EnvironmentFault(
            N_(
                "The environment “{name}” has other observations or actions than when it was added. Remove it and add it again."
            ),
            name=origin.name,
        )
    return envs


def reset_one(origin: Origin, form: Form, env: gymnasium.Env[Any, Any], seed: int) -> Observation:
    """Begin an episode; return the observation as one row."""
    try:
        return read_reset(env.reset(seed=seed), form.shape)
    except Interrupted:
        raise
    except BaseException as error:  # noqa: BLE001
        raise fault(origin.name, in_reset(seed), error) from _cause(error)


def step_one(
    origin: Origin, form: Form, env: gymnasium.Env[Any, Any], action: Any, seed: int, step: int
) -> tuple[Observation, float, bool, bool]:
    """Make step number `step` of the episode.

    A continuous action is clipped to its bounds. Return observation, reward, terminated and truncated.
    """
    try:
        return read_step(env.step(_understood(env, form, action)), form.shape)
    except Interrupted:
        raise
    except BaseException as error:  # noqa: BLE001
        raise fault(origin.name, in_step(step, seed), error) from _cause(error)


def as_given(action: Any) -> Any:
    """Return a copy of an action to keep.

    Whoever chose it may write the next one into the same array.
    """
    return action.copy() if isinstance(action, np.ndarray) else action


def _understood(env: gymnasium.Env[Any, Any], form: Form, action: Any) -> Any:
    if not form.bounds:
        return np.int64(form.start + int(action))  # as Gymnasium's own sample() gives it
    space: Any = env.action_space
    return np.clip(np.asarray(action, space.dtype).reshape(space.shape), space.low, space.high)


def _cause(error: BaseException) -> BaseException | None:
    """Return the error that the log should show beneath the sentence.

    It has the traceback of their code, where there is one.
    """
    return None if isinstance(error, Misbehaved) else error
