"""Curve drawn as its trend, with the spread of the values behind it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from playground.ui.plots.drawing.line import CurveLine
from playground.ui.plots.series import Points, Series
from playground.ui.theme.palette import ThemeColours, mixed


class TrendLine:
    """The trend of a series and the spread around it, in a view.

    Few points are a line through each, without spread; so are all points of an exact curve.
    """

    def __init__(self, view: pg.ViewBox, exact: bool = False) -> None:
        self._exact = exact
        self._spread, self._line = CurveLine("spread"), CurveLine("trend")
        view.addItem(self._spread, ignoreBounds=True)
        view.addItem(self._line, ignoreBounds=True)
        self.n_points = 0  # handed to the painter last
        self.points: Points = np.empty(0), np.empty(0)

    def draw(self, series: Series, first: float, last: float) -> Points:
        """Hand the part from step `first` to `last` to the painter; return its extremes."""
        extremes = series.between(first, last)
        line = extremes if self._exact else series.trend(first, last)
        coarse = len(line[0]) < len(extremes[0])
        steps, values = extremes if coarse else (extremes[0][:0], extremes[1][:0])
        self._spread.set_points(steps, values)
        self._line.set_points(*line)
        self.points = line
        self.n_points = len(steps) + len(line[0])
        return extremes

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme; wider pens cost six times as much."""
        self._spread.set_pen(pg.mkPen(QColor(mixed(tokens.guide, tokens.panel, 0.4)), width=1))
        self._line.set_pen(pg.mkPen(QColor(tokens.text), width=1))
