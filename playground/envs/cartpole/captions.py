"""Texts of CartPole: on the picture, and for a person who does not see it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from playground.envs.cartpole.layout import force_of, is_continuous
from playground.envs.drawing.captions import description, noise_caption, shared_captions, with_reason
from playground.envs.scene import Captions, Scene
from playground.i18n import _


@dataclass(frozen=True)
class CartPoleCaptions(Captions):
    """The texts of the picture."""

    fell: str = "Fell over: the pole is beyond 12°"
    left_track: str = "Left the track: the cart is beyond 2.4 m"
    force: str = ""  # what the number of the newest push is called, where a push can be of any force

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the numbers at the bottom."""
        return (self.step, self.episode_return, self.force) if self.force else (self.step, self.episode_return)


def captions() -> CartPoleCaptions:
    """Return the texts of the picture in the language of this moment."""
    return CartPoleCaptions(
        **shared_captions(),
        fell=_("Fell over: the pole is beyond 12°"),
        left_track=_("Left the track: the cart is beyond 2.4 m"),
        time_limit=_("Time limit reached: it did not fail"),
    )


def captions_with_force() -> CartPoleCaptions:
    """Return the texts of the picture where a push can have any force."""
    return replace(captions(), **noise_caption(), force=_("force, N"))


def describe(scene: Scene) -> str:
    """Return the scene in a few sentences."""
    return description(
        scene,
        _("Cart at {position} m.").format(position=f"{scene.state[0]:.1f}"),
        _lean(math.degrees(scene.state[2])),
        _action(scene),
        terminated=_("The episode ended: it failed."),
    )


def _lean(angle: float) -> str:
    if abs(angle) < 0.05:
        return _("Pole upright.")
    if angle < 0:
        return _("Pole leaning {angle}° to the left.").format(angle=f"{-angle:.1f}")
    return _("Pole leaning {angle}° to the right.").format(angle=f"{angle:.1f}")


def _action(scene: Scene) -> str:
    force = force_of(scene)
    if force is None:
        return ""
    if is_continuous(scene):
        return with_reason(scene, _pushed_with(force))
    return with_reason(scene, _("Pushed left") if force < 0 else _("Pushed right"))


def _pushed_with(force: float) -> str:
    size = f"{abs(force):.1f}"
    if float(size) == 0:
        return _("Not pushed")
    if force < 0:
        return _("Pushed left with {force} N").format(force=size)
    return _("Pushed right with {force} N").format(force=size)
