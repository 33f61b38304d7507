"""The plots of a run, one under the other on one axis of environment steps."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from playground.engine.metrics import Metrics
from playground.i18n import _
from playground.ui.plots.base import RIGHT_MARGIN, Plot
from playground.ui.plots.figures import nice_step
from playground.ui.plots.plots import PLOTS
from playground.ui.plots.return_plot import ReturnPlot
from playground.ui.plots.value_plot import ValuePlot
from playground.ui.theme import Theme, label_font

_LEAST_SPAN = 200.0  # steps in view at the beginning
TURNS = 5  # ticks in a round: each plot has one, so that it is drawn six times a second
_VIEW_REDRAW_MS = 40


class PlotsPanel(QWidget):
    """Shows one run's Metrics. `refresh` reads what is new; without anything new it draws nothing.

    The view follows the newest step until a person zooms or pans, and again after "Fit" or a double-click.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plots")
        self.setAccessibleName(_("Plots"))
        self.redraws = 0  # plots drawn so far
        self.follows = True
        self._theme = theme
        self._metrics: Metrics | None = None
        self._marks_version = -1
        self._stale = True
        self._end = 0.0
        self._view = (0.0, _LEAST_SPAN)
        self.plots: list[Plot] = [spec.make(spec, theme) for spec in PLOTS]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(0)
        for plot in self.plots:
            layout.addWidget(plot, plot.spec.share)
            plot.view_moved.connect(self._on_view_moved)
            plot.fit_wanted.connect(self.fit)
        self._caption = QLabel(_("environment steps"), self)
        self._caption.setFont(label_font())
        self._fit = QToolButton(self)
        self._fit.setText(_("Fit"))
        self._fit.setProperty("role", "small")
        self._fit.setObjectName("plots_fit")
        self._fit.setAccessibleName(_("Show the whole run again"))
        self._fit.setToolTip(_("Show the whole run again and follow it (double-click on a plot)"))
        room = self._fit.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._fit.setSizePolicy(room)
        self._fit.hide()
        self._fit.clicked.connect(self.fit)
        footer = QHBoxLayout()
        footer.setContentsMargins(4, 0, RIGHT_MARGIN, 0)
        footer.addWidget(self._fit)
        footer.addWidget(self._caption, 1, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(footer)
        self._turn = 0
        self._view_redraw = QTimer(self)
        self._view_redraw.setSingleShot(True)
        self._view_redraw.setInterval(_VIEW_REDRAW_MS)
        self._view_redraw.timeout.connect(self._redraw)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_metrics(self, metrics: Metrics, *, solved_at: float, keep_ghost: bool) -> None:
        """Show a new run from its beginning; with `keep_ghost` the last return curve stays in grey."""
        self._metrics = metrics
        self._marks_version = -1
        self._end = 0.0
        self._follow(True)
        for plot in self.plots:
            plot.setVisible(plot.spec.column in getattr(metrics, plot.spec.table).names)
            plot.start(metrics, keep_ghost)
            if isinstance(plot, ReturnPlot):
                plot.set_goal(solved_at)
        lowest = [plot for plot in self.plots if not plot.isHidden()][-1]
        for plot in self.plots:
            plot.set_labelled(plot is lowest)
        self._stale = True
        self.refresh()

    def set_best(self, mean: float, step: int) -> None:
        """Say how good the best policy so far is, and when it was found."""
        for plot in self.plots:
            if isinstance(plot, ReturnPlot):
                plot.set_best(mean, step)

    def set_value_bound(self, bound: float | None) -> None:
        """Say what no Q-value can rightly exceed, 1 / (1 - gamma) for a reward of 1 a step; None: not known."""
        for plot in self.plots:
            if isinstance(plot, ValuePlot) and plot.bound != bound:
                plot.set_value_bound(bound)
                self._stale = True

    def refresh(self) -> None:
        """Read what is new and redraw the plots it concerns."""
        metrics = self._metrics
        if metrics is None or not self.isVisible():
            return
        marks_version = metrics.marks_version  # before the marks, which may change meanwhile
        news = [plot for plot in self.plots if not plot.isHidden() and plot.read()]
        if marks_version != self._marks_version:
            self._marks_version = marks_version
            marks = tuple(metrics.marks)
            for plot in self.plots:
                plot.set_marks(marks)
            self._stale = True
        self._draw(self.plots if self._stale else news)
        self._stale = False

    def refresh_next(self) -> None:
        """Redraw one plot, in its turn: a redraw of all at once would hold up the window, and training with it.

        A change of the marks is drawn on all of them. When the run outgrows the part in view, each follows in its turn.
        """
        metrics = self._metrics
        if metrics is None or not self.isVisible():
            return
        self._turn = (self._turn + 1) % TURNS
        if self._turn >= len(self.plots):
            return
        plot = self.plots[self._turn]
        if self._stale or metrics.marks_version != self._marks_version:
            self.refresh()
        elif not plot.isHidden() and (plot.read() or plot.drawn != self._view):
            self._reach(plot.newest_step())
            plot.draw(*self._view)
            self.redraws += 1

    def fit(self) -> None:
        """Show the whole run and follow it."""
        self._follow(True)
        self._redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while the plots were hidden, and with the size they have now."""
        super().showEvent(event)
        self._view_redraw.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the changes anew where they are now."""
        super().resizeEvent(event)
        self._view_redraw.start()

    def _draw(self, news: list[Plot]) -> None:
        """Draw the plots that have news, and those that do not show the part of the run that is in view."""
        if not self.plots:
            return
        self._reach(max(plot.newest_step() for plot in self.plots))
        for plot in self.plots:
            if not plot.isHidden() and (plot in news or plot.drawn != self._view):
                plot.draw(*self._view)
                self.redraws += 1

    def _reach(self, newest: float) -> None:
        """Let the part that can be in view, and the one that is if it follows, reach beyond the newest step."""
        end = _round_end(newest)
        if end > self._end:
            self._end = end
            for plot in self.plots:
                plot.set_end(end)
        if self.follows:
            self._view = (0.0, self._end)

    def _redraw(self) -> None:
        self._stale = True
        self.refresh()

    def _follow(self, follows: bool) -> None:
        self.follows = follows
        self._fit.setHidden(follows)

    def _on_view_moved(self, first: float, last: float) -> None:
        """All plots look where a person looks; the points of that part follow a moment later."""
        self._view = (first, last)
        self._follow(first <= 0.0 and last >= self._end)
        for plot in self.plots:
            plot.look_at(first, last)
        self._view_redraw.start()

    def _on_theme_changed(self) -> None:
        tokens = self._theme.tokens
        self.setAutoFillBackground(True)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(tokens.panel))
        self.setPalette(palette)
        self._caption.setStyleSheet(f"color: {tokens.muted}; background: transparent;")
        self._fit.setStyleSheet(f"color: {tokens.accent_text};")


def _round_end(newest: float) -> float:
    """Return a round number of steps a little after the newest, so that the axis stands still most of the time."""
    wanted = max(1.01 * newest, _LEAST_SPAN)
    step = nice_step(wanted / 8)
    return math.ceil(wanted / step) * step
