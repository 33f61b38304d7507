"""Presenter for the plots: gives them the run, what is new in it, and its bounds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.engine.evaluation.value_bound import Bounds, ValueBounds
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot

if TYPE_CHECKING:
    from playground.engine.run.metrics import Metrics
    from playground.engine.run.settings import Settings
    from playground.ui.plots.panel import PlotsPanel

MOVED_EVERY_S = 0.2  # while it walks through the past: the cursor is on every plot, and each is painted anew for it


class PlotsPresenter(QObject):
    """The panel of plots once it is made, kept up to date."""

    goto_requested = Signal(int)  # env steps

    def __init__(self, controller: Controller, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._theme = controller, theme
        self.plots: PlotsPanel | None = None  # made after the first paint: importing pyqtgraph takes a while
        self._run: Snapshot | None = None  # as it began to be shown
        self._moved_at = 0.0
        self._bounds: tuple[object, ValueBounds | None] = (None, None)  # of what run
        self._shown_bounds: tuple[int, Bounds] = (-1, ())  # of what version of its marks
        controller.plots_due.connect(self._on_plots_due)
        controller.run_replaced.connect(self._on_run_replaced)

    def make(self) -> PlotsPanel:
        """Make the plots."""
        from playground.ui.plots.panel import PlotsPanel

        self.plots = plots = PlotsPanel(self._theme)
        plots.goto_requested.connect(self.goto_requested)
        if self._run is not None:
            self._on_run_replaced(self._run)
            self._on_plots_due(self._controller.latest, True)
        return plots

    def _on_plots_due(self, snapshot: Snapshot, all_of_them: bool) -> None:
        if self.plots is None:
            return
        if snapshot.best is not None:
            self.plots.set_best(*snapshot.best)
        if snapshot.settings is not None:
            self._show_bounds(snapshot.settings, snapshot.metrics)
        now = time.perf_counter()
        if all_of_them or now - self._moved_at >= MOVED_EVERY_S:
            self._moved_at = now
            fork = snapshot.fork
            is_past = snapshot.is_past or (fork is not None and snapshot.n_steps < fork.a_steps)
            self.plots.set_cursor(snapshot.n_steps if is_past else None)
        if all_of_them:
            self.plots.refresh()
        else:
            self.plots.refresh_next()

    def _show_bounds(self, settings: Settings, metrics: Metrics | None) -> None:
        """Show what the values could be from each change of the run on."""
        if self.plots is None or metrics is None:
            return
        known, bounds = self._bounds
        if known is not metrics or bounds is None:
            bounds = ValueBounds(settings.card, settings.values())
            self._bounds, self._shown_bounds = (metrics, bounds), (-1, ())
        version = metrics.marks_version
        if version != self._shown_bounds[0]:
            self._shown_bounds = version, bounds.of(tuple(metrics.marks))
        self.plots.set_value_bounds(self._shown_bounds[1])

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        self._run = snapshot
        if self.plots is not None and snapshot.settings is not None:
            self.plots.set_run(snapshot.metrics, snapshot.settings)
