"""Vertical hairlines across the plots.

They stand at live changes, where two runs first differ, and at the moment that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.ui.plots.drawing.item import ViewItem
from playground.ui.plots.drawing.mark_list import MarkList, first_in_each_pixel

_SHADE = 0.2  # of the colour, between where a drag began and where it ended


class MarkLines(ViewItem):
    """A vertical hairline at each of some steps, at most one a pixel."""

    def __init__(self, *, dashed: bool = False) -> None:
        super().__init__()
        self._steps = np.empty(0, np.int64)
        self._spans = np.empty((0, 2), np.int64)  # first and last step of what took longer
        self._style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._pen = pg.mkPen("k")
        self._shade = QColor()
        self.setZValue(-10)

    @property
    def steps(self) -> list[int]:
        """The steps at which there are lines."""
        return list(self._steps.tolist())

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The first and last steps of what is shaded."""
        return [(first, last) for first, last in self._spans.tolist()]

    def set_steps(self, steps: Sequence[int] | NDArray[np.int64]) -> None:
        """Show lines at these steps."""
        self._steps = np.asarray(steps, np.int64)
        self.update()

    def set_marks(self, marks: MarkList) -> None:
        """Show a line where each of these began, and shade those that took longer."""
        drags = marks.ends > marks.steps
        self._spans = np.stack((marks.steps[drags], marks.ends[drags]), axis=1)
        self.set_steps(marks.steps)

    def set_colour(self, colour: str) -> None:
        """Draw in this colour."""
        self._pen = pg.mkPen(QColor(colour), width=1, style=self._style)
        self._shade = QColor(colour)
        self._shade.setAlphaF(_SHADE)
        self.update()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Draw the lines in view."""
        view = self.boundingRect()
        pixel, _height = self.pixelVectors()
        if pixel is None or not len(self._steps):
            return
        firsts, lasts = self._spans.T
        spans = self._spans[(firsts < view.right()) & (lasts > view.left())]
        for first, last in spans[first_in_each_pixel(spans[:, 0] / pixel.x())].tolist():
            painter.fillRect(QRectF(first, view.top(), last - first, view.height()), self._shade)
        steps = self._steps[(view.left() <= self._steps) & (self._steps <= view.right())]
        painter.setPen(self._pen)
        seen = steps[first_in_each_pixel(steps / pixel.x())].tolist()
        painter.drawLines([QLineF(step, view.top(), step, view.bottom()) for step in seen])
