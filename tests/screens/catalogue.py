"""Every state there is, in the order of the contact sheets."""

from __future__ import annotations

from tests.screens.states import (
    breakpoints,
    cells,
    changes,
    compare,
    controls,
    dialogs,
    film,
    hands,
    inside,
    learn,
    menus,
    notices,
    pairs,
    past,
    place,
    play,
    plots,
    policies,
    push,
    start,
    training,
)
from tests.screens.table import STATES, State

FILES = (
    start,
    training,
    changes,
    past,
    play,
    place,
    policies,
    breakpoints,
    plots,
    push,
    cells,
    inside,
    learn,
    dialogs,
    hands,
    film,
    compare,
    menus,
    notices,
    controls,
    pairs,
)


def every_state() -> dict[str, State]:
    """Return all states by name."""
    order = {file.__name__: number for number, file in enumerate(FILES)}
    states = sorted(STATES.values(), key=lambda state: order.get(state.file, len(order)))
    return {state.name: state for state in states}
