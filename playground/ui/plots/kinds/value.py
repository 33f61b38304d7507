"""Plot of the mean Q-value, with a line at the bound that the rewards allow."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from playground.engine.run.metrics import Metrics
from playground.i18n import _
from playground.number_text import return_words
from playground.ui.plots.kinds.curve import CurvePlot, round_range
from playground.ui.plots.spec import PlotSpec
from playground.ui.theme.theme import Theme

_NEAR_BOUND = 0.5  # of the bound: values above this bring its line into view


class ValuePlot(CurvePlot):
    """The curve, and a dashed line at the bound once the values come near it."""

    def __init__(self, spec: PlotSpec, theme: Theme) -> None:
        self.bound: float | None = None
        self._bound_line = pg.InfiniteLine(angle=0)
        self._bound_line.setObjectName("bound")
        super().__init__(spec, theme)
        self._bound_line.setVisible(False)
        self._bound_line.setZValue(-5)
        self.view.addItem(self._bound_line, ignoreBounds=True)

    def set_value_bound(self, bound: float | None) -> None:
        """Set what no discounted return can exceed, or, if negative, fall below.

        None where it is not known; see engine/evaluation/value_bound.py.
        """
        self.bound = bound
        if bound is not None:
            self._bound_line.setValue(bound)

    def start(self, metrics: Metrics, keep_ghost: bool) -> None:
        """Show another run; its bound is set again."""
        super().start(metrics, keep_ghost)
        self.bound = None

    def fit(self, values: np.ndarray) -> tuple[float, float]:
        """Return the heights of the values, and the bound when they have come near it."""
        near = self.bound is not None and len(values) > 0 and _is_near(values, self.bound)
        self._bound_line.setVisible(near)
        if not near:
            return super().fit(values)
        seen = (float(values.min()), float(values.max()), self.bound, 0.0)
        return round_range(min(seen), max(seen))

    def update_heading(self) -> None:
        """Write the newest value, and the bound."""
        super().update_heading()
        note = ""
        if self.bound is not None:
            words = _("possible ≤ {bound}") if self.bound > 0 else _("possible ≥ {bound}")
            note = words.format(bound=return_words(self.bound))
        self.heading.set_note(note)

    def apply_theme(self) -> None:
        """Use the colours of the theme."""
        super().apply_theme()
        pen = pg.mkPen(QColor(self.theme.tokens.guide), width=1, style=Qt.PenStyle.DashLine)
        self._bound_line.setPen(pen)


def _is_near(values: np.ndarray, bound: float) -> bool:
    extreme = float(values.max()) if bound > 0 else -float(values.min())
    return extreme > _NEAR_BOUND * abs(bound)
