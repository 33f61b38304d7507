"""Numbers of the cells of a grid, by the names that a lesson's conditions use.

A cell is called by its observation: value_4_0 is that of column 4, row 0 of the grid world.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playground.i18n import N_, _

if TYPE_CHECKING:
    from playground.engine.run.session import Session
    from playground.engine.run.settings import Settings

MOST_CELLS = 100  # of an environment whose cells have names
_OF_CELL = {
    "visits": N_("steps that began in cell {cell}"),
    "value": N_("the largest Q in cell {cell}"),
    "best": N_("number of the action with the largest Q in cell {cell}"),
}


def cell_numbers(session: Session) -> dict[str, float]:
    """Return all numbers of the cells by name; none where there are no cells."""
    if not _cells(session.settings):
        return {}
    from playground.engine.cells import CellReader  # needs NumPy; a lesson can be checked without

    read = CellReader().read(session, is_running=False)
    assert read is not None
    found: dict[str, float] = {}
    actions = _actions(session.settings)
    for number, cell in enumerate(_cells(session.settings)):
        found[f"visits_{cell}"] = float(read.visits[number])
        if actions:
            look = read.looks[number].tolist()
            found[f"value_{cell}"], found[f"best_{cell}"] = max(look), float(look.index(max(look)))
            found |= {f"q_{cell}_{action}": q for action, q in zip(actions, look, strict=True)}
    return found


def cell_names(settings: Settings) -> dict[str, str]:
    """Return what the numbers of the cells mean, by name.

    Their texts are in the language of this moment.
    """
    names: dict[str, str] = {}
    actions = _actions(settings)
    for cell in _cells(settings):
        place = cell.replace("_", ", ")
        for kind, meaning in _OF_CELL.items() if actions else (("visits", _OF_CELL["visits"]),):
            names[f"{kind}_{cell}"] = _(meaning).format(cell=place)
        for number, action in enumerate(actions):
            names[f"q_{cell}_{action}"] = _("Q of action “{action}” in cell {cell}").format(
                action=_(settings.card.actions[number]), cell=place
            )
    return names


def _cells(settings: Settings) -> tuple[str, ...]:
    cells = settings.card.cells
    return tuple("_".join(f"{part:.0f}" for part in cell) for cell in cells) if len(cells) <= MOST_CELLS else ()


def _actions(settings: Settings) -> tuple[str, ...]:
    """Return the English names of the actions as parts of a name.

    There are none where the learner has no Q.
    """
    if settings.learner.shows != "q":
        return ()
    return tuple(re.sub(r"\W+", "_", action).strip("_").lower() for action in settings.card.actions)
