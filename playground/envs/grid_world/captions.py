"""Texts of the grid world: on the picture, and for a person who does not see it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.envs.drawing.captions import description, shared_captions, with_reason
from playground.envs.grid_world.map import GOAL, Cell, cell_of, kind
from playground.envs.scene import Captions, Scene
from playground.i18n import _


@dataclass(frozen=True)
class GridWorldCaptions(Captions):
    """The texts of the picture."""

    at_goal: str = "Reached the goal"
    in_pit: str = "Fell into the pit"
    visits: str = "visits"


def captions() -> GridWorldCaptions:
    """Return the texts of the picture in the language of this moment."""
    return GridWorldCaptions(
        **shared_captions(),
        at_goal=_("Reached the goal"),
        in_pit=_("Fell into the pit"),
        visits=_("visits"),
        time_limit=_("Time limit reached: no goal yet"),
    )


def describe(scene: Scene) -> str:
    """Return the scene in a few sentences."""
    cell = cell_of(scene.state)
    return description(
        scene,
        _("In column {column}, row {row}, counted from 0 at the top left.").format(column=cell[0], row=cell[1]),
        _action(scene),
        terminated=_end(cell),
    )


def _action(scene: Scene) -> str:
    if scene.action is None:
        return ""
    wanted = (_("Wanted up"), _("Wanted right"), _("Wanted down"), _("Wanted left"))
    return with_reason(scene, wanted[int(scene.action)])


def _end(cell: Cell) -> str:
    return _("The episode ended at the goal.") if kind(cell) == GOAL else _("The episode ended in the pit.")
