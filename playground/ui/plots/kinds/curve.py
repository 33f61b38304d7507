"""Plots of one column over the steps: the loss, a share."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.engine.run.metrics import Metrics
from playground.number_text import nice_step, share_words, three_digits
from playground.ui.plots.base import Plot
from playground.ui.plots.drawing.second_line import SecondLine, both_values
from playground.ui.plots.drawing.trend_line import TrendLine
from playground.ui.plots.reading import Reading
from playground.ui.plots.spec import PlotSpec
from playground.ui.theme.theme import Theme

_LEAST_SPAN = 0.02  # of the size of the values: less would be numbers that nobody reads
_LEAST_DECADES = 0.7
_MOST_DECADES = 6.0  # a log axis shows no more: a loss that falls further is as good as 0


class CurvePlot(Plot):
    """One column of a table as a line, its heights fitted to what is in view."""

    def __init__(self, spec: PlotSpec, theme: Theme) -> None:
        super().__init__(spec, theme)
        self._reading = Reading(None, spec)
        self._trend = TrendLine(self.view, spec.exact)
        self._second_reading = Reading(None, spec)
        self._second_line = SecondLine(self.view)
        self.apply_theme()

    def start(self, metrics: Metrics, keep_ghost: bool) -> None:
        """Show another run, from its beginning."""
        super().start(metrics, keep_ghost)
        self._reading = Reading(metrics, self.spec)
        self.set_second(None, 0)

    def set_second(self, metrics: Metrics | None, first: int) -> None:
        """Draw another run over this one from step `first` on, or none."""
        super().set_second(metrics, first)
        self._second_reading = Reading(metrics, self.spec, first)

    def read(self) -> bool:
        """Take in the rows that are new, of both runs where there are two."""
        news = self._reading.read()
        return self._second_reading.read() or news

    def newest_step(self) -> float:
        """Return the step of the newest row."""
        return self._reading.newest_step

    def is_empty(self) -> bool:
        """Return whether no row had a value yet."""
        return self._reading.series.n_points == 0

    def draw_curves(self, first: float, last: float) -> tuple[float, float]:
        """Hand the line and the spread around it to the painter."""
        steps, values = self._trend.draw(self._reading.series, first, last)
        second = self._second_line.draw(self._second_reading.series, first, last)
        self.n_points += self._trend.n_points + self._second_line.n_points
        return self.fit(np.concatenate((steps, self._second_line.points[0])), np.concatenate((values, second)))

    def fit(self, steps: np.ndarray, values: np.ndarray) -> tuple[float, float]:
        """Return the heights to be in view for these points: round, so they seldom move."""
        if not len(values):
            return (-2.2, 0.2) if self.spec.log else (-0.1, 1.1)
        low, high = float(values.min()), float(values.max())
        if self.spec.log:
            low = max(low, high - _MOST_DECADES)
            more = max(_LEAST_DECADES - (high - low), 0.0) / 2
            return round_range(low - more, high + more)
        return round_range(low, high)

    def update_heading(self) -> None:
        """Write the newest value, or that of the moment shown, of both runs if two."""
        self.heading.set_value(self._values(self.cursor))

    def points(self) -> Sequence[NDArray[np.float64]]:
        """Return the steps of the rows that have a value."""
        return [self._reading.series.steps]

    def values_at(self, step: int) -> str:
        """Write the value, or those of both runs."""
        return self._values(step)

    def _values(self, step: int | None) -> str:
        values = (reading.value(step) for reading in (self._reading, self._second_reading))
        return both_values(*("" if value is None else self.words(value) for value in values))

    def words(self, value: float) -> str:
        """Write a value for the heading."""
        return three_digits(value)

    def apply_theme(self) -> None:
        """Use the colours of the theme."""
        super().apply_theme()
        self._trend.set_colours(self.theme.tokens)
        self._second_line.set_colours(self.theme.tokens)


class SharePlot(CurvePlot):
    """A probability or a share: always drawn from 0 to 1."""

    def fit(self, steps: np.ndarray, values: np.ndarray) -> tuple[float, float]:
        """Return all of 0 to 1 and a little room."""
        return -0.1, 1.1

    def words(self, value: float) -> str:
        """Write a value with digits that never shift."""
        return share_words(value)


def round_range(low: float, high: float) -> tuple[float, float]:
    """Return numbers a little below `low` and above `high`.

    They seldom change, and leave room around the ticks.
    """
    size = max(abs(low), abs(high))
    more = max(_LEAST_SPAN * size - (high - low), 0.0) / 2 or (0.0 if high > low else 0.5)
    low, high = low - more, high + more
    step = nice_step((high - low) / 10)
    return (math.floor(low / step) - 0.7) * step, (math.ceil(high / step) + 0.7) * step
