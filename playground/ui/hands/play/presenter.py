"""Presenter for “Play yourself”: from the menu to a game, and back to the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.env_view import EnvView
from playground.ui.view.replay_bar import ReplayBar
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.view_presenter import ViewPresenter

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy
    from playground.ui.hands.play import giving, key_map
    from playground.ui.hands.play import room as rooms
else:  # when somebody first plays
    giving = lazy_import("playground.ui.hands.play.giving")
    key_map = lazy_import("playground.ui.hands.play.key_map")
    rooms = lazy_import("playground.ui.hands.play.room")

PURPOSE = "play"  # of the policy that is asked for


class PlayPresenter(QObject):
    """One game at a time, in place of the run or the replay in the picture.

    Training pauses for it and goes on when somebody says so. Whatever shows something else there ends the game.
    """

    playing_changed = Signal()

    def __init__(
        self,
        controller: Controller,
        view_presenter: ViewPresenter,
        view: EnvView,
        player: ReplayPlayer,
        replay_bar: ReplayBar,
        actions: dict[str, QAction],
        notice: Notice,
        tasks: BackgroundTasks,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._controller, self._view_presenter, self._view = controller, view_presenter, view
        self._player, self._replay_bar, self._actions, self._notice = player, replay_bar, actions, notice
        self._tasks, self._window = tasks, parent
        self._is_asked = False  # for the policy to play against
        self._gives = False  # an episode to the learner, which has not answered
        self._before: QWidget | None = None  # what had the focus
        self._was_inside = False  # the workspace, where the picture is small
        self.room: rooms.PlayRoom | None = None  # made when somebody first plays
        self.place = QFrame()  # the card's, once there is one
        self.place.setObjectName("play_card")
        self.place.setAccessibleName(_("Play yourself"))
        self.place.setProperty("role", "card")
        QVBoxLayout(self.place).setContentsMargins(8, 6, 8, 6)
        self.place.hide()
        actions["act_play"].setEnabled(False)  # until there is a run
        actions["act_play"].triggered.connect(self.ask)
        actions["act_workspace_inside"].toggled.connect(self._on_inside_toggled)
        controller.policy_taken.connect(self._on_policy_taken)
        controller.snapshot_shown.connect(self._on_snapshot)
        controller.run_replaced.connect(self.stop)
        controller.refused.connect(self._on_refused)
        view_presenter.play_ended.connect(self._on_play_ended)

    @property
    def is_playing(self) -> bool:
        """Whether the picture shows a game."""
        return self._view_presenter.playing

    def ask(self) -> None:
        """Begin a game against the policy of the replay that is shown, or else the run's."""
        if self.is_playing:
            self._view.setFocus()
            return
        self._controller.pause()
        if self._view_presenter.replaying and self._player.policy is not None:
            self._begin(self._player.policy)
        else:
            self._is_asked = True
            self._controller.take_policy("untested", PURPOSE)

    def stop(self) -> None:
        """Leave the game; what was shown before is shown again.

        What had the focus has it again.
        """
        self._is_asked = False
        self._view_presenter.end_play()

    def _on_policy_taken(self, policy: Policy, purpose: object) -> None:
        if purpose == PURPOSE and self._is_asked:
            self._is_asked = False
            self._begin(policy)

    def _begin(self, policy: Policy) -> None:
        card = policy.settings.card
        if why_not := key_map.why_not_playable(card):
            self._notice.show_message(why_not)
            return
        self._before = self._window.focusWidget()
        if self.room is None:
            self.room = rooms.PlayRoom(self._view, self.place, self._tasks, self)
            self.room.stop_wanted.connect(self.stop)
            self.room.give_wanted.connect(self._on_give)
            self.room.failed.connect(self._on_failed)
            self.room.scoring_failed.connect(self._show_error)
        self._was_inside = self._actions["act_workspace_inside"].isChecked()
        if self._was_inside:
            self._actions["act_workspace_watch"].trigger()
        self._view_presenter.begin_play(policy.settings)
        self.place.show()
        why_not = giving.why_not_given(policy.settings, self._controller.latest.settings)
        self.room.open(policy, self._replay_bar.seed, why_not)
        self.playing_changed.emit()

    def _on_play_ended(self) -> None:
        """Put away what belongs to the game; the view shows something else by now."""
        assert self.room is not None
        self.room.close()
        focus = self._window.focusWidget()
        had_it = focus is None or focus is self._view or self.place.isAncestorOf(focus)
        self.place.hide()
        if self._was_inside and self._actions["act_workspace_watch"].isChecked():
            self._actions["act_workspace_inside"].trigger()
        before, self._before = self._before, None
        if had_it and before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus()
        self.playing_changed.emit()

    def _on_inside_toggled(self, is_inside: bool) -> None:
        if is_inside:
            self.stop()  # in its corner the picture is too small to play in

    def _on_give(self, payload: dict[str, Any]) -> None:
        self._gives = True
        self._controller.intervene("add_episode", payload)

    def _on_refused(self) -> None:
        if self._gives and self.room is not None:
            self.room.take_back_given()
        self._gives = False

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._gives = False
        is_ready = snapshot.state not in (TrainerState.GETTING_READY, TrainerState.FAILED)
        self._actions["act_play"].setEnabled(is_ready)

    def _on_failed(self, message: str) -> None:
        self.stop()
        self._show_error(message)

    def _show_error(self, message: str) -> None:
        self._notice.show_message(message, kind="error")
