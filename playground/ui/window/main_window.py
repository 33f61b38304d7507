"""Main window: makes the parts and connects them.

What the parts do stands elsewhere; they know nothing of the window.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from playground.i18n import _
from playground.ui.breakpoints.panel import BreakpointsPanel
from playground.ui.breakpoints.presenter import BreakpointsPresenter
from playground.ui.environments.presenter import EnvironmentPresenter
from playground.ui.files.autosave import Autosaver
from playground.ui.files.file_drop import FileDrop
from playground.ui.files.open_file import FileOpener
from playground.ui.files.policy_panel import PolicyPanel
from playground.ui.files.policy_presenter import PolicyPresenter
from playground.ui.files.recent_files import RecentFiles
from playground.ui.files.recent_runs import RecentRunsPresenter
from playground.ui.files.recipe_presenter import SUFFIX as RECIPE_SUFFIX
from playground.ui.files.recipe_presenter import RecipePresenter
from playground.ui.files.recovery import RecoveryPresenter
from playground.ui.files.session_presenter import SUFFIX as SESSION_SUFFIX
from playground.ui.files.session_presenter import SessionPresenter
from playground.ui.files.video_presenter import VideoPresenter
from playground.ui.hyper.pair_presenter import PairPresenter
from playground.ui.hyper.panel import HyperPanel
from playground.ui.hyper.training_presenter import TrainingPresenter
from playground.ui.plots.presenter import PlotsPresenter
from playground.ui.support.notice import Notice
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme
from playground.ui.timeline.bar import TimelineBar
from playground.ui.timeline.fork_bar import ForkBar
from playground.ui.timeline.fork_presenter import ForkPresenter
from playground.ui.timeline.presenter import TimelinePresenter
from playground.ui.timeline.what_if_card import WhatIfCard
from playground.ui.timeline.what_if_presenter import WhatIfPresenter
from playground.ui.trainer.controller import Controller
from playground.ui.view.action_bars import ActionBars
from playground.ui.view.env_view import EnvView
from playground.ui.view.first_picture import draw_first_picture
from playground.ui.view.replay_bar import ReplayBar
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.side_by_side import SideBySide
from playground.ui.view.speed_control import SpeedControl
from playground.ui.view.view_presenter import ViewPresenter
from playground.ui.window.actions import make_actions
from playground.ui.window.details_fold import DetailsFold
from playground.ui.window.details_tabs import DetailsTabs
from playground.ui.window.ending import end_in_order
from playground.ui.window.ends_presenter import EndsPresenter
from playground.ui.window.focus_return import FocusReturn
from playground.ui.window.help_presenter import HelpPresenter
from playground.ui.window.layout import SMALLEST, WindowLayout, scrolled, stacked
from playground.ui.window.menus import Menus
from playground.ui.window.recent_runs_menu import RecentRunsMenu
from playground.ui.window.run_bar import RunBar
from playground.ui.window.startup import Startup
from playground.ui.window.status_bar import StatusBar
from playground.ui.window.view_keys import ViewKeys
from playground.ui.window.window_state import WindowState
from playground.ui.window.workspaces.inside_presenter import InsidePresenter
from playground.ui.window.workspaces.tabs import WorkspaceTabs
from playground.ui.window.workspaces.workspaces import Workspaces

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings
    from playground.ui.plots.panel import PlotsPanel


class MainWindow(QMainWindow):
    """One run, one view, one loaded policy."""

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(_("RL Playground"))
        self.setMinimumSize(SMALLEST)
        self.setDockNestingEnabled(False)
        self._make_parts(settings, theme)
        self._make_presenters(settings, theme)
        self._place()
        self._connect()
        self.menus = Menus(self, self.actions_by_name, self.docks, self.files, self.recent, theme)
        RecentRunsMenu(self.recent_runs, self.menus.recent_runs, self)
        self.start_up = Startup(self._after_first_paint(), self)
        self.panels.remember_default()
        self.state = WindowState(self.panels, self.workspaces, self.fold, self.hyper_panel, self.speed)
        self.state.restore()
        for part in (self.status, self.run_bar):
            part.show_snapshot(self.controller.latest)

    # Making

    def _make_parts(self, settings: Settings, theme: Theme) -> None:
        card = settings.card
        self.icons = Icons(theme, self)
        self.actions_by_name = make_actions(self, self.icons)
        self.notice = Notice()
        self.view = EnvView(theme, card, first_picture=draw_first_picture)
        self.pair = SideBySide(self.view, theme, card)
        self.fork_bar = ForkBar()
        self.bars = ActionBars(theme, settings)
        self.speed = SpeedControl(card.steps_per_second)
        self.player = ReplayPlayer(self)
        self.replay_bar = ReplayBar(self.player, self.actions_by_name["act_save_video"], self.icons)
        self.what_if_card = WhatIfCard(theme, self.icons)
        self.hyper_panel = HyperPanel(self.icons, rest_later=True)
        self.policy_panel = PolicyPanel()
        self.breakpoints_panel = BreakpointsPanel(settings)
        self.timeline_bar = TimelineBar(self.actions_by_name, theme)
        self.run_bar = RunBar(self.actions_by_name, self.speed, self.icons)
        self.status = StatusBar()
        moment_actions = [self.actions_by_name[name] for name in ("act_what_if", "act_fork")]
        self.details = DetailsTabs(self.policy_panel, self.breakpoints_panel, moment_actions)
        self.drop = FileDrop(self)

    def _make_presenters(self, settings: Settings, theme: Theme) -> None:
        self.controller = controller = Controller(settings, self)
        notice, actions = self.notice, self.actions_by_name
        self.plots_presenter = PlotsPresenter(controller, theme, self)
        self.training = TrainingPresenter(controller, self.hyper_panel, notice, settings, self)
        self.recent = RecentFiles(self)
        self.policies = PolicyPresenter(
            controller, self.player, self.policy_panel, self.replay_bar, notice, self.recent, self
        )
        tasks = self.policies.tasks
        self.videos = VideoPresenter(self.player, self.replay_bar, notice, self.recent, tasks, self)
        self.recipes = RecipePresenter(controller, notice, self.recent, tasks, self)
        self.sessions = SessionPresenter(controller, notice, self.recent, tasks, self)
        self.autosave = Autosaver(controller, notice, self)
        self.recent_runs = RecentRunsPresenter(controller, notice, self.sessions, self)
        self.recovery = RecoveryPresenter(controller, notice, self.sessions, self.autosave, self.recent_runs, self)
        opens = {SESSION_SUFFIX: self.sessions.open, RECIPE_SUFFIX: self.recipes.open}
        self.files = FileOpener(opens, self.policies.open, self.recent, self)
        self.breakpoints = BreakpointsPresenter(controller, self.breakpoints_panel, notice, self)
        self.ends = EndsPresenter(controller, notice, self)
        self.pairs = PairPresenter(self.hyper_panel.pair, self.training, self)
        self.environments = EnvironmentPresenter(tasks, self._used_environments, self)
        self.view_presenter = ViewPresenter(
            controller, self.view, self.bars, self.speed, self.player, self.replay_bar, settings, self
        )
        self.what_if = WhatIfPresenter(
            controller,
            self.view_presenter,
            self.view,
            self.player,
            self.what_if_card,
            actions["act_what_if"],
            notice,
            tasks,
            theme,
            self,
        )
        self.forks = ForkPresenter(
            controller,
            self.view_presenter,
            self.pair,
            self.fork_bar,
            self.plots_presenter,
            actions["act_fork"],
            actions["act_save_session"],
            notice,
            self,
        )
        self.timeline = TimelinePresenter(controller, self.timeline_bar, self.view, self.view_presenter, actions, self)
        self.plots_presenter.goto_requested.connect(self.timeline.goto)
        self.inside = InsidePresenter(
            controller,
            self.timeline,
            self.view_presenter,
            self.player,
            self.pair,
            self.speed,
            actions,
            theme,
            tasks,
            self,
        )
        self.keys = ViewKeys(
            self.view, self.run_bar, actions, self.training, self.timeline, self.view_presenter, self.player, self
        )
        self.help = HelpPresenter(controller, actions, notice, self.recent, theme, self)

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
        ]

    # Placing

    def _place(self) -> None:
        self.addToolBar(self.run_bar)
        self.setStatusBar(self.status)
        middle = (self.notice, self.pair, self.fork_bar, self.what_if_card, self.bars, self.replay_bar)
        picture = scrolled(stacked(middle, stretched=self.pair, top=8, spacing=8), "middle_scroll")
        self.panels = WindowLayout(self, self.hyper_panel, self.timeline_bar, self.details)
        self.workspaces = Workspaces(self, self.panels, picture, self.actions_by_name, self.inside.make_panels)
        self.inside.follow(self.workspaces)
        self.run_bar.put_workspaces(WorkspaceTabs(self.workspaces))
        cards = (self.notice, self.fork_bar, self.what_if_card, self.replay_bar)
        self.fold = DetailsFold(self.details, self.speed, self.panels, self.pair, cards, self.icons, self)
        self.focus_return = FocusReturn(cards, (self.details.pages, *self.docks), self.view, self)

    def _put_plots(self) -> None:
        self.panels.put_plots(self.plots_presenter.make())

    @property
    def docks(self) -> tuple[QDockWidget, ...]:
        """The panels that can be moved, closed and brought back."""
        return self.panels.docks

    def _connect(self) -> None:
        slots = {
            "act_run": self.training.toggle_run,
            "act_step": self.training.step,
            "act_step_episode": self.training.step_episode,
            "act_to_present": self.timeline.to_present,
            "act_reset": self.training.reset,
            "act_evaluate": self.controller.evaluate,
            "act_save": self.policies.ask_where_to_save,
            "act_load": self.files.ask,
            "act_save_session": self.sessions.ask_where_to_save,
            "act_save_recipe": self.recipes.ask_where_to_save,
            "act_copy_recipe": self.recipes.copy,
            "act_paste_recipe": self.recipes.paste,
            "act_replay": self.policies.replay,
            "act_add_environment": self.environments.ask,
            "act_quit": self.close,
            "act_restore_layout": self._bring_back,
        }
        for name, slot in slots.items():
            self.actions_by_name[name].triggered.connect(slot)
        self.environments.environments_changed.connect(self.pairs.refresh)
        self.drop.dropped.connect(self.files.open_path)
        self.speed.speed_changed.connect(self.controller.set_speed)
        self.controller.set_speed(self.speed.speed)
        for part in (self.status, self.run_bar, self.details, self.fold):
            self.controller.snapshot_shown.connect(part.show_snapshot)
        self.policies.replay_began.connect(self.view_presenter.enter_replay)
        self.recipes.run_wanted.connect(self.training.follow)
        self.sessions.run_wanted.connect(self.training.go_on_with)
        self.forks.save_run_wanted.connect(self.sessions.ask_where_to_save_beside_fork)
        self.policies.policy_loaded.connect(self.details.show_policy)
        self.policy_panel.train_on_requested.connect(self._on_train_on)
        for presenter in (self.training, self.timeline):
            presenter.training_wanted.connect(self.view_presenter.leave_replay)
        self.breakpoints.run_wanted.connect(self.training.toggle_run)
        self.breakpoints.step_wanted.connect(self.training.step)
        self.ends.replay_wanted.connect(self.policies.replay_best)
        self.ends.save_wanted.connect(self.policies.ask_where_to_save)
        self.ends.run_wanted.connect(self.training.toggle_run)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.start_up.begin()

    # Showing

    @property
    def plots(self) -> PlotsPanel | None:
        """The plots, once they are made."""
        return self.plots_presenter.plots

    @property
    def replaying(self) -> bool:
        """Whether the view shows a replay instead of training."""
        return self.view_presenter.replaying

    def _on_train_on(self) -> None:
        if self.policies.loaded is not None:
            self.training.train_on(self.policies.loaded)

    def _used_environments(self) -> set[str]:
        policies = (self.policies.loaded, self.player.policy)
        used = {policy.settings.environment for policy in policies if policy is not None}
        return used | {self.training.pair[0], self.training.next_pair[0]}

    def _bring_back(self) -> None:
        self.fold.forget()
        self.workspaces.bring_back()

    # Closing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.start_up.end()
        self.state.save()
        self.hide()
        self.player.pause()
        if not end_in_order(self.controller, self.policies.tasks, self.autosave, self.recovery, self.recent_runs):
            os._exit(0)
        super().closeEvent(event)
