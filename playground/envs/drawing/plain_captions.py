"""Texts for a scene of an environment without texts of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.envs.drawing.captions import description, noise_caption, shared_captions, with_reason
from playground.envs.scene import Captions, Scene
from playground.i18n import _
from playground.number_text import four_digits

MOST_NUMBERS = 8  # that are read out


@dataclass(frozen=True)
class PlainCaptions(Captions):
    """The texts of the picture."""

    ended: str = "The episode ended (terminated)"
    more: str = "and {n} more"


def captions() -> PlainCaptions:
    """Return the texts of the picture in the language of this moment."""
    return PlainCaptions(
        **shared_captions(),
        **noise_caption(),
        time_limit=_("The episode was cut off (truncated)"),
        ended=_("The episode ended (terminated)"),
        more=_("and {n} more"),
    )


def describer(actions: Sequence[str], is_continuous: bool) -> Callable[[Scene], str]:
    """Return a function that describes a scene in a few sentences.

    `actions` are the names of actions, or of the numbers of a continuous one.
    """

    def describe(scene: Scene) -> str:
        numbers = ", ".join(four_digits(value) for value in scene.state[:MOST_NUMBERS])
        if len(scene.state) > MOST_NUMBERS:
            numbers += ", …"
        return description(
            scene,
            _("Observation: {numbers}.").format(numbers=numbers),
            ""
            if scene.action is None
            else with_reason(scene, _("Chose {action}").format(action=_written(scene.action))),
            terminated=_("The episode ended (terminated)."),
        )

    def _written(action: Any) -> str:
        if is_continuous:
            pairs = zip(actions, action, strict=True)
            return ", ".join(_("{name} {value}").format(name=_(name), value=f"{number:.2f}") for name, number in pairs)
        return _(actions[int(action)])

    return describe
