"""Rule for the grid world: the fewest steps to the goal.

It reckons with no slip, and goes past the pit, so it is not the best way: that keeps clear of it.
"""

from __future__ import annotations

from collections import deque
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation
from playground.envs.grid_world.map import ALL_CELLS, COLUMNS, FREE_CELLS, GOAL, MOVES, ROWS, Cell, beyond, kind


def shortest_way(observations: Observation) -> NDArray[np.int64]:
    """Return for cells, (n, 2), the first step of a shortest way, (n,)."""
    columns, rows = observations.T.astype(np.int64)
    steps: NDArray[np.int64] = _first_steps()[columns, rows]
    return steps


@lru_cache(maxsize=1)
def _first_steps() -> NDArray[np.int64]:
    """Return the step from each cell, (columns, rows).

    Of several as good it is the first of MOVES.
    """
    distances: dict[Cell, int] = {cell: 0 for cell in ALL_CELLS if kind(cell) == GOAL}
    waiting = deque(distances)
    while waiting:
        reached = waiting.popleft()
        for cell in FREE_CELLS:
            if cell not in distances and any(beyond(cell, move) == reached for move in range(len(MOVES))):
                distances[cell] = distances[reached] + 1
                waiting.append(cell)
    steps = np.zeros((COLUMNS, ROWS), np.int64)
    for cell in FREE_CELLS:
        after = [distances.get(beyond(cell, move), len(ALL_CELLS)) for move in range(len(MOVES))]
        steps[cell] = after.index(min(after))
    return steps
