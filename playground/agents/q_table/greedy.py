"""Greedy actor of a saved table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import Space
from playground.agents.nn.backend import Array
from playground.agents.q_table.cells import Cells
from playground.agents.q_table.params import TABLE, QTableParams, bins_of


class LargestInCell:
    """Greedy actor that takes the action with the largest Q in the cell.

    Of equal ones it takes the first.
    """

    def __init__(self, cells: Cells, table: Array) -> None:
        """Act by a table of shape (*bins, actions)."""
        self._cells = cells
        self._rows = table.reshape(cells.n_cells, -1).copy()
        self._best: NDArray[np.int64] = self._rows.argmax(axis=1)

    def act(self, observation: Array) -> tuple[int, Array]:
        values = self._rows[self._cells.number(observation.tolist())]
        return int(values.argmax()), values.copy()

    def act_batch(self, observations: Array) -> NDArray[np.int64]:
        return self._best[self._cells.numbers(observations)]


def greedy_actor(params: QTableParams, space: Space, weights: dict[str, Array]) -> LargestInCell:
    """Return the greedy actor of a policy file, with a copy of its table."""
    return LargestInCell(Cells(bins_of(params, space), space.ranges), weights[TABLE])
