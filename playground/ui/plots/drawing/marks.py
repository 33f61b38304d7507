"""Vertical hairlines across the plots.

They stand at live changes, where two runs first differ, and at the moment that is shown.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter

from playground.ui.plots.drawing.item import ViewItem


class MarkLines(ViewItem):
    """A vertical hairline at each of some steps, at most one a pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[int] = []
        self._pen = pg.mkPen("k")
        self.setZValue(-10)

    def set_steps(self, steps: list[int]) -> None:
        """Show lines at these steps."""
        self.steps = steps
        self.update()

    def set_colour(self, colour: str) -> None:
        """Draw in this colour."""
        self._pen = pg.mkPen(QColor(colour), width=1)
        self.update()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Draw the lines in view."""
        view = self.boundingRect()
        pixel, _height = self.pixelVectors()
        if pixel is None or not self.steps:
            return
        seen = {round(step / pixel.x()): step for step in self.steps if view.left() <= step <= view.right()}
        painter.setPen(self._pen)
        painter.drawLines([QLineF(step, view.top(), step, view.bottom()) for step in seen.values()])
