"""Presenter for sessions: save a run to go on with later, open one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.files.file_name import file_name
from playground.ui.files.recent_files import RecentFiles
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.left_run import is_kept_when_left
from playground.ui.trainer.snapshot import Snapshot

if TYPE_CHECKING:
    from playground.engine.history import archive as archives
    from playground.engine.history.archive import Archive
    from playground.engine.run import fingerprint
    from playground.store.session import file as session_file
else:  # after the first paint
    archives = lazy_import("playground.engine.history.archive")
    fingerprint = lazy_import("playground.engine.run.fingerprint")
    session_file = lazy_import("playground.store.session.file")

SUFFIX = ".rls"
LARGE = 4 << 20  # bytes of a file that takes long enough to open for that to be said


class SessionPresenter(QObject):
    """Files of the run that is shown, and runs that go on from files."""

    run_wanted = Signal(object)  # Archive: nothing is lost by it, or somebody agreed to that

    def __init__(
        self, controller: Controller, notice: Notice, recent: RecentFiles, tasks: BackgroundTasks, window: QWidget
    ) -> None:
        super().__init__(window)
        self._controller, self._notice, self._recent = controller, notice, recent
        self._tasks, self._window = tasks, window
        self._saves_beside_fork = False  # where it is asked for a file
        self._saved = (0, 0)  # number of the run, and its env steps, that were saved last
        self._offered: Archive | None = None  # waits for somebody to agree
        self._asked: Archive | None = None  # whose run was asked for
        controller.session_taken.connect(self._on_taken)
        controller.run_replaced.connect(self._on_run_replaced)
        notice.action_chosen.connect(self._on_notice)

    def take_over(self, other: SessionPresenter) -> None:
        """Know what was saved of the run in another window."""
        self._saved = other._saved

    # Out

    def ask_where_to_save(self) -> None:
        """Ask for a file and write the run that is shown to it."""
        self._ask(beside_fork=False)

    def ask_where_to_save_beside_fork(self) -> None:
        """Ask for a file and write run A to it, while run B is shown."""
        self._ask(beside_fork=True)

    def _ask(self, *, beside_fork: bool) -> None:
        self._saves_beside_fork = beside_fork
        settings = self._controller.latest.settings
        name = "run" if settings is None else f"{file_name(settings.environment)}-{settings.algorithm}"
        path = self._recent.folder() / f"{name}{SUFFIX}"
        dialog = QFileDialog(self._window, _("Save session"), str(path), _("Sessions (*.rls)"))
        dialog.setObjectName("save_session_dialog")
        label_file_dialog(dialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(str(path))
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def save(self, name: str) -> None:
        """Take the run between two steps and write it in another thread, while it goes on."""
        self._controller.take_session(Path(name), archives.WHOLE, beside_fork=self._saves_beside_fork)

    def _on_taken(self, archive: Archive, purpose: object) -> None:
        if isinstance(purpose, Path):
            self._tasks.start(
                _SessionSaving(archive, purpose, self._controller.latest.run), self._on_saved, self._on_failed
            )

    def _on_saved(self, result: tuple[Path, tuple[int, int]]) -> None:
        path, self._saved = result
        self._recent.remember(path)
        self._notice.show_message(_("Saved to {path}.").format(path=path))

    def _on_failed(self, message: str) -> None:
        self._notice.show_message(message, kind="error")

    # In

    def open(self, name: str) -> None:
        """Read a file in another thread and go on with its run.

        At once when nothing would be lost by that, else it is offered.
        """
        path = Path(name)
        if _size(path) > LARGE:
            self._notice.show_message(_("Opening {path}.").format(path=path))
        self._tasks.start(_SessionOpening(path), self._on_opened, self._on_failed)

    def _on_opened(self, result: tuple[Path, Archive]) -> None:
        path, self._offered = result
        self._recent.remember(path)
        snapshot = self._controller.latest
        n_steps = snapshot.newest_steps
        if n_steps == 0 or (snapshot.fork is None and self._saved == (snapshot.run, n_steps)):
            self._begin()
            return
        if is_kept_when_left(snapshot):
            said = _("The session takes the place of this run, which has {n} steps and stays under Run > Recent runs.")
        else:
            said = _(
                "The session takes the place of this run, which has {n} steps; save what you want to keep of it first."
            )
        self._notice.show_message(said.format(n=f"{n_steps:,}"), name="session", label=_("Open it now"))

    def _on_notice(self, name: str) -> None:
        if name == "session" and self._offered is not None:
            self._begin()

    def _begin(self) -> None:
        archive, self._offered = self._offered, None
        assert archive is not None
        self.go_on_with(archive)

    def go_on_with(self, archive: Archive) -> None:
        """Let a kept run take the place of the one that is shown.

        A message tells whether it is the same bit for bit.
        """
        self._asked = archive
        self._notice.withdraw()
        self.run_wanted.emit(archive)

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        archive = self._asked
        if archive is None or snapshot.settings is not archive.settings:
            return
        self._asked = None
        n_steps = f"{archive.present.n_steps:,}"
        others = fingerprint.differences(archive.fingerprint, fingerprint.fingerprint(archive.settings))
        if others:
            said = _(
                "The session goes on from step {n}, but not bit for bit as it would have where it was saved: {differences}. Of what lies before, the moments that were kept can be shown; from there on every step can."
            )
            text = said.format(n=n_steps, differences=fingerprint.in_words(others))
        else:
            said = _("The session goes on from step {n}, bit for bit as it would have where it was saved. Press Run.")
            text = said.format(n=n_steps)
        self._notice.show_message(text, kind="warning" if others else "info")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # what is wrong with it is told when it is opened
        return 0


class _SessionSaving:
    def __init__(self, archive: Archive, path: Path, run: int) -> None:
        self._archive, self._path, self._run = archive, path, run

    def __call__(self, task: BackgroundTask) -> tuple[Path, tuple[int, int]]:
        session_file.save_session(self._archive, self._path)
        return self._path, (self._run, self._archive.present.n_steps)


class _SessionOpening:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, task: BackgroundTask) -> tuple[Path, Archive]:
        return self._path, session_file.load_session(self._path, task.isInterruptionRequested)
