"""Presenter for videos: save the episode that a replay shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from playground.i18n import _
from playground.ui.files.file_name import file_name
from playground.ui.files.recent_files import RecentFiles
from playground.ui.files.video_dialog import VideoDialog
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.support.screen_room import open_dialog
from playground.ui.view.replay_bar import ReplayBar
from playground.ui.view.replay_player import ReplayPlayer

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.recording import Recording


class VideoPresenter(QObject):
    """Videos of recorded episodes, or pages with the video inside."""

    def __init__(
        self,
        player: ReplayPlayer,
        bar: ReplayBar,
        notice: Notice,
        recent: RecentFiles,
        tasks: BackgroundTasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._player, self._bar, self._notice = player, bar, notice
        self._recent, self._tasks, self._window = recent, tasks, window
        self._saved: Path | None = None  # the newest one
        bar.video_requested.connect(self.ask_where_to_save)
        notice.action_chosen.connect(self._on_notice)

    def ask_where_to_save(self) -> None:
        """Ask for a file and write the episode that is shown to it."""
        self._player.pause()  # or it would go on to another episode meanwhile
        recording = self._player.recording
        name = self._recent.folder() / f"{file_name(recording.environment)}-seed-{recording.seed}.mp4"
        kinds = _("Video (*.mp4);;Page with the video (*.html)")
        dialog = VideoDialog(_("Save video"), name, kinds, self._window)
        dialog.fileSelected.connect(self.save)
        open_dialog(dialog)

    def save(self, name: str) -> None:
        """Film the episode that is shown, in another thread, and check the file."""
        path = Path(name)
        policy = self._player.policy
        assert policy is not None
        filming = _Filming(policy, self._player.recording, path if path.suffix else path.with_suffix(".mp4"))
        self._bar.show_video_progress(0, 1)
        self._tasks.start(filming, self._on_saved, self._on_failed, self._bar.show_video_progress)

    def _on_saved(self, path: Path) -> None:
        self._bar.show_video_progress(1, 1)
        self._saved = path
        actions = [("video_open", _("Open")), ("video_folder", _("Show folder"))]
        self._notice.show_message(_("Video saved to {path}.").format(path=path), actions=actions)

    def _on_notice(self, name: str) -> None:
        if self._saved is None or name not in ("video_open", "video_folder"):
            return
        shown = self._saved if name == "video_open" else self._saved.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown.absolute()))):
            said = _("No program here opens {path}. It is there all the same: open it yourself.")
            self._notice.show_message(said.format(path=shown), kind="warning")

    def _on_failed(self, message: str) -> None:
        self._bar.show_video_progress(1, 1)
        self._notice.show_message(message, kind="error")


class _Filming:
    def __init__(self, policy: Policy, recording: Recording, path: Path) -> None:
        self._policy, self._recording, self._path = policy, recording, path

    def __call__(self, task: BackgroundTask) -> Path:
        from playground.export.video import save_recording  # PyAV takes a while to import and is seldom needed

        save_recording(self._policy, self._recording, self._path, task.progressed.emit, task.isInterruptionRequested)
        return self._path
