"""A plot of one column of the curve over the steps: the loss, a share."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.metrics import Metrics
from playground.ui.plots.base import Plot
from playground.ui.plots.course import Course
from playground.ui.plots.figures import nice_step, three_digits
from playground.ui.plots.series import Series
from playground.ui.plots.spec import PlotSpec
from playground.ui.theme import Theme

_LEAST = 1e-12  # so that a loss of 0 has a logarithm
_LEAST_SPAN = 0.02  # of the size of the values: less would be numbers that nobody reads
_LEAST_DECADES = 0.7
_MOST_DECADES = 6.0  # a log axis shows no more: a loss that falls further is as good as 0


class CurvePlot(Plot):
    """One line, its heights fitted to what is in view."""

    def __init__(self, spec: PlotSpec, theme: Theme) -> None:
        super().__init__(spec, theme)
        self._series = Series()
        self._cursor = 0
        self._newest_step = 0.0
        self._course = Course(self.view, spec.exact)
        self.dress()

    def start(self, metrics: Metrics, keep_ghost: bool) -> None:
        """Show another run, from its beginning."""
        super().start(metrics, keep_ghost)
        self._series = Series()
        self._cursor = 0
        self._newest_step = 0.0

    def read(self) -> bool:
        """Take in the rows that are new; those without a value (no update yet) only move the steps on."""
        table = self.metrics.curve
        rows = table.since(self._cursor)
        if not len(rows):
            return False
        self._cursor += len(rows)
        steps, values = rows[:, 0], rows[:, table.names.index(self.spec.column)]
        self._newest_step = float(steps[-1])
        if self.spec.log:
            values = np.log10(np.maximum(values, _LEAST))  # NaN stays NaN
        self._series.extend(steps, values)
        return True

    def newest_step(self) -> float:
        """Return the step of the newest row."""
        return self._newest_step

    def is_empty(self) -> bool:
        """Return whether no row had a value yet."""
        return self._series.n_points == 0

    def draw_curves(self, first: float, last: float) -> tuple[float, float]:
        """Hand the line, and behind it how far the values spread around it, to the painter."""
        _steps, values = self._course.draw(self._series, first, last)
        self.n_points += self._course.n_points
        return self.fit(values)

    def fit(self, values: np.ndarray) -> tuple[float, float]:
        """Return the heights to be in view for these values, at round numbers so that the axis seldom moves."""
        if not len(values):
            return (-2.2, 0.2) if self.spec.log else (-0.1, 1.1)
        low, high = float(values.min()), float(values.max())
        if self.spec.log:
            low = max(low, high - _MOST_DECADES)
            more = max(_LEAST_DECADES - (high - low), 0.0) / 2
            return round_range(low - more, high + more)
        return round_range(low, high)

    def update_heading(self) -> None:
        """Write the newest value."""
        newest = self._series.last_y
        if newest is not None and self.spec.log:
            newest = 10.0**newest if newest > math.log10(_LEAST) else 0.0
        self.heading.set_value("" if newest is None else three_digits(newest))

    def dress(self) -> None:
        """Take the colours of the theme."""
        super().dress()
        self._course.dress(self.theme.tokens)


class SharePlot(CurvePlot):
    """A probability or a share: always drawn from 0 to 1."""

    def fit(self, values: np.ndarray) -> tuple[float, float]:
        """Return all of 0 to 1 and a little room."""
        return -0.1, 1.1

    def update_heading(self) -> None:
        """Write the newest value with digits that never shift."""
        newest = self._series.last_y
        self.heading.set_value("" if newest is None else f"{newest:.3f}")


def round_range(low: float, high: float) -> tuple[float, float]:
    """Return numbers a little below `low` and above `high` that seldom change and leave room around ticks."""
    size = max(abs(low), abs(high))
    more = max(_LEAST_SPAN * size - (high - low), 0.0) / 2 or (0.0 if high > low else 0.5)
    low, high = low - more, high + more
    step = nice_step((high - low) / 10)
    return (math.floor(low / step) - 0.7) * step, (math.ceil(high / step) + 0.7) * step
