"""Copies of the run for after a crash.

They are taken between two steps and written in another thread, one at a time.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from playground.lazy import lazy_import
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.messages import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.history import archive as archives
    from playground.engine.history.archive import Archive
    from playground.store import autosave
    from playground.store.autosave import Instance, Leftover
    from playground.store.session import file as session_file
else:  # after the first paint
    archives = lazy_import("playground.engine.history.archive")
    autosave = lazy_import("playground.store.autosave")
    session_file = lazy_import("playground.store.session.file")

EVERY_S = 5.0  # of training; that a copy is taken and written comes on top, and together it stays below ten
PAUSED_EVERY_S = 1.0  # between two when it pauses: at once, but for whoever makes single steps
AGAIN_S = 30.0  # after a copy could not be written

_NEVER = (0, 0)


class Autosaver(QObject):
    """Writer of copies, so that at most ten seconds of training are lost.

    A fork has copies of its own beside those of its run.
    """

    def __init__(self, controller: Controller, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._notice = controller, notice
        self._tasks = BackgroundTasks(self)
        self._run, self._fork = _Kept(), _Kept()
        self._restored: Leftover | None = None
        self._asked: Snapshot | None = None  # as the run was when a copy was asked for
        self._is_writing = False
        self._was_warned = False  # that no copy can be written
        self._taken_at = 0.0  # by a clock that nobody sets, as the next one
        self._not_before = 0.0
        self._was_running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_due)
        controller.snapshot_shown.connect(self._on_snapshot)
        controller.session_taken.connect(self._on_taken)

    def begin(self) -> None:
        """Make the folder by which the next start knows of a crash.

        Call it once, after the first paint.
        """
        self._is_writing = True
        self._tasks.start(_Beginning(self._run), self._on_written, self._on_not_written)

    def take_over(self, other: Autosaver) -> None:
        """Go on with the copies of another window, whose run goes on in this one."""
        other._tasks.close()
        QCoreApplication.sendPostedEvents(other)  # that the newest one was written
        other._timer.stop()
        self._run, self._fork, self._restored = other._run, other._fork, other._restored
        self._taken_at, self._not_before, self._was_warned = other._taken_at, other._not_before, other._was_warned
        other._run, other._fork, other._restored = _Kept(), _Kept(), None

    def take_place_of(self, leftover: Leftover) -> None:
        """Give up what a crash left once the run restored from it has a copy."""
        self._restored = leftover

    def close(self) -> None:
        """Remove all copies: the program ends as it should."""
        self._timer.stop()
        self._tasks.close()
        self._run.end()
        self._fork.end()
        if self._restored is not None:
            self._restored.discard()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        asked = self._asked
        if asked is not None and (snapshot.state is TrainerState.FAILED or snapshot.run != asked.run):
            self._asked = None  # it may never be answered
        is_running = snapshot.state is TrainerState.RUNNING
        if not self._timer.isActive() or is_running != self._was_running:
            self._wait(snapshot)
        self._was_running = is_running

    def _wait(self, snapshot: Snapshot) -> None:
        """Let the next copy be taken when it is time, if there is anything new to keep."""
        if self._asked is None and not self._is_writing and self._is_due(snapshot):
            every_s = EVERY_S if snapshot.state is TrainerState.RUNNING else PAUSED_EVERY_S
            due_at = max(self._not_before, self._taken_at + every_s)
            self._timer.start(max(0, round(1000 * (due_at - time.monotonic()))))

    def _is_due(self, snapshot: Snapshot) -> bool:
        if snapshot.settings is None or snapshot.state in (TrainerState.GETTING_READY, TrainerState.FAILED):
            return False
        if snapshot.settings.card.restored_by == "none":  # there is no going on from where it is
            return False
        return snapshot.present_steps > 0 and self._kept(snapshot).newest != (snapshot.run, snapshot.present_steps)

    def _on_due(self) -> None:
        snapshot = self._controller.latest
        if self._asked is None and not self._is_writing and self._is_due(snapshot):
            self._asked = snapshot
            self._controller.take_session(self, archives.BRIEF)

    def _on_taken(self, archive: Archive, purpose: object) -> None:
        if purpose is not self or self._asked is None:
            return
        asked, self._asked, self._is_writing = self._asked, None, True
        self._taken_at = time.monotonic()
        kept = self._kept(asked)
        kept.newest = asked.run, archive.present.n_steps
        if kept is self._fork:
            work = _Writing(archive, kept)
        else:
            work = _Writing(archive, kept, self._fork, self._restored)
        self._tasks.start(work, self._on_written, self._on_not_written)

    def _on_written(self, given_up: Leftover | None) -> None:
        self._is_writing = self._was_warned = False
        if given_up is self._restored:
            self._restored = None
        self._wait(self._controller.latest)

    def _on_not_written(self, message: str) -> None:
        self._is_writing = False
        self._run.newest = self._fork.newest = _NEVER
        self._not_before = time.monotonic() + AGAIN_S
        if not self._was_warned:
            self._was_warned = True
            self._notice.show_message(message, kind="warning")

    def _kept(self, snapshot: Snapshot) -> _Kept:
        return self._run if snapshot.fork is None else self._fork


class _Kept:
    """Copies of one run. Only one thread at a time uses its folder."""

    def __init__(self) -> None:
        self.newest = _NEVER  # number of the run, and its env steps, in the newest copy
        self._instance: Instance | None = None

    def begin(self) -> Instance:
        """Return the folder; raise SaveError where there can be none."""
        if self._instance is None:
            self._instance = autosave.Instance(autosave.autosave_path())
        return self._instance

    def end(self) -> None:
        """Remove the folder, if there is one."""
        instance, self._instance, self.newest = self._instance, None, _NEVER
        if instance is not None:
            instance.close()


class _Beginning:
    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    def __call__(self, task: BackgroundTask) -> None:
        self._kept.begin()


class _Writing:
    def __init__(self, archive: Archive, kept: _Kept, over: _Kept | None = None, left: Leftover | None = None) -> None:
        """`over` and `left` are not needed any more once it is written."""
        self._archive, self._kept, self._over, self._left = archive, kept, over, left

    def __call__(self, task: BackgroundTask) -> Leftover | None:
        self._kept.begin().write(self._save)
        if self._over is not None:
            self._over.end()
        if self._left is not None:
            self._left.discard()
        return self._left

    def _save(self, path: Path) -> None:
        session_file.save_session(self._archive, path)
