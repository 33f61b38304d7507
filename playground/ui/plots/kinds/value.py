"""Plot of the mean Q-value, with a line at the bound that the rewards allow."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from playground.engine.evaluation.value_bound import Bounds
from playground.engine.run.common_start import n_in_common
from playground.engine.run.metrics import Metrics
from playground.i18n import _
from playground.number_text import return_words
from playground.ui.plots.drawing.staircase import StaircaseLine, thinned_parts
from playground.ui.plots.kinds.curve import CurvePlot, round_range
from playground.ui.plots.spec import PlotSpec
from playground.ui.theme.theme import Theme

NO_BOUND: Bounds = ((0, None),)
_NEAR_BOUND = 0.5  # of the bound: values above this bring its line into view


class ValuePlot(CurvePlot):
    """The curve, and a dashed line at the bound where the values come near it.

    The line is a staircase, for the bound is another from each change of gamma on.
    """

    def __init__(self, spec: PlotSpec, theme: Theme) -> None:
        self._bound_line = StaircaseLine("bound")
        self.bounds: Bounds = ()
        self._begins, self._heights = np.empty(0), np.empty(0)
        self._near = np.empty(0, np.int64)  # numbers of the bounds that values in view came near
        super().__init__(spec, theme)
        self._bound_line.setZValue(-5)
        self.view.addItem(self._bound_line, ignoreBounds=True)
        self.set_value_bounds(NO_BOUND)

    def set_value_bounds(self, bounds: Bounds) -> None:
        """Set what no discounted return can exceed, or, if negative, fall below.

        See engine/evaluation/value_bound.py.
        """
        n = n_in_common(self.bounds, bounds)  # of many changes, most are known
        new = [(step, math.nan if bound is None else bound) for step, bound in bounds[n:]]
        begins, heights = np.array(new, np.float64).reshape(-1, 2).T
        self._begins = np.concatenate((self._begins[:n], begins))
        self._heights = np.concatenate((self._heights[:n], heights))
        self.bounds = bounds

    def start(self, metrics: Metrics, keep_ghost: bool) -> None:
        """Show another run; its bounds are set again."""
        super().start(metrics, keep_ghost)
        self.set_value_bounds(NO_BOUND)

    def draw_curves(self, first: float, last: float) -> tuple[float, float]:
        """Hand the curve and the bounds near it to the painter."""
        heights = super().draw_curves(first, last)
        begins, ends = self._begins, np.append(self._begins[1:], max(last, self._begins[-1]))
        seen = (ends >= first) & (begins <= last)
        self._bound_line.setVisible(len(self._near) > 0)
        parts = thinned_parts(begins[seen], ends[seen], self._heights[seen], self.canvas_rect().width())
        self._bound_line.set_parts(*parts)
        return heights

    def fit(self, steps: np.ndarray, values: np.ndarray) -> tuple[float, float]:
        """Return the heights of the values, and of the bounds that they have come near."""
        part = np.maximum(np.searchsorted(self._begins, steps, side="right") - 1, 0)
        bounds = self._heights[part]
        self._near = np.unique(part[values * np.sign(bounds) > _NEAR_BOUND * np.abs(bounds)])  # never true of NaN
        if not len(self._near):
            return super().fit(steps, values)
        seen = np.concatenate((values, self._heights[self._near], [0.0]))
        return round_range(float(seen.min()), float(seen.max()))

    def update_heading(self) -> None:
        """Write the newest value, and the bound."""
        super().update_heading()
        at = len(self.bounds) if self.cursor is None else int(np.searchsorted(self._begins, self.cursor, "right"))
        bound = self.bounds[max(0, at - 1)][1]
        note = ""
        if bound is not None:
            words = _("possible ≤ {bound}") if bound > 0 else _("possible ≥ {bound}")
            note = words.format(bound=return_words(bound))
        self.heading.set_note(note)

    def apply_theme(self) -> None:
        """Use the colours of the theme."""
        super().apply_theme()
        self._bound_line.set_pen(pg.mkPen(QColor(self.theme.tokens.guide), width=1, style=Qt.PenStyle.DashLine))
