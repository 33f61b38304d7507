"""The curve of a second run: one dashed line over the first run's."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from playground.i18n import _
from playground.ui.plots.drawing.line import CurveLine
from playground.ui.plots.series import Series
from playground.ui.theme.palette import ThemeColours


class SecondLine:
    """A line in a view."""

    def __init__(self, view: pg.ViewBox) -> None:
        self._line = CurveLine()
        view.addItem(self._line, ignoreBounds=True)
        self.n_points = 0  # handed to the painter last

    def draw(self, series: Series, first: float, last: float) -> NDArray[np.float64]:
        """Hand the course from step `first` to `last` to the painter; return its values."""
        steps, values = series.trend(first, last)
        self._line.set_points(steps, values)
        self.n_points = len(steps)
        return values

    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what is drawn."""
        return self._line.points()

    def dress(self, tokens: ThemeColours) -> None:
        """Take the colours of the theme."""
        self._line.set_pen(pg.mkPen(QColor(tokens.target), width=1, style=Qt.PenStyle.DashLine))


def beside(first: str, second: str) -> str:
    """Write the newest values of two runs; the second's may be empty."""
    return _("A {first}  B {second}").format(first=first, second=second) if second else first
