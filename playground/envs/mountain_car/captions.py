"""Texts of MountainCar: on the picture, and for a person who does not see it."""

from __future__ import annotations

from playground.envs.drawing.captions import description, shared_captions, with_reason
from playground.envs.scene import Captions, Scene
from playground.i18n import _


def captions() -> Captions:
    """Return the texts of the picture in the language of this moment."""
    return Captions(
        **shared_captions(),
        terminated=_("Reached the flag"),
        time_limit=_("Time limit reached before the flag"),
    )


def describe(scene: Scene) -> str:
    """Return the scene in a few sentences."""
    position, velocity = scene.state
    return description(
        scene,
        _("Car at {position}, between the wall at −1.2 and the flag at 0.5.").format(position=f"{position:.2f}"),
        _movement(velocity),
        _action(scene),
        terminated=_("The episode ended: it reached the flag."),
    )


def _movement(velocity: float) -> str:
    speed = f"{abs(velocity):.3f}"
    if float(speed) == 0:
        return _("It stands still.")
    if velocity < 0:
        return _("It moves left at {speed} a step.").format(speed=speed)
    return _("It moves right at {speed} a step.").format(speed=speed)


def _action(scene: Scene) -> str:
    if scene.action is None:
        return ""
    return with_reason(scene, (_("Pushed left"), _("Not pushed"), _("Pushed right"))[int(scene.action)])
