"""What is said about a CartPole scene: on the picture, and to a person who does not see it."""

from __future__ import annotations

import math

from playground.envs.scene import Scene, Words
from playground.i18n import _


def words() -> Words:
    """Return the texts of the picture in the language of this moment."""
    return Words(
        step=_("step"),
        episode_return=_("return"),
        explored=_("explored"),
        greedy=_("greedy"),
        fell=_("Fell over: the pole is beyond 12°"),
        left_track=_("Left the track: the cart is beyond 2.4 m"),
        time_limit=_("Time limit reached: it did not fail"),
    )


def describe(scene: Scene) -> str:
    """Return the scene in a few sentences."""
    position, angle = scene.state[0], math.degrees(scene.state[2])
    sentences = [
        scene.caption and _("{caption}.").format(caption=scene.caption),
        _("Cart at {position} m.").format(position=f"{position:.1f}"),
        _lean(angle),
        _action(scene),
        _("Step {step}, return {episode_return}.").format(step=scene.step, episode_return=f"{scene.episode_return:g}"),
        _end(scene),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


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


def _end(scene: Scene) -> str:
    if scene.terminated:
        return _("The episode ended: it failed.")
    return _("The episode reached its time limit.") if scene.truncated else ""
