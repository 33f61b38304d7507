"""Keys that go forward and back, in the run or in the replay that is shown.

They come from the view, the run bar and the actions of the window.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from playground.ui.hyper.training_presenter import TrainingPresenter
from playground.ui.timeline.presenter import TimelinePresenter
from playground.ui.view.env_view import EnvView
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.view_presenter import ViewPresenter
from playground.ui.window.run_bar import RunBar


class ViewKeys(QObject):
    """Receiver of those keys, which calls the run, the past or the replay."""

    def __init__(
        self,
        view: EnvView,
        run_bar: RunBar,
        actions: dict[str, QAction],
        training: TrainingPresenter,
        timeline: TimelinePresenter,
        view_presenter: ViewPresenter,
        player: ReplayPlayer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._run, self._training, self._timeline = actions["act_run"], training, timeline
        self._view_presenter, self._player = view_presenter, player
        run_bar.step_requested.connect(self._on_forward)
        view.run_toggled_requested.connect(self._on_run)
        view.step_requested.connect(self._on_forward)
        view.step_back_requested.connect(self._on_back)
        view.episode_requested.connect(self._on_episode_forward)
        view.episode_back_requested.connect(self._on_episode_back)
        actions["act_step_forward"].triggered.connect(self._on_forward)
        actions["act_step_back"].triggered.connect(self._on_back)
        actions["act_episode_back"].triggered.connect(self._on_episode_back)

    def _on_run(self) -> None:
        if self._view_presenter.replaying:
            self._player.toggle()
        elif self._run.isEnabled():
            self._training.toggle_run()

    def _on_forward(self) -> None:
        if self._view_presenter.replaying:
            self._player.step(1)
        else:
            self._timeline.step_forward()

    def _on_back(self) -> None:
        if self._view_presenter.replaying:
            self._player.step(-1)
        else:
            self._timeline.step_back()

    def _on_episode_forward(self) -> None:
        if self._view_presenter.replaying:
            self._player.step_episode(1)
        else:
            self._timeline.episode_forward()

    def _on_episode_back(self) -> None:
        if self._view_presenter.replaying:
            self._player.step_episode(-1)
        else:
            self._timeline.episode_back()
