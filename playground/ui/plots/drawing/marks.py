"""Vertical hairlines across the plots.

They stand at live changes, where two runs first differ, and at the moment that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.engine.run.metrics import Mark
from playground.ui.plots.drawing.item import ViewItem

_SHADE = 0.2  # of the colour, between where a drag began and where it ended


class MarkLines(ViewItem):
    """A vertical hairline at each of some steps, at most one a pixel."""

    def __init__(self, *, dashed: bool = False) -> None:
        super().__init__()
        self.steps: list[int] = []
        self.spans: list[tuple[int, int]] = []  # first and last step of what took longer
        self._style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._pen = pg.mkPen("k")
        self._shade = QColor()
        self.setZValue(-10)

    def set_steps(self, steps: list[int]) -> None:
        """Show lines at these steps."""
        self.steps = steps
        self.update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show a line where each of these began, and shade those that took longer."""
        self.spans = [(mark.step, mark.end) for mark in marks if mark.end > mark.step]
        self.set_steps([mark.step for mark in marks])

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
        if pixel is None or not self.steps:
            return
        for first, last in self.spans:
            if first < view.right() and last > view.left():
                painter.fillRect(QRectF(first, view.top(), last - first, view.height()), self._shade)
        seen = {round(step / pixel.x()): step for step in self.steps if view.left() <= step <= view.right()}
        painter.setPen(self._pen)
        painter.drawLines([QLineF(step, view.top(), step, view.bottom()) for step in seen.values()])
