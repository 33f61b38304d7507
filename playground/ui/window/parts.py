"""Parts of the main window and their presenters.

What they do stands elsewhere; they know nothing of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from playground.ui.breakpoints.panel import BreakpointsPanel
from playground.ui.breakpoints.presenter import BreakpointsPresenter
from playground.ui.environments.presenter import EnvironmentPresenter
from playground.ui.files.autosave import Autosaver
from playground.ui.files.file_drop import FileDrop
from playground.ui.files.open_file import LESSON_SUFFIX, FileOpener
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
from playground.ui.hands.compare.presenter import ComparePresenter
from playground.ui.hands.film.presenter import TrainingFilmPresenter
from playground.ui.hands.gallery.presenter import GalleryPresenter
from playground.ui.hands.place.card import PlaceCard
from playground.ui.hands.place.presenter import PlacePresenter
from playground.ui.hands.play.presenter import PlayPresenter
from playground.ui.hands.push.presenter import PushPresenter
from playground.ui.hyper.pair_presenter import PairPresenter
from playground.ui.hyper.panel import HyperPanel
from playground.ui.hyper.training_presenter import TrainingPresenter
from playground.ui.learn.links import LessonLinks, allowed
from playground.ui.learn.panel import LessonPanel
from playground.ui.learn.presenter import LessonPresenter
from playground.ui.learn.shelf import Shelf
from playground.ui.plots.presenter import PlotsPresenter
from playground.ui.plots.reference_presenter import ReferencePresenter
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
from playground.ui.window.commands.actions import make_actions
from playground.ui.window.details_tabs import DetailsTabs
from playground.ui.window.ends_presenter import EndsPresenter
from playground.ui.window.help_presenter import HelpPresenter
from playground.ui.window.run_bar import RunBar
from playground.ui.window.status_bar import StatusBar
from playground.ui.window.view_keys import ViewKeys
from playground.ui.window.workspaces.inside_presenter import InsidePresenter
from playground.ui.window.workspaces.learn_presenter import LearnPresenter

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings


class WindowParts(QMainWindow):
    """Window whose parts are made, but neither placed nor connected."""

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self._make_parts(settings, theme)
        self._make_presenters(settings, theme)

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
        self.place_card = PlaceCard()
        self.hyper_panel = HyperPanel(self.icons, rest_later=True)
        self.policy_panel = PolicyPanel()
        self.breakpoints_panel = BreakpointsPanel(settings)
        self.timeline_bar = TimelineBar(self.actions_by_name, theme)
        self.run_bar = RunBar(self.actions_by_name, self.speed, self.icons)
        self.status = StatusBar()
        moment_actions = [self.actions_by_name[name] for name in ("act_what_if", "act_fork")]
        self.details = DetailsTabs(self.policy_panel, self.breakpoints_panel, moment_actions)
        self.lesson_panel = LessonPanel(allowed(self.actions_by_name))
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
        self.lessons = LessonPresenter(
            controller, self.training, self.lesson_panel, Shelf(self.recent), notice, theme, self
        )
        self.lesson_links = LessonLinks(actions, notice, self)
        opens = {
            SESSION_SUFFIX: self.sessions.open,
            RECIPE_SUFFIX: self.recipes.open,
            LESSON_SUFFIX: self.lessons.open,
        }
        self.files = FileOpener(opens, self.policies.open, self.recent, self)
        self.gallery = GalleryPresenter(self._environment, theme, notice, self.recent, tasks, self)
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
        self.pushes = PushPresenter(
            controller, self.view_presenter, self.view, self.player, actions, notice, tasks, theme, self
        )
        self.place = PlacePresenter(
            controller,
            self.view_presenter,
            self.view,
            self.bars,
            self.player,
            self.policies,
            self.place_card,
            actions["act_place"],
            notice,
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
        self.play = PlayPresenter(
            controller, self.view_presenter, self.view, self.player, self.replay_bar, actions, notice, tasks, self
        )
        self.timeline = TimelinePresenter(controller, self.timeline_bar, self.view, self.view_presenter, actions, self)
        self.references = ReferencePresenter(controller, self.plots_presenter, tasks, self)
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
        self.training_film = TrainingFilmPresenter(
            controller, actions["act_training_film"], notice, self.recent, tasks, theme, self.icons, self
        )
        self.keys = ViewKeys(
            self.view, self.run_bar, actions, self.training, self.timeline, self.view_presenter, self.player, self
        )
        self.compare = ComparePresenter(controller, self.policies, self.recent, self.icons, theme, self)
        self.learn = LearnPresenter(
            self.lessons, self.hyper_panel, self.plots_presenter, self.run_bar, self.view, self.bars, self.recent, self
        )
        self.help = HelpPresenter(controller, actions, notice, self.recent, theme, self)

    def _environment(self) -> str:
        return self.training.pair[0]

    def _used_environments(self) -> set[str]:
        policies = (self.policies.loaded, self.player.policy)
        used = {policy.settings.environment for policy in policies if policy is not None}
        return used | {self.training.pair[0], self.training.next_pair[0]}

    def train_on_loaded(self) -> None:
        """Begin a run from the weights of the loaded policy, if there is one."""
        if self.policies.loaded is not None:
            self.training.train_on(self.policies.loaded)
