"""The map of the grid world: what each cell holds. Numbers only.

Near the goal lies the pit. Two ways lead up from the lower right: the shorter one past the pit, where a slip to the
right falls in, and one around the wall. Which is better depends on how often a step slips and on what a step costs.
"""

from __future__ import annotations

from collections.abc import Sequence

FREE, WALL, GOAL, PIT = ".#GP"
MAP = (
    ".....G",
    ".#.#.P",
    ".#....",
    ".#.#.#",
    "......",
)
COLUMNS, ROWS = len(MAP[0]), len(MAP)
MOVES = ((0, -1), (1, 0), (0, 1), (-1, 0))  # (columns, rows) of each action, clockwise: up, right, down, left

Cell = tuple[int, int]  # column and row, counted from the top left


def kind(cell: Cell) -> str:
    """Return what a cell holds; around the map there is wall."""
    column, row = cell
    return MAP[row][column] if 0 <= column < COLUMNS and 0 <= row < ROWS else WALL


def beyond(cell: Cell, direction: int) -> Cell:
    """Return the cell that a step in a direction leads to.

    It is the same one where there is a wall.
    """
    column, row = cell[0] + MOVES[direction][0], cell[1] + MOVES[direction][1]
    return cell if kind((column, row)) == WALL else (column, row)


def cell_of(state: Sequence[float]) -> Cell:
    """Return the cell that a state of the environment is in."""
    return int(state[0]), int(state[1])


ALL_CELLS = tuple((column, row) for row in range(ROWS) for column in range(COLUMNS))
FREE_CELLS = tuple(cell for cell in ALL_CELLS if kind(cell) == FREE)
