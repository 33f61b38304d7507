"""Keys that go forward and back, in the run or in the replay that is shown.

They come from the view, the run bar and the actions of the window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent

from playground.ui.hyper.training_presenter import TrainingPresenter
from playground.ui.timeline.presenter import TimelinePresenter
from playground.ui.view.env_view import EnvView
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.view_presenter import ViewPresenter
from playground.ui.window.run_bar import RunBar


class ViewKeys(QObject):
    """Receiver of those keys, which calls the run, the past or the replay.

    W, F and M act from wherever what has the focus has no use for a letter: a field, a list or a box of choices has.
    """

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
        self._letters = {Qt.Key.Key_W: actions["act_what_if"], Qt.Key.Key_F: actions["act_fork"]}
        self._letters[Qt.Key.Key_M] = actions["act_place"]
        parent.installEventFilter(self)  # the window gets the keys that nothing in it wanted
        run_bar.step_requested.connect(self._on_forward)
        view.run_toggled_requested.connect(self._on_run)
        view.step_requested.connect(self._on_forward)
        view.step_back_requested.connect(self._on_back)
        view.episode_requested.connect(self._on_episode_forward)
        view.episode_back_requested.connect(self._on_episode_back)
        actions["act_step_forward"].triggered.connect(self._on_forward)
        actions["act_step_back"].triggered.connect(self._on_back)
        actions["act_episode_back"].triggered.connect(self._on_episode_back)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the letters that no part of the window took.

        Somebody who plays keeps them.
        """
        is_press = event.type() == QEvent.Type.KeyPress and not self._view_presenter.playing
        if isinstance(event, QKeyEvent) and is_press:
            action = self._letters.get(Qt.Key(event.key()))
            if action is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier and not event.isAutoRepeat():
                action.trigger()  # does nothing where its button is greyed
                return True
        return False

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
