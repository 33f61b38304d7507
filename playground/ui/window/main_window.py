"""The window: places the panels and connects them; what they do is written elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QTabWidget, QVBoxLayout, QWidget

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
from playground.ui.files.recipe_presenter import SUFFIX as RECIPE_SUFFIX
from playground.ui.files.recipe_presenter import RecipePresenter
from playground.ui.files.recovery import RecoveryPresenter
from playground.ui.files.session_presenter import SUFFIX as SESSION_SUFFIX
from playground.ui.files.session_presenter import SessionPresenter
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
from playground.ui.trainer.messages import Snapshot, TrainerState
from playground.ui.view.action_bars import ActionBars
from playground.ui.view.env_view import EnvView
from playground.ui.view.first_picture import draw_first_picture
from playground.ui.view.moment_buttons import MomentButtons
from playground.ui.view.replay_bar import ReplayBar
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.side_by_side import SideBySide
from playground.ui.view.speed_control import SpeedControl
from playground.ui.view.step_panel import StepPanel
from playground.ui.view.view_presenter import ViewPresenter
from playground.ui.window.actions import make_actions
from playground.ui.window.help_presenter import HelpPresenter
from playground.ui.window.layout import WindowLayout
from playground.ui.window.menus import Menus
from playground.ui.window.run_bar import RunBar
from playground.ui.window.startup import Startup
from playground.ui.window.status_bar import StatusBar
from playground.ui.window.view_keys import ViewKeys
from playground.ui.window.window_state import remember, restore

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings
    from playground.engine.run.trace import Trace
    from playground.ui.plots.panel import PlotsPanel

SIZE = (1280, 800)
SMALLEST = (1000, 640)


class MainWindow(QMainWindow):
    """One run, one view, one loaded policy."""

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(_("RL Playground"))
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self.setDockNestingEnabled(False)
        card = settings.card
        self.icons = Icons(theme, self)
        self.actions_by_name = make_actions(self, self.icons)
        self.controller = Controller(settings, self)
        self.notice = Notice()
        self.view = EnvView(theme, card, first_picture=draw_first_picture)
        self.pair = SideBySide(self.view, theme, card)
        self.fork_bar = ForkBar()
        self.bars = ActionBars(theme, settings)
        self.speed = SpeedControl(card.steps_per_second)
        self.player = ReplayPlayer(self)
        self.replay_bar = ReplayBar(self.player, self.icons)
        self.what_if_card = WhatIfCard(theme, self.icons)
        self.hyper_panel = HyperPanel(self.icons, rest_later=True)
        self.step_panel = StepPanel(settings)
        self.policy_panel = PolicyPanel()
        self.breakpoints_panel = BreakpointsPanel(settings)
        self.plots_presenter = PlotsPresenter(self.controller, theme, self)
        self.timeline_bar = TimelineBar(self.actions_by_name, theme)
        self.run_bar = RunBar(self.actions_by_name, self.speed, self.icons)
        self.status = StatusBar()
        self.training = TrainingPresenter(self.controller, self.hyper_panel, self.notice, settings, self)
        self.recent = RecentFiles(self)
        self.policies = PolicyPresenter(
            self.controller, self.player, self.policy_panel, self.replay_bar, self.notice, self.recent, self
        )
        self.recipes = RecipePresenter(self.controller, self.notice, self.recent, self.policies.tasks, self)
        self.sessions = SessionPresenter(self.controller, self.notice, self.recent, self.policies.tasks, self)
        self.autosave = Autosaver(self.controller, self.notice, self)
        self.recovery = RecoveryPresenter(self.controller, self.notice, self.sessions, self.autosave, self)
        opens = {SESSION_SUFFIX: self.sessions.open, RECIPE_SUFFIX: self.recipes.open}
        self.files = FileOpener(opens, self.policies.open, self.recent, self)
        self.breakpoints = BreakpointsPresenter(self.controller, self.breakpoints_panel, self.notice, self)
        self.pairs = PairPresenter(self.hyper_panel.pair, self.training, self)
        self.environments = EnvironmentPresenter(self.policies.tasks, self._used_environments, self)
        self.view_presenter = ViewPresenter(
            self.controller, self.view, self.bars, self.step_panel, self.speed, self.player, self.replay_bar, settings,
            self,
        )  # fmt: skip
        self.what_if = WhatIfPresenter(
            self.controller, self.view_presenter, self.view, self.player, self.what_if_card,
            self.actions_by_name["act_what_if"], self.notice, self.policies.tasks, theme, self,
        )  # fmt: skip
        self.forks = ForkPresenter(
            self.controller, self.view_presenter, self.pair, self.fork_bar, self.plots_presenter, self.actions_by_name["act_fork"],
            self.actions_by_name["act_save_session"], self.notice, self,
        )  # fmt: skip
        self.timeline = TimelinePresenter(
            self.controller, self.timeline_bar, self.view, self.view_presenter, self.actions_by_name, self
        )  # fmt: skip
        self.keys = ViewKeys(
            self.view, self.run_bar, self.actions_by_name, self.training, self.timeline, self.view_presenter, self.player, self
        )  # fmt: skip
        self.help = HelpPresenter(self.controller, self.actions_by_name, self.notice, theme, self)
        self.drop = FileDrop(self)
        self.start_up = Startup(self)
        self._shown_trace: Trace | None = None
        self._place()
        self.menus = Menus(self, self.actions_by_name, theme)
        self._connect()
        self.panels.remember_default()
        restore(self)
        self.status.show_snapshot(self.controller.latest)
        self.run_bar.show_snapshot(self.controller.latest)

    # Placing

    def _place(self) -> None:
        self.addToolBar(self.run_bar)
        self.setStatusBar(self.status)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addWidget(self.pair, 1)
        layout.addWidget(self.what_if_card)
        layout.addWidget(self.bars)
        layout.addWidget(self.replay_bar)
        self.setCentralWidget(middle)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("details_tabs")
        self._tabs.setAccessibleName(_("Details"))
        self._tabs.setDocumentMode(True)
        asked = [self.actions_by_name[name] for name in ("act_what_if", "act_fork")]
        self._tabs.setCornerWidget(MomentButtons(asked))
        self._tabs.addTab(self.step_panel, _("This step"))
        self._tabs.addTab(self.policy_panel, _("Loaded policy"))
        self._tabs.addTab(self.breakpoints_panel, _("Breakpoints"))
        past = QWidget()
        rows = QVBoxLayout(past)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.fork_bar)
        rows.addWidget(self.timeline_bar)
        self.panels = WindowLayout(self, self.hyper_panel, _placeholder(), past, self._tabs)

    @property
    def docks(self) -> tuple[QDockWidget, ...]:
        """The panels that can be moved, closed and brought back."""
        return self.panels.docks

    def _connect(self) -> None:
        does = {
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
            "act_restore_layout": self.panels.bring_back,
        }
        for name, slot in does.items():
            self.actions_by_name[name].triggered.connect(slot)
        self.environments.environments_changed.connect(self.pairs.refresh)
        self.drop.dropped.connect(self._on_dropped)
        self.speed.speed_changed.connect(self.controller.set_speed)
        self.controller.set_speed(self.speed.speed)
        self.controller.snapshot_shown.connect(self._on_snapshot)
        self.policies.replay_began.connect(self.view_presenter.enter_replay)
        self.recipes.run_wanted.connect(self.training.follow)
        self.sessions.run_wanted.connect(self.training.go_on_with)
        self.forks.save_run_wanted.connect(self.sessions.ask_where_to_save_beside_fork)
        self.policies.policy_loaded.connect(self._on_policy_loaded)
        self.policy_panel.train_on_requested.connect(self._on_train_on)
        for presenter in (self.training, self.timeline):
            presenter.training_wanted.connect(self.view_presenter.leave_replay)
        self.breakpoints.run_wanted.connect(self.training.toggle_run)

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

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.status.show_snapshot(snapshot)
        self.run_bar.show_snapshot(snapshot)
        if snapshot.state is not TrainerState.RUNNING:
            self.step_panel.show_trace(snapshot.trace)
            if snapshot.trace is not None and snapshot.trace is not self._shown_trace:
                self._tabs.setCurrentWidget(self.step_panel)
            self._shown_trace = snapshot.trace

    def _on_policy_loaded(self) -> None:
        self._tabs.setCurrentWidget(self.policy_panel)

    def _on_train_on(self) -> None:
        if self.policies.loaded is not None:
            self.training.train_on(self.policies.loaded)

    def _used_environments(self) -> set[str]:
        policies = (self.policies.loaded, self.player.policy)
        used = {policy.settings.environment for policy in policies if policy is not None}
        return used | {self.training.pair[0], self.training.next_pair[0]}

    def show_problem(self, message: str) -> None:
        """Say that something went wrong."""
        self.notice.show_message(message, kind="error")

    def _on_dropped(self, path: Path) -> None:
        self.files.open(str(path))

    # Closing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.start_up.end()
        remember(self)
        self.hide()
        self.player.pause()
        ended = self.controller.close()
        QCoreApplication.sendPostedEvents(self.controller)  # a policy that was asked for is saved to the end
        self.policies.tasks.close()
        self.recovery.close()
        self.autosave.close()
        if not ended:
            os._exit(0)  # the trainer imports torch, and would hold up the end for seconds
        super().closeEvent(event)


def _placeholder() -> QLabel:
    label = QLabel(_("Getting the plots ready"))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setProperty("role", "muted")
    return label
