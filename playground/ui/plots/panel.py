"""Panel of plots, one under the other on one axis of environment steps."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.engine.evaluation.value_bound import Bounds
from playground.engine.run.metrics import Metrics
from playground.i18n import _
from playground.ui.plots.base import Plot
from playground.ui.plots.drawing.footer import Footer
from playground.ui.plots.drawing.mark_list import MarkList, mark_list, marks_of
from playground.ui.plots.kinds.actions import ActionsPlot
from playground.ui.plots.kinds.reference_lines import ShownReferences
from playground.ui.plots.kinds.value import ValuePlot
from playground.ui.plots.single_click import SingleClick
from playground.ui.plots.spec import PlotSpec
from playground.ui.plots.stack import PlotStack
from playground.ui.plots.visible_steps import VisibleSteps
from playground.ui.support.limits import Limits
from playground.ui.theme.theme import Theme

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings

TURNS = 5  # ticks in a round, at least: each plot has one, so that it is drawn six times a second
REDRAWN_EVERY_S = 0.2  # all at once, where changes follow each other closely
_VIEW_REDRAW_MS = 40


class PlotsPanel(QWidget):
    """The plots of one run's Metrics; `refresh` draws those that have news.

    Of the plots that the run has the columns for, the first few are shown, until a person chooses others. The view
    follows the newest step until a person zooms or pans, and again after "Fit" or a double-click.
    """

    goto_requested = Signal(int)  # env steps

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plots")
        self.setAccessibleName(_("Plots"))
        self.redraws, self._theme = 0, theme  # plots drawn so far
        self._environment, self._actions = "", tuple[str, ...]()
        self._metrics: Metrics | None = None
        self._marks_seen: tuple[int, ...] = ()  # the versions of those that are drawn
        self._mark_list = mark_list(())
        self._second: tuple[Metrics | None, int] = (None, 0)  # another run, drawn from that step on
        self._difference: tuple[int | None, str] = (None, "")
        self._cursor: int | None = None  # the step that is seen, where that is not the newest
        self._turn, self._stale, self._redrawn_at = 0, True, 0.0
        self._steps = VisibleSteps()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(0)
        self._footer = Footer(self)
        self._footer.fit_wanted.connect(self.fit)
        self._footer.chooser.references_toggled.connect(self._show_references)
        layout.addWidget(self._footer)
        self._stack = PlotStack(layout, self._footer.chooser, self._make)
        for slot in (self._stack.choose, self._show_wanted):
            self._footer.chooser.toggled_plot.connect(slot)
        self._view_redraw = QTimer(self, singleShot=True, interval=_VIEW_REDRAW_MS)
        self._view_redraw.timeout.connect(self._redraw)
        self._click = SingleClick(self)
        self._click.clicked.connect(self.goto_requested)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._stack.show_wanted(Metrics())  # as in the run to come, most often

    @property
    def follows(self) -> bool:
        """Whether the view follows the newest step."""
        return self._steps.follows

    @property
    def plots(self) -> list[Plot]:
        """All plots that were shown so far, from top to bottom."""
        return self._stack.plots

    @property
    def shown(self) -> list[Plot]:
        """The plots that are shown, from top to bottom."""
        return self._stack.shown

    def set_run(self, metrics: Metrics, settings: Settings) -> None:
        """Show a new run; the last return curve stays if it is of the same environment."""
        is_same = settings.environment == self._environment
        self._environment, self._actions = settings.environment, settings.card.actions
        goal = settings.card.solved_at
        self.set_metrics(metrics, solved_at=math.nan if goal is None else goal, keep_ghost=is_same)

    def set_metrics(self, metrics: Metrics, *, solved_at: float, keep_ghost: bool) -> None:
        """Show a new run; with `keep_ghost` the last return curve stays in grey."""
        self._metrics = metrics
        self._marks_seen = ()
        self._second, self._difference = (None, 0), (None, "")
        self._steps.restart()
        self._show_following()
        self._stack.show_wanted(metrics)
        for plot in self.plots:
            if plot.spec.is_recorded_in(metrics):
                self._start(plot, metrics, keep_ghost)
        for returns in self._stack.returns:
            returns.set_goal(solved_at)
        self._redraw()

    def take_over(self, other: PlotsPanel) -> None:
        """Show the plots and the steps that another panel of this run shows."""
        for name, wanted in other._stack.chosen.items():
            self._stack.choose(name, wanted)
        self._show_wanted()
        self._show_references(other._stack.wants_references)
        if not other.follows:
            self._on_view_moved(*other._steps.range)

    def set_best(self, mean: float, step: int) -> None:
        """Show the mean return of the best policy so far, and when it was found."""
        for plot in self._stack.returns:
            plot.set_best(mean, step)

    def set_references(self, shown: ShownReferences | None) -> None:
        """Show what random actions and a rule return as lines, unless a person wants none."""
        self._stack.references = shown
        self._show_references(self._stack.wants_references)

    def _show_references(self, wanted: bool) -> None:
        self._stack.show_references(wanted)
        self._redraw()

    def set_second(self, metrics: Metrics | None, first: int = 0) -> None:
        """Draw another run dashed over this one from step `first` on; None for no other."""
        if metrics is self._second[0] and first == self._second[1]:
            return
        self._second = metrics, first
        for plot in self.plots:
            if plot.metrics is self._metrics:
                plot.set_second(metrics, first)
        self._redraw()

    def set_difference(self, step: int | None, words: str = "") -> None:
        """Mark the first step in which the second run differs; tooltips have the `words`."""
        if (step, words) != self._difference:
            self._difference = step, words
            for plot in self.plots:
                plot.set_difference(step, words)
            self._redraw()

    def set_cursor(self, step: int | None) -> None:
        """Mark the moment of the run that is shown; None for the present."""
        if step != self._cursor:
            self._cursor = step
            for plot in self.plots:
                plot.set_cursor(step)

    def set_value_bounds(self, bounds: Bounds) -> None:
        """Show from which step on no Q-value can exceed what, or, if negative, fall below."""
        for plot in self.plots:
            if isinstance(plot, ValuePlot) and plot.bounds != bounds:
                plot.set_value_bounds(bounds)
                self._stale = True

    def refresh(self) -> None:
        """Read what is new and redraw the plots it concerns."""
        if self._metrics is None or not self.isVisible():
            return
        versions = self._marks_versions()  # before the marks, which may change meanwhile
        news = [plot for plot in self.shown if plot.read()]
        if versions != self._marks_seen:
            self._marks_seen, marks = versions, self._marks()
            for plot in self.plots:
                plot.set_marks(marks)
            self._stale = True
        self._draw(self.shown if self._stale else news)
        self._stale, self._redrawn_at = False, time.perf_counter()

    def refresh_next(self) -> None:
        """Redraw one plot, in its turn.

        A redraw of all at once would hold up the window, and training with it. A change of the marks is drawn on all
        of them. When the run outgrows the part in view, each follows in its turn.
        """
        if self._metrics is None or not self.isVisible():
            return
        shown = self.shown
        self._turn = (self._turn + 1) % max(TURNS, len(shown))
        if self._turn >= len(shown):
            return
        plot = shown[self._turn]
        has_changed = self._stale or self._marks_versions() != self._marks_seen
        if has_changed and time.perf_counter() - self._redrawn_at >= REDRAWN_EVERY_S:
            self.refresh()
        elif plot.read() or plot.drawn != self._steps.range:
            self._extend(plot.newest_step())
            plot.draw(*self._steps.range)
            self.redraws += 1
            self._stack.fit_axes()

    def fit(self) -> None:
        """Show the whole run and follow it."""
        self._click.cancel()
        self._steps.follows = True
        self._show_following()
        self._redraw()

    def flush(self) -> None:
        """Draw at once what a change of view or size would have drawn a moment later."""
        self._view_redraw.stop()
        self._redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while the plots were hidden."""
        super().showEvent(event)
        self._view_redraw.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the labels of the changes anew."""
        super().resizeEvent(event)
        self._view_redraw.start()

    def _draw(self, news: list[Plot]) -> None:
        """Draw the plots that have news or do not show the steps in view."""
        shown = self.shown
        self._extend(max((plot.newest_step() for plot in shown), default=0.0))
        for plot in shown:
            if plot in news or plot.drawn != self._steps.range:
                plot.draw(*self._steps.range)
                self.redraws += 1
        self._stack.fit_axes()

    def _extend(self, newest: float) -> None:
        """Let the plots reach beyond the newest step."""
        if self._steps.extend(newest):
            for plot in self.plots:
                plot.set_end(self._steps.end)

    def _make(self, spec: PlotSpec) -> Plot:
        plot: Plot = spec.make(spec, self._theme)
        plot.setParent(self)
        plot.view_moved.connect(self._on_view_moved)
        plot.fit_wanted.connect(self.fit)
        plot.goto_requested.connect(self.goto_requested)
        plot.clicked.connect(self._click.begin)
        if self._steps.end:
            plot.set_end(self._steps.end)
        return plot

    def _start(self, plot: Plot, metrics: Metrics, keep_ghost: bool) -> None:
        if isinstance(plot, ActionsPlot):
            plot.set_actions(self._actions or metrics.actions.names[1:])
        plot.start(metrics, keep_ghost)
        plot.set_second(*self._second)
        plot.set_difference(*self._difference)
        plot.set_cursor(self._cursor)

    def set_limits(self, limits: Limits) -> None:
        """Show and offer no other plots than these limits allow."""
        self._stack.set_limits(limits)
        self._show_wanted()

    def _show_wanted(self) -> None:
        """Show the plots that are wanted; one that is new catches up with the run."""
        metrics = self._metrics
        if metrics is None:
            return self._stack.show_wanted(Metrics())
        before = set(self.shown)
        self._stack.show_wanted(metrics)
        for plot in set(self.shown) - before:
            if plot.metrics is not metrics:
                self._start(plot, metrics, keep_ghost=True)
            plot.set_marks(self._marks())
        return self._redraw()

    def _marks_versions(self) -> tuple[int, ...]:
        return tuple(metrics.marks_version for metrics in (self._metrics, self._second[0]) if metrics is not None)

    def _marks(self) -> MarkList:
        """Return the changes of the run, or of both."""
        self._mark_list = marks_of((self._metrics, self._second[0]), self._mark_list)
        return self._mark_list

    def _redraw(self) -> None:
        self._stale = True
        self.refresh()

    def _show_following(self) -> None:
        self._footer.show_following(self._steps.follows)
        self._click.waits = not self._steps.follows  # for a second one, which would show the whole run

    def _on_view_moved(self, first: float, last: float) -> None:
        """Show the same steps on all plots; the points of that part follow a moment later."""
        self._steps.look_at(first, last)
        self._show_following()
        for plot in self.plots:
            plot.look_at(first, last)
        self._view_redraw.start()

    def _on_theme_changed(self) -> None:
        self.setAutoFillBackground(True)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.tokens.panel))
        self.setPalette(palette)
        self._footer.set_colours(self._theme.tokens)
