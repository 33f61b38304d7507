"""Curve of a second run: one dashed line over that of the first."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from playground.i18n import _
from playground.ui.plots.drawing.line import CurveLine
from playground.ui.plots.series import Points, Series
from playground.ui.theme.palette import ThemeColours

_OVER_ALL = 5  # what the first run has would hide it


class SecondLine:
    """The dashed line of a second run in a view."""

    def __init__(self, view: pg.ViewBox) -> None:
        self._line = CurveLine("second")
        view.addItem(self._line, ignoreBounds=True)
        self._line.setZValue(_OVER_ALL)
        self.n_points = 0  # handed to the painter last
        self.points: Points = np.empty(0), np.empty(0)

    def draw(self, series: Series, first: float, last: float) -> NDArray[np.float64]:
        """Hand the trend from step `first` to `last` to the painter; return its values."""
        steps, values = series.trend(first, last)
        self._line.set_points(steps, values)
        self.points = steps, values
        self.n_points = len(steps)
        return values

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self._line.set_pen(pg.mkPen(QColor(tokens.target), width=1, style=Qt.PenStyle.DashLine))


def both_values(first: str, second: str) -> str:
    """Write the values of two runs; that of the second may be empty."""
    return _("A {first}  B {second}").format(first=first, second=second) if second else first
