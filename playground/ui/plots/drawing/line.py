"""Line through points, drawn in one call."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import ndarray_from_qpolygonf
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground.ui.plots.drawing.item import ViewItem, polygon


class CurveLine(ViewItem):
    """A thin line through points; the painter leaves out what is out of view."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._points = QPolygonF()
        self._pen = QPen()

    def set_points(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        """Draw a line through these; their number may be 0."""
        if not len(xs) and not self._points.size():
            return
        self._points = polygon(xs, ys)
        self.update()

    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the points that are drawn."""
        if not self._points.size():
            return np.empty(0), np.empty(0)
        memory = ndarray_from_qpolygonf(self._points)
        return memory[:, 0].copy(), memory[:, 1].copy()

    def set_pen(self, pen: QPen) -> None:
        """Draw with this pen, one pixel wide: wider ones cost six times as much."""
        self._pen = pen
        self.update()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Paint the line."""
        if self._points.size():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._pen)
            painter.drawPolyline(self._points)
