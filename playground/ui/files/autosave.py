"""Copies of the run for after a crash, or any other end.

They are taken between two steps and written in another thread, one at a time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from playground.i18n import _
from playground.lazy import lazy_import
from playground.store.recent_runs import LEAST_STEPS
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState

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
END_WITHIN_S = 2.0  # that the last copy may take at the end; else the one before it stays
LOOK_AGAIN_S = 0.01

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
        self._warned_of = ""  # the words that say that no copy can be written, until one is
        self._was_told = False  # that a run is lost at the end
        self._taken_at = 0.0  # by a clock that nobody sets, as the next one
        self._not_before = 0.0
        self._was_running = False
        self._last: list[_Writing] = []  # copies at the end
        self._n_awaited = 0  # of those
        self.ends_at = 0.0  # when all has to be over at the end, by the same clock
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
        self._taken_at, self._not_before = other._taken_at, other._not_before
        self._warned_of, self._was_told = other._warned_of, other._was_told
        other._run, other._fork, other._restored = _Kept(), _Kept(), None

    def take_place_of(self, leftover: Leftover) -> None:
        """Give up what a crash left once the run restored from it has a copy."""
        self._restored = leftover

    def begin_to_end(self) -> None:
        """Ask for a last copy of what has none yet, before the trainer is asked to end.

        From here on the program counts as closed, however far it gets.
        """
        self.ends_at = time.monotonic() + END_WITHIN_S
        self._timer.stop()
        self._run.mark_closed()
        self._fork.mark_closed()
        snapshot = self._controller.latest
        if self._is_due(snapshot):
            self._take_last(self._kept(snapshot))
        if snapshot.fork is not None and self._run.newest != (snapshot.run, snapshot.fork.a_steps):
            self._take_last(self._run, beside_fork=True)

    def close(self) -> bool:
        """Leave the run for the next start; return whether that was done in time.

        Call it when the trainer has answered what it was asked for. Else the copy before is what is left.
        """
        self._timer.stop()
        is_done = self._finish()
        if is_done:
            self._leave(self._controller.latest)
        return is_done

    def keep_now(self) -> None:
        """Keep the run at once and go on: the computer may end, or may not after all."""
        self.begin_to_end()
        while self._n_awaited and time.monotonic() < self.ends_at:
            time.sleep(LOOK_AGAIN_S)  # the trainer goes on meanwhile
            QCoreApplication.sendPostedEvents(self._controller)
        self._finish()
        self.ends_at, self._n_awaited = 0.0, 0

    def _take_last(self, kept: _Kept, *, beside_fork: bool = False) -> None:
        self._n_awaited += 1
        self._controller.take_session(_LastCopy(kept), archives.BRIEF, beside_fork=beside_fork)

    def _finish(self) -> bool:
        """Write what was taken at last; return whether that was done in time."""
        if not self._tasks.wait_until(self.ends_at):
            return False
        last, self._last = self._last, []
        if last:
            self._is_writing = True
            self._tasks.start(_WritingLast(last), self._on_written, self._on_not_written)
        return self._tasks.wait_until(self.ends_at)

    def _leave(self, snapshot: Snapshot) -> None:
        if snapshot.state is TrainerState.PAUSED and snapshot.newest_steps == 0:
            self._run.end()  # what it holds is of a run that somebody left for this one
        if snapshot.fork is None:
            self._fork.end()
        self._run.leave()
        self._fork.leave()
        if self._restored is not None:
            self._restored.release()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        asked = self._asked
        if asked is not None and (snapshot.state is TrainerState.FAILED or snapshot.run != asked.run):
            self._asked = None  # it may never be answered
        self._tell_what_is_lost(snapshot)
        is_running = snapshot.state is TrainerState.RUNNING
        if not self._timer.isActive() or is_running != self._was_running:
            self._wait(snapshot)
        self._was_running = is_running

    def _tell_what_is_lost(self, snapshot: Snapshot) -> None:
        """Say once that there is no going on from where the run is, whatever is written."""
        settings = snapshot.settings
        if self._was_told or settings is None or snapshot.newest_steps < LEAST_STEPS:
            return
        if settings.card.restored_by == "none":
            self._was_told = True
            said = _(
                "This run is not kept when you leave it or quit, for “{environment}” cannot be put back to where it was. Save its policy if you want to keep what it learned."
            )
            self._notice.show_message(said.format(environment=settings.environment), kind="warning")

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
        if isinstance(purpose, _LastCopy):
            self._n_awaited -= 1
            self._last.append(self._writing(archive, purpose.kept, self._controller.latest.run, closes=True))
        elif purpose is self and self._asked is not None:
            asked, self._asked = self._asked, None
            if not self.ends_at:  # else a last copy comes after it
                self._is_writing = True
                self._taken_at = time.monotonic()
                work = self._writing(archive, self._kept(asked), asked.run)
                self._tasks.start(work, self._on_written, self._on_not_written)

    def _writing(self, archive: Archive, kept: _Kept, run: int, *, closes: bool = False) -> _Writing:
        kept.newest = run, archive.present.n_steps
        if kept is self._fork or self._controller.latest.fork is not None:
            return _Writing(archive, kept, closes)
        return _Writing(archive, kept, closes, self._fork, self._restored)

    def _on_written(self, given_up: Leftover | None) -> None:
        self._is_writing = False
        if self._warned_of:
            self._notice.withdraw_message(self._warned_of)
            self._warned_of = ""
        if given_up is self._restored:
            self._restored = None
        if not self.ends_at:
            self._wait(self._controller.latest)

    def _on_not_written(self, message: str) -> None:
        self._is_writing = False
        self._run.newest = self._fork.newest = _NEVER
        self._not_before = time.monotonic() + AGAIN_S
        if not self._warned_of:
            self._warned_of = message
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

    def mark_closed(self) -> None:
        """Note in the folder, if there is one, that the program was closed."""
        if self._instance is not None:
            self._instance.mark(closed=True)

    def leave(self) -> None:
        """Leave the copies for the next start."""
        instance, self._instance, self.newest = self._instance, None, _NEVER
        if instance is not None:
            instance.end()

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


@dataclass(frozen=True)
class _LastCopy:
    """Purpose of a copy that is taken at the end."""

    kept: _Kept


class _Writing:
    def __init__(
        self, archive: Archive, kept: _Kept, closes: bool, over: _Kept | None = None, left: Leftover | None = None
    ) -> None:
        """`over` and `left` are not needed any more once it is written."""
        self._archive, self._kept, self._closes, self._over, self._left = archive, kept, closes, over, left

    def __call__(self, task: BackgroundTask) -> Leftover | None:
        instance = self._kept.begin()
        instance.write(self._save)
        instance.mark(closed=self._closes)
        if self._over is not None:
            self._over.end()
        if self._left is not None:
            self._left.discard()
        return self._left

    def _save(self, path: Path) -> None:
        session_file.save_session(self._archive, path)


class _WritingLast:
    def __init__(self, writings: list[_Writing]) -> None:
        self._writings = writings

    def __call__(self, task: BackgroundTask) -> Leftover | None:
        return [writing(task) for writing in self._writings][-1]
