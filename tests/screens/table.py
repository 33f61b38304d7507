"""Table of the states of the window that are looked at: a name, and how somebody gets there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from tests.screens.driver import Driver

Reach = Callable[[Driver], QPixmap | None]


@dataclass(frozen=True)
class State:
    """One state: `reach` brings a fresh window there, and may return a picture of its own."""

    name: str
    reach: Reach
    everywhere: bool  # whether it is looked at in every look, or in the first alone
    file: str  # the module that has it


STATES: dict[str, State] = {}


def state(name: str, *, everywhere: bool = False) -> Callable[[Reach], Reach]:
    """Enter a function into the table."""

    def enter(reach: Reach) -> Reach:
        assert name not in STATES, f"two states are called {name}"
        STATES[name] = State(name, reach, everywhere, reach.__module__)
        return reach

    return enter
