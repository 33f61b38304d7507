"""Main window: places the parts, begins and ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget

from playground.i18n import _
from playground.ui.theme.theme import Theme
from playground.ui.window.commands.menus import Menus
from playground.ui.window.commands.recent_runs_menu import RecentRunsMenu
from playground.ui.window.details_fold import DetailsFold
from playground.ui.window.ending import end_in_order
from playground.ui.window.focus_return import FocusReturn
from playground.ui.window.layout import SMALLEST, WindowLayout, scrolled, stacked
from playground.ui.window.parts import WindowParts
from playground.ui.window.startup import Startup
from playground.ui.window.window_state import WindowState
from playground.ui.window.wiring import connect
from playground.ui.window.workspaces.tabs import WorkspaceTabs
from playground.ui.window.workspaces.workspaces import Workspaces

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings
    from playground.ui.plots.panel import PlotsPanel


class MainWindow(WindowParts):
    """One run, one view, one loaded policy."""

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__(settings, theme)
        self.setObjectName("main_window")
        self.setWindowTitle(_("RL Playground"))
        self.setMinimumSize(SMALLEST)
        self.setDockNestingEnabled(False)
        self._place()
        connect(self)
        self.menus = Menus(self, self.actions_by_name, self.docks, self.files, self.recent, theme)
        RecentRunsMenu(self.recent_runs, self.menus.recent_runs, self)
        self.start_up = Startup(self._after_first_paint(), self)
        self.panels.remember_default()
        self.state = WindowState(self.panels, self.workspaces, self.fold, self.hyper_panel, self.speed)
        self.state.restore()
        for part in (self.status, self.run_bar):
            part.show_snapshot(self.controller.latest)

    def _after_first_paint(self) -> list[Callable[[], object]]:
        return [
            self.view.begin,
            self._put_plots,
            self.controller.start,
            self.controller.has_loaded,
            self.pairs.find_available,
            self.hyper_panel.build_rest,
            self.autosave.begin,
            self.recovery.begin,
            self.lessons.resume,
        ]

    def _place(self) -> None:
        self.addToolBar(self.run_bar)
        self.setStatusBar(self.status)
        own = self.what_if_card, self.place_card, self.play.place
        middle = (self.notice, self.pair, self.fork_bar, *own, self.bars, self.replay_bar)
        picture = scrolled(stacked(middle, stretched=self.pair, top=8, spacing=8), "middle_scroll")
        self.panels = WindowLayout(self, self.hyper_panel, self.timeline_bar, self.details)
        self.workspaces = Workspaces(
            self, self.panels, picture, self.lesson_panel, self.actions_by_name, self.inside.make_panels
        )
        self.inside.follow(self.workspaces)
        self.learn.follow(self.workspaces, self.panels)
        self.run_bar.put_workspaces(WorkspaceTabs(self.workspaces))
        cards = (self.notice, self.fork_bar, *own, self.replay_bar)
        self.fold = DetailsFold(self.details, self.speed, self.panels, self.pair, cards, self.icons, self)
        self.controller.snapshot_shown.connect(self.fold.show_snapshot)
        self.place.holding_changed.connect(self.fold.stay)
        self.actions_by_name["act_restore_layout"].triggered.connect(self._bring_back)
        self.focus_return = FocusReturn(cards, (self.details.pages, *self.docks), self.view, self)

    def _put_plots(self) -> None:
        self.panels.put_plots(self.plots_presenter.make())
        self.learn.limit_plots()

    @property
    def docks(self) -> tuple[QDockWidget, ...]:
        """The panels that can be moved, closed and brought back."""
        return self.panels.docks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.start_up.begin()

    @property
    def plots(self) -> PlotsPanel | None:
        """The plots, once they are made."""
        return self.plots_presenter.plots

    @property
    def replaying(self) -> bool:
        """Whether the view shows a replay instead of training."""
        return self.view_presenter.replaying

    def _bring_back(self) -> None:
        self.fold.forget()
        self.workspaces.bring_back()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.start_up.end()
        self.learn.put_aside()
        self.state.save()
        self.hide()
        self.player.pause()
        self.play.stop()
        if not end_in_order(self.controller, self.policies.tasks, self.autosave, self.recovery, self.recent_runs):
            os._exit(0)
        super().closeEvent(event)
