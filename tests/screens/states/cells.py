"""States of the grid world that says what the learner makes of each cell."""

from __future__ import annotations

from playground.ui.view.cells_chooser import CHOICES, PLAIN
from tests.screens.driver import Driver
from tests.screens.table import state

STEPS = 3000


class CellsReach:
    """Way to the picture with one choice of numbers."""

    def __init__(self, choice: str) -> None:
        self._choice = choice

    def __call__(self, driver: Driver) -> None:
        driver.begin("GridWorld-v1", "q-table", "cells")
        driver.train_to(STEPS)
        actions = driver.child("act_grid_values").menu().actions()
        next(action for action in actions if action.data() == self._choice).trigger()
        driver.until(lambda: driver.latest.cells is not None, "the numbers of the cells")
        driver.settle()


for name in CHOICES:
    if name != PLAIN:
        state(f"cells-{name}")(CellsReach(name))
