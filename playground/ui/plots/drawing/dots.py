"""Dots, many drawn in one call."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.ui.plots.drawing.item import ViewItem, polygon


class Dots(ViewItem):
    """Round dots of one size on the screen, however the view is zoomed."""

    def __init__(self, name: str, size: float) -> None:
        super().__init__(name)
        self._points = QPolygonF()
        self._size = size
        self._pen = QPen(Qt.PenStyle.SolidLine)
        self._pen.setCosmetic(True)
        self._pen.setCapStyle(Qt.PenCapStyle.RoundCap)

    def set_points(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        """Draw dots here."""
        self._points = polygon(xs, ys)
        self.update()

    def set_colour(self, colour: QColor) -> None:
        """Draw in this colour."""
        self._pen.setColor(colour)
        self.update()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Paint the dots."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._pen.setWidthF(self._size * painter.device().devicePixelRatioF())
        painter.setPen(self._pen)
        painter.drawPoints(self._points)
