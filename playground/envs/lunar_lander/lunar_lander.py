"""LunarLander-v3: a craft to be landed between two flags with three engines.

It fires one of them at a time. Gymnasium's own, through the wrapper for added environments: its physics is Box2D, an
optional package. What an episode does follows from its seed and its actions, so that it is restored by making them
again.
"""

from __future__ import annotations

import importlib.util

from playground.envs.base import (
    ENVIRONMENTS,
    Environment,
    EnvironmentBatch,
    EnvironmentCard,
    EnvironmentParams,
    Quantity,
)
from playground.envs.controls import Controls
from playground.envs.drawing.plain_captions import captions, describer
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import Form
from playground.envs.gym_adapter.user_environments import painter_of
from playground.errors import MissingPackageError
from playground.i18n import N_

ID = "LunarLander-v3"
INSTALL = 'pip install "box2d==2.3.10"'  # as in the extra "box2d" of pyproject.toml
STEP_US = 64.0
EPISODES = 20

_ORIGIN, _FORM = Origin(ID), Form((8,), n_actions=4)
_ACTIONS = (N_("do nothing"), N_("left engine"), N_("main engine"), N_("right engine"))

# Usual sizes: root mean squares over 60 episodes of random actions.
_OBSERVATION = (
    Quantity("x", N_("place to the right of the pad, in half widths of the picture"), "", 0.3, (-1.0, 1.0), name="x"),
    Quantity("y", N_("height above the pad, in half heights of the picture"), "", 1.1, (0.0, 1.6), name="y"),
    Quantity("ẋ", N_("velocity to the right, a fifth of it in m/s"), "", 0.7, (-2.0, 2.0), name="x_velocity"),
    Quantity("ẏ", N_("velocity upwards, 2/15 of it in m/s"), "", 0.8, (-2.0, 1.0), name="y_velocity"),
    Quantity("θ", N_("angle of the craft, to the left"), "rad", 0.6, (-3.2, 3.2), name="angle"),
    Quantity("θ̇", N_("angular velocity, 0.4 of it in rad/s"), "", 0.6, (-6.0, 6.0), name="angular_velocity"),
    Quantity("l", N_("1 where the left leg touches the ground"), "", 0.5, (0.0, 1.0), name="left_leg"),
    Quantity("r", N_("1 where the right leg touches the ground"), "", 0.5, (0.0, 1.0), name="right_leg"),
)


def check_available() -> None:
    """Raise MissingPackageError where Box2D is not installed."""
    if importlib.util.find_spec("Box2D") is None:
        raise MissingPackageError(
            N_(
                "{environment} cannot be used yet: its physics needs the package Box2D, which is not installed. Install it with {command} and start the program again. Nothing was changed."
            ),
            environment=ID,
            command=INSTALL,
        )


def _make(parameters: EnvironmentParams) -> Environment:
    check_available()
    from playground.envs.gym_adapter.adapter import GymnasiumEnv

    return GymnasiumEnv(_ORIGIN, _FORM, repeats=True, draws=True)


def _make_batch(n: int, parameters: EnvironmentParams) -> EnvironmentBatch:
    check_available()
    from playground.envs.gym_adapter.adapter import GymnasiumBatch

    return GymnasiumBatch(n, _ORIGIN, _FORM)


ENVIRONMENTS.add(
    ID,
    EnvironmentCard(
        id=ID,
        title=N_("LunarLander"),
        text=N_(
            "A craft comes down over the moon. Fire one of its three engines, or none, so that it lands gently between"
            " the flags. It earns by coming nearer, slower and upright, 10 for each leg on the ground and 100 for coming"
            " to rest; a crash or leaving the picture costs 100, a step of the main engine 0.3 and of a side engine 0.03. The episode ends when"
            " it crashes, leaves the picture or rests (terminated), or at the time limit (truncated). It counts as solved"
            " at a mean return of 200. It needs the package Box2D."
        ),
        observation=_OBSERVATION,
        actions=_ACTIONS,
        steps_per_episode=1000,
        solved_at=200.0,
        steps_per_second=50,
        restored_by="replay",
        parameters=EnvironmentParams,
        make=_make,
        make_batch=_make_batch,
        painter=painter_of(_OBSERVATION),
        captions=captions,
        describe=describer(_ACTIONS, is_continuous=False),
        idle=(0.0,) * len(_OBSERVATION),
        check_available=check_available,
        may_end_well=True,
        only_here=N_("the physics of LunarLander are Box2D's, whose last bits depend on the processor"),
        draws_ghosts=False,
        is_stochastic=lambda parameters: True,
        evaluation_episodes=EPISODES,
        step_us=STEP_US,
        batch_step_us=EPISODES * STEP_US,
        controls=Controls(25, ("", "left", "up", "right"), no_op=0),
    ),
)
