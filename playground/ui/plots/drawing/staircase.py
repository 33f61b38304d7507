"""Line of a height that is another from step to step, and none in between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import ndarray_from_qpolygonf
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground.ui.plots.drawing.item import ViewItem, polygon


class StaircaseLine(ViewItem):
    """A thin line of level parts, joined where one begins at the end of another."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._stairs: list[QPolygonF] = []
        self._pen = QPen()

    def set_parts(self, begins: NDArray[np.float64], ends: NDArray[np.float64], heights: NDArray[np.float64]) -> None:
        """Draw these parts, from left to right; where a height is NaN there is none."""
        self.prepareGeometryChange()
        self._stairs = [polygon(*points) for points in _stairs(begins, ends, heights)]
        self.update()

    def parts(self) -> list[list[tuple[float, float]]]:
        """Return the corners of each stair that is drawn."""
        return [[tuple(corner) for corner in ndarray_from_qpolygonf(stair).tolist()] for stair in self._stairs]

    def set_pen(self, pen: QPen) -> None:
        """Draw with this pen, one pixel wide."""
        self._pen = pen
        self.update()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Paint the stairs."""
        painter.setPen(self._pen)
        for stair in self._stairs:
            painter.drawPolyline(stair)


def thinned_parts(
    begins: NDArray[np.float64], ends: NDArray[np.float64], heights: NDArray[np.float64], most: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return parts, from left to right, as about so many.

    Of those that lie closely, the furthest from 0 stands for all.
    """
    if len(begins) <= most:
        return begins, ends, heights
    cells = np.floor((begins - begins[0]) / (ends[-1] - begins[0]) * most)
    _cells, first = np.unique(cells, return_index=True)
    furthest = np.fmin if np.nanmax(heights, initial=-np.inf) < 0 else np.fmax
    return begins[first], np.append(begins[first][1:], ends[-1]), furthest.reduceat(heights, first)


def _stairs(
    begins: NDArray[np.float64], ends: NDArray[np.float64], heights: NDArray[np.float64]
) -> Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the corners of each row of parts that join, x and y."""
    is_there = np.isfinite(heights)
    firsts = np.flatnonzero(is_there & ~np.append(False, is_there[:-1]))
    lasts = np.flatnonzero(is_there & ~np.append(is_there[1:], False))
    stairs = []
    for first, last in zip(firsts, lasts, strict=True):
        part = slice(first, last + 1)
        xs = np.stack((begins[part], ends[part]), axis=1).reshape(-1)
        stairs.append((xs, heights[part].repeat(2)))
    return stairs
