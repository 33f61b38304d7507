"""Reader of the column that a plot draws, as a run adds to it."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.run.metrics import Metrics
from playground.ui.plots.series import Series
from playground.ui.plots.spec import PlotSpec

_LEAST = 1e-12  # so that a loss of 0 has a logarithm


class Reading:
    """The column that a plot draws, of one run, from step `first` on."""

    def __init__(self, metrics: Metrics | None, spec: PlotSpec, first: float = 0.0) -> None:
        """Begin at the first row; without a run there is nothing to read yet."""
        self._metrics, self._spec, self._first = metrics, spec, first
        self._cursor = 0
        self.series = Series()
        self.newest_step = 0.0  # of the newest row, with a value or without

    def value(self, step: int | None) -> float | None:
        """Return the newest value, or that of a step; None before the first."""
        value = self.series.last_y if step is None else self.series.y_at(step)
        if value is None or not self._spec.log:
            return value
        return 10.0**value if value > math.log10(_LEAST) else 0.0

    def read(self) -> bool:
        """Take in the rows that are new; return whether there were any.

        Those without a value (no update yet) only move the steps on.
        """
        if self._metrics is None:
            return False
        table = self._spec.table_of(self._metrics)
        rows = table.since(self._cursor)
        if not len(rows):
            return False
        self._cursor += len(rows)
        self.newest_step = float(rows[-1, 0])
        rows = rows[rows[:, 0] >= self._first]
        steps, values = rows[:, 0], rows[:, table.names.index(self._spec.column)]
        if self._spec.log:
            values = np.log10(np.maximum(values, _LEAST))  # NaN stays NaN
        self.series.extend(steps, values)
        return True
