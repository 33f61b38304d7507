"""Dots: many points drawn in one call, without an object each."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


class Dots(pg.GraphicsObject):
    """Round dots of a fixed size on the screen, wherever the view goes."""

    def __init__(self, size: float) -> None:
        super().__init__()
        self._points = QPolygonF()
        self._size = size
        self._pen = QPen(Qt.PenStyle.SolidLine)
        self._pen.setCosmetic(True)
        self._pen.setCapStyle(Qt.PenCapStyle.RoundCap)

    def set_points(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        """Draw dots here."""
        self._points = create_qpolygonf(len(xs))
        if len(xs):
            memory = ndarray_from_qpolygonf(self._points)
            memory[:, 0], memory[:, 1] = xs, ys
        self.update()

    def set_colour(self, colour: QColor) -> None:
        """Draw in this colour."""
        self._pen.setColor(colour)
        self.update()

    def viewTransformChanged(self) -> None:
        """Follow the view, which is all that is painted on."""
        super().viewTransformChanged()
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        """Return all that is in view."""
        rect = self.viewRect()
        return QRectF() if rect is None else rect

    def paint(self, painter: QPainter, *args: object) -> None:
        """Draw them all."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._pen.setWidthF(self._size * painter.device().devicePixelRatioF())
        painter.setPen(self._pen)
        painter.drawPoints(self._points)
