"""Shapes of the parts of a cell, which take the colours of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.shapes import Field, box_distance, coverage, grid, polygon_distance
from playground.envs.drawing.sprites import stencil
from playground.envs.grid_world.map import MOVES
from playground.envs.scene import Colour

GAP, ROUND = 0.035, 0.12  # around a cell, and the radius of its corners, in cells


@dataclass(frozen=True)
class CellShapes:
    """Share of each pixel that a cell covers, and each of its four quarters.

    Its middle is the origin.
    """

    whole: Field
    quarters: tuple[Field, ...]  # in the order of the moves, each towards the side that its move leads to
    offset: tuple[int, int]

    def fill(
        self, surface: pygame.Surface, middle: tuple[int, int], colour: Colour, quarter: int | None = None
    ) -> None:
        """Give a cell, or a quarter of it, a colour."""
        share = self.whole if quarter is None else self.quarters[quarter]
        stencil(share, self.offset, colour).blit(surface, middle)


@lru_cache(maxsize=4)
def cell_shapes(cell: int, line: float) -> CellShapes:
    """Return the shapes of a cell with a side of `cell` pixels.

    Its quarters are `line` pixels apart.
    """
    half = -(-cell // 2)
    x, y = (numbers - np.float32(half) for numbers in grid(2 * half, 2 * half))
    edge = 1.5 * line  # stays seen around it
    side = cell / 2 - max(cell * GAP, 1) - edge
    whole = coverage(box_distance(x, y, -side, -side, side, side, cell * ROUND - edge))
    quarters = []
    for column, row in MOVES:
        corners = [(float(half * (column - row)), float(half * (row - column))), (float(half * (column + row)),) * 2]
        distance = polygon_distance(x, y, [(0.0, 0.0), *corners])
        quarters.append(whole * coverage(distance + np.float32(line / 2)))
    return CellShapes(whole, tuple(quarters), (-half, -half))
