"""What is said about a CartPole scene: on the picture, and to a person who does not see it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.envs.scene import Scene, Words
from playground.envs.telling import shared_words, told
from playground.i18n import _


@dataclass(frozen=True)
class CartPoleWords(Words):
    """The texts of the picture."""

    fell: str = "Fell over: the pole is beyond 12°"
    left_track: str = "Left the track: the cart is beyond 2.4 m"


def words() -> CartPoleWords:
    """Return the texts of the picture in the language of this moment."""
    return CartPoleWords(
        **shared_words(),
        fell=_("Fell over: the pole is beyond 12°"),
        left_track=_("Left the track: the cart is beyond 2.4 m"),
        time_limit=_("Time limit reached: it did not fail"),
    )


def describe(scene: Scene) -> str:
    """Return the scene in a few sentences."""
    return told(
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
    if scene.action is None:
        return ""
    if scene.explored is None:
        return _("Pushed left.") if scene.action == 0 else _("Pushed right.")
    if scene.explored:
        return _("Pushed left, explored.") if scene.action == 0 else _("Pushed right, explored.")
    return _("Pushed left, greedy.") if scene.action == 0 else _("Pushed right, greedy.")
