"""One instance of a user's environment: made, reset and stepped, with checks.

Somebody's code may raise whatever there is, sys.exit() and classes beside Exception included: all of it is a fault of
the environment, which the program survives. Only the person's own Ctrl-C goes through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.envs.base import Observation
from playground.envs.gym_adapter.faults import Misbehaved, fault, in_reset, in_step, read_reset, read_step
from playground.envs.gym_adapter.make import make_several
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import Form, form_of
from playground.errors import EnvironmentFault, Interrupted, PlaygroundError, Term
from playground.i18n import N_

if TYPE_CHECKING:
    import gymnasium


def make_fitting(origin: Origin, form: Form, n: int, *, render: bool = False) -> list[gymnasium.Env[Any, Any]]:
    """Return new instances that look like what was added.

    Raises EnvironmentFault where they do not.
    """
    envs = make_several(origin, n, render=render)
    try:
        found = form_of(origin.name, envs[0])
    except PlaygroundError as error:
        raise EnvironmentFault(
            N_("The environment “{name}” is another one than when it was added. {error}"), name=origin.name, error=error
        ) from error
    if found != form:
        raise EnvironmentFault(
            N_("The environment “{name}” is another one than when it was added: {change}. Remove it and add it again."),
            name=origin.name,
            change=_change(form, found),
        )
    return envs


def _change(then: Form, now: Form) -> Term:
    """Return in words what is other than when it was added."""
    if then.n_numbers != now.n_numbers:
        return Term(N_("it gave {then} numbers, it now gives {now}"), then=then.n_numbers, now=now.n_numbers)
    if then.shape != now.shape:
        return Term(N_("it gave numbers in the shape {then}, now in {now}"), then=then.shape, now=now.shape)
    if then.n_actions != now.n_actions and then.n_actions and now.n_actions:
        return Term(N_("it had {then} actions, it now has {now}"), then=then.n_actions, now=now.n_actions)
    if (then.n_actions, len(then.bounds), then.start) != (now.n_actions, len(now.bounds), now.start):
        return Term(N_("its actions are of another kind"))
    if then.bounds != now.bounds:
        return Term(N_("its actions have other bounds"))
    return Term(N_("the numbers that it observes count otherwise"))


def reset_one(origin: Origin, form: Form, env: gymnasium.Env[Any, Any], seed: int) -> Observation:
    """Begin an episode; return the observation as one row."""
    try:
        return read_reset(env.reset(seed=seed), form, env.observation_space)
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
        return read_step(env.step(_understood(env, form, action)), form, env.observation_space)
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
