"""Push in a replay: the rest of the episode is played anew, in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.view.replay_player import ReplayPlayer

if TYPE_CHECKING:
    from playground.engine.evaluation import recording
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.recording import Recording
else:  # after the first paint
    recording = lazy_import("playground.engine.evaluation.recording")


class ReplayPush(QObject):
    """Pushes in the episode that a player shows, one at a time.

    A second one waits for the first.
    """

    def __init__(self, player: ReplayPlayer, notice: Notice, tasks: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._player, self._notice, self._tasks = player, notice, tasks
        self._is_busy = False
        self._waiting = 0.0

    def push(self, change: float) -> bool:
        """Push at the frame that is shown.

        Return whether there is anything left to push in this episode.
        """
        player = self._player
        if player.policy is None or player.frame >= len(player.recording):
            self._notice.show_message(
                _("This episode is over here. Go back in it, or choose another one, and push before the end.")
            )
            return False
        if self._is_busy:
            self._waiting += change
            return True
        self._is_busy = True
        self._tasks.start(
            _Pushing(player.policy, player.recording, player.frame, change), self._on_played, self._on_failed
        )
        return True

    def _on_played(self, played: tuple[Recording, Recording, int]) -> None:
        before, pushed, frame = played
        self._is_busy, waiting = False, self._waiting
        self._waiting = 0.0
        if self._player.recordings and self._player.recording is before:
            self._player.go_on_as(pushed, frame)
            if waiting:
                self.push(waiting)

    def _on_failed(self, message: str) -> None:
        self._is_busy, self._waiting = False, 0.0
        self._notice.show_message(message, kind="error")


class _Pushing:
    def __init__(self, policy: Policy, before: Recording, frame: int, change: float) -> None:
        self._policy, self._before, self._frame, self._change = policy, before, frame, change

    def __call__(self, task: BackgroundTask) -> tuple[Recording, Recording, int]:
        pushed = recording.record_pushed(self._policy, self._before, self._frame, self._change)
        return self._before, pushed, self._frame
