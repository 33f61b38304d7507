"""Acrobot-v1: two hanging links, swung up by a torque at their joint.

Sutton 1996. How it moves is in dynamics.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.envs.acrobot.captions import captions, describe
from playground.envs.acrobot.dynamics import PLACING, PUSH, Acrobot, AcrobotBatch
from playground.envs.acrobot.params import AcrobotParams
from playground.envs.base import ENVIRONMENTS, EnvironmentCard, Quantity, Rule
from playground.envs.controls import Controls
from playground.i18n import N_


def _painter() -> Callable[..., Any]:
    from playground.envs.acrobot.painter import draw

    return draw


def _grips() -> Callable[..., Any]:
    from playground.envs.acrobot.grips import grips

    return grips


def _rule() -> Rule:
    from playground.envs.acrobot.rule import add_energy

    return add_energy


_OBSERVATION = (
    Quantity(
        "cos θ₁", N_("height of the middle joint: 1 hanging, −1 upright"), "", 1.0, (-1.0, 1.0), name="cos_angle_1"
    ),
    Quantity("sin θ₁", N_("how far to the right the middle joint is"), "", 1.0, (-1.0, 1.0), name="sin_angle_1"),
    Quantity(
        "cos θ₂", N_("how straight the links are: 1 straight, −1 folded"), "", 1.0, (-1.0, 1.0), name="cos_angle_2"
    ),
    Quantity("sin θ₂", N_("to which side the lower link bends"), "", 1.0, (-1.0, 1.0), name="sin_angle_2"),
    Quantity("θ̇₁", N_("angular velocity of the upper link"), "rad/s", 2.0, (-6.0, 6.0), name="angular_velocity_1"),
    Quantity("θ̇₂", N_("angular velocity of the lower link"), "rad/s", 4.0, (-12.0, 12.0), name="angular_velocity_2"),
)

ENVIRONMENTS.add(
    "Acrobot-v1",
    EnvironmentCard(
        id="Acrobot-v1",
        title=N_("Acrobot"),
        text=N_(
            "Two links hang from a bar. A torque at the joint between them swings them, until the free end is as high as"
            " one link above the bar. Each step costs 1, but for the one that gets there. The episode ends when it is that high"
            " (terminated) or at the time limit of 500 steps (truncated). It counts as solved at a mean return of −100 over 100 episodes."
        ),
        observation=_OBSERVATION,
        actions=(N_("torque −1"), N_("no torque"), N_("torque +1")),
        steps_per_episode=500,
        solved_at=-100.0,
        steps_per_second=15,
        restored_by="snapshot",
        parameters=AcrobotParams,
        make=Acrobot,
        make_batch=AcrobotBatch,
        painter=_painter,
        rule=_rule,
        rule_name=N_("energy"),
        captions=captions,
        describe=describe,
        rewards=(-1.0, 0.0),
        may_end_well=True,
        step_us=20.0,
        batch_step_us=175.0,
        mirror=((False, True, False, True, True, True), (2, 1, 0)),
        grips=_grips,
        push=PUSH,
        controls=Controls(5, ("left", "", "right"), no_op=1),
        placing=PLACING,
    ),
)
