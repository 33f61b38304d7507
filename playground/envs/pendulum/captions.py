"""Texts of Pendulum: on the picture, and for a person who does not see it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.envs.drawing.captions import description, noise_caption, shared_captions, with_reason
from playground.envs.scene import Captions, Scene
from playground.i18n import _


@dataclass(frozen=True)
class PendulumCaptions(Captions):
    """The texts of the picture."""

    torque: str = "torque, N m"


def captions() -> PendulumCaptions:
    """Return the texts of the picture in the language of this moment."""
    return PendulumCaptions(
        **shared_captions(), **noise_caption(), time_limit=_("Time limit reached"), torque=_("torque, N m")
    )


def describe(scene: Scene) -> str:
    """Return the scene in a few sentences."""
    theta, theta_dot = scene.state
    return description(scene, _lean(theta), _movement(theta_dot), _action(scene))


def _lean(theta: float) -> str:
    angle = math.degrees(math.remainder(theta, 2 * math.pi))
    degrees = f"{abs(angle):.0f}"
    if degrees == "0":
        return _("Pendulum upright.")
    if degrees == "180":
        return _("Pendulum hanging down.")
    if angle > 0:
        return _("Pendulum {angle}° from upright, on the left.").format(angle=degrees)
    return _("Pendulum {angle}° from upright, on the right.").format(angle=degrees)


def _movement(theta_dot: float) -> str:
    speed = f"{abs(theta_dot):.1f}"
    if float(speed) == 0:
        return _("It stands still.")
    if theta_dot > 0:
        return _("It turns counterclockwise at {speed} rad/s.").format(speed=speed)
    return _("It turns clockwise at {speed} rad/s.").format(speed=speed)


def _action(scene: Scene) -> str:
    if scene.action is None:
        return ""
    return with_reason(scene, _("Torque {torque} N m").format(torque=f"{float(scene.action[0]):.2f}"))
