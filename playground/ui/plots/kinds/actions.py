"""Plot of how often each action is taken: a line for each, in its colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics

from playground.engine.run.metrics import Metrics
from playground.i18n import _
from playground.ui.plots.base import Plot
from playground.ui.plots.drawing.axes import RIGHT_MARGIN
from playground.ui.plots.drawing.legend import Legend, LegendEntry
from playground.ui.plots.drawing.line import CurveLine
from playground.ui.plots.drawing.second_line import both_values
from playground.ui.plots.series import Series
from playground.ui.plots.spec import PlotSpec
from playground.ui.theme.palette import action_colours
from playground.ui.theme.theme import Theme, title_font

_TO_LEGEND = 12  # px


class ActionsPlot(Plot):
    """Shares of the actions, from 0 to 1.

    Their names stand beside the title or, where they have no room there, below it.
    """

    def __init__(self, spec: PlotSpec, theme: Theme) -> None:
        super().__init__(spec, theme)
        self._names: tuple[str, ...] = ()
        self._lines: list[CurveLine] = []
        self._series: list[Series] = []
        self._second_lines: list[CurveLine] = []
        self._second_series: list[Series] = []
        self._second_from = self._second_cursor = 0
        self._cursor = 0
        self.legend = Legend(self)
        self.apply_theme()

    def set_actions(self, names: tuple[str, ...]) -> None:
        """Set the names of the actions, untranslated."""
        self._names = names
        colours = action_colours(len(names))
        self.legend.show_entries(
            [LegendEntry("line", colour, name) for colour, name in zip(colours, names, strict=True)]
        )
        self.place_rows()

    def start(self, metrics: Metrics, keep_ghost: bool) -> None:
        """Show another run, from its beginning."""
        super().start(metrics, keep_ghost)
        n_actions = len(metrics.actions.names) - 1
        for lines, name in ((self._lines, "action"), (self._second_lines, "second_action")):
            while len(lines) < n_actions:
                lines.append(CurveLine(f"{name}_{len(lines)}"))
                self.view.addItem(lines[-1], ignoreBounds=True)
            for line in lines[n_actions:]:
                self.view.removeItem(line)
            del lines[n_actions:]
        self._series = [Series() for _line in self._lines]
        self._cursor = 0
        self.set_second(None, 0)
        self.apply_theme()

    def set_second(self, metrics: Metrics | None, first: int) -> None:
        """Draw the shares of another run too, dashed, from step `first` on; or none."""
        super().set_second(metrics, first)
        self._second_series = [Series() for _line in self._lines]
        self._second_from, self._second_cursor = first, 0

    def read(self) -> bool:
        """Take in the rows that are new."""
        assert self.metrics is not None
        rows = self.metrics.actions.since(self._cursor)
        self._cursor += len(rows)
        for number, series in enumerate(self._series):
            series.extend(rows[:, 0], rows[:, 1 + number])
        return self._read_second() or bool(len(rows))

    def _read_second(self) -> bool:
        if self.second is None:
            return False
        rows = self.second.actions.since(self._second_cursor)
        self._second_cursor += len(rows)
        late = rows[rows[:, 0] >= self._second_from]
        for number, series in enumerate(self._second_series):
            series.extend(late[:, 0], late[:, 1 + number])
        return bool(len(rows))

    def newest_step(self) -> float:
        """Return the step of the newest row."""
        return max((series.last_x for series in self._series), default=0.0)

    def draw_curves(self, first: float, last: float) -> tuple[float, float]:
        """Hand the lines to the painter."""
        lines, all_series = self._lines + self._second_lines, self._series + self._second_series
        for line, series in zip(lines, all_series, strict=True):
            steps, shares = series.trend(first, last)
            line.set_points(steps, shares)
            self.n_points += len(steps)
        return -0.1, 1.1

    def points(self) -> Sequence[NDArray[np.float64]]:
        """Return the steps of the rows."""
        return [series.steps for series in self._series[:1]]

    def values_at(self, step: int) -> str:
        """Write the share of each action, or those of both runs."""
        return both_values(*(self._shares(all_series, step) for all_series in (self._series, self._second_series)))

    def _shares(self, all_series: list[Series], step: int) -> str:
        shares = [(name, series.y_at(step)) for name, series in zip(self._names, all_series, strict=False)]
        said = [
            _("{name} {value}").format(name=_(name), value=f"{share:.2f}")
            for name, share in shares
            if share is not None
        ]
        return ", ".join(said)

    def update_heading(self) -> None:
        """Leave the title as it is: the names stand beside it."""

    def place_rows(self) -> None:
        """Put the names beside the title, or, where they have no room there, below it."""
        if not hasattr(self, "legend"):  # the base places its rows before there is one
            return
        left = QFontMetrics(title_font()).horizontalAdvance(self.heading.title) + _TO_LEGEND
        beside = left + self.legend.needed_width() <= self.width() - RIGHT_MARGIN
        self.rows = [self.heading] if beside else [self.heading, self.legend]
        super().place_rows()
        if beside:
            row = self.heading.geometry()
            self.legend.setGeometry(left, row.y(), row.right() - left, row.height())

    def apply_theme(self) -> None:
        """Use the colours of the theme."""
        super().apply_theme()
        tokens = self.theme.tokens
        self.legend.set_colours(tokens)
        for line, second, colour in zip(self._lines, self._second_lines, action_colours(len(self._lines)), strict=True):
            line.set_pen(pg.mkPen(QColor(getattr(tokens, colour)), width=1))
            second.set_pen(pg.mkPen(QColor(getattr(tokens, colour)), width=1, style=Qt.PenStyle.DashLine))
