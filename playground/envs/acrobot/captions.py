"""Texts of Acrobot: on the picture, and for a person who does not see it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.envs.drawing.captions import description, shared_captions, with_reason
from playground.envs.scene import Captions, Scene
from playground.i18n import _


@dataclass(frozen=True)
class AcrobotCaptions(Captions):
    """The texts of the picture."""

    line: str = "goal"


def captions() -> AcrobotCaptions:
    """Return the texts of the picture in the language of this moment."""
    return AcrobotCaptions(
        **shared_captions(),
        terminated=_("Reached the line"),
        time_limit=_("Time limit reached before the line"),
        line=_("goal"),
    )


def describe(scene: Scene) -> str:
    """Return the scene in a few sentences."""
    theta1, theta2 = scene.state[:2]
    return description(
        scene,
        _upper(math.degrees(theta1)),
        _lower(math.degrees(theta2)),
        _action(scene),
        terminated=_("The episode ended: the free end reached the line."),
    )


def _upper(angle: float) -> str:
    degrees = f"{abs(angle):.0f}"
    if degrees == "0":
        return _("Upper link hanging down.")
    if angle > 0:
        return _("Upper link {angle}° from hanging, to the right.").format(angle=degrees)
    return _("Upper link {angle}° from hanging, to the left.").format(angle=degrees)


def _lower(angle: float) -> str:
    degrees = f"{abs(angle):.0f}"
    if degrees == "0":
        return _("Lower link in line with it.")
    if angle > 0:
        return _("Lower link bent {angle}° counterclockwise.").format(angle=degrees)
    return _("Lower link bent {angle}° clockwise.").format(angle=degrees)


def _action(scene: Scene) -> str:
    if scene.action is None:
        return ""
    return with_reason(scene, (_("Torque clockwise"), _("No torque"), _("Torque counterclockwise"))[int(scene.action)])
