"""Presenter for recent runs: keep those that are left for others, bring them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.agents.base import ALGORITHMS
from playground.envs.base import ENVIRONMENTS
from playground.i18n import _
from playground.store.recent_runs import RecentRun, RecentRuns, recent_runs_path
from playground.ui.files.session_presenter import SessionPresenter
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.left_run import LeftRun
from playground.ui.trainer.snapshot import Snapshot

if TYPE_CHECKING:
    from playground.engine.history.archive import Archive
    from playground.engine.run.settings import Settings


class RecentRunsPresenter(QObject):
    """List of the runs that were left for others.

    It is read and written in other threads; `runs` is what was found last.
    """

    changed = Signal()  # `runs`, the newest first

    def __init__(self, controller: Controller, notice: Notice, sessions: SessionPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._notice, self._sessions = notice, sessions
        self._tasks = BackgroundTasks(self)
        self.runs: tuple[RecentRun, ...] = ()
        self._asked: tuple[Archive, str] | None = None  # whose run was asked for, and its entry
        self._entries: list[tuple[Settings, str]] = []  # that the newest two runs went on from
        self._was_told = False  # that one could not be kept
        controller.run_left.connect(self._on_run_left)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.refused.connect(self._on_refused)

    def close(self, at: float) -> bool:
        """Wait until what is being kept is, but no longer than to that moment.

        `at` is by time.monotonic(). Returns whether it is.
        """
        return self._tasks.wait_until(at)

    def take_over(self, other: RecentRunsPresenter) -> None:
        """Go on with what another window kept, whose run goes on in this one."""
        other._tasks.close()
        self._entries, self._was_told = other._entries, other._was_told
        self.look_again()

    def look_again(self) -> None:
        """Look what there is by now, for other windows keep runs there too."""
        self._start(lambda runs: None)

    def bring_back(self, name: str) -> None:
        """Let a kept run take the place of the one that is shown, which is kept in turn."""
        self._tasks.start(_Opening(name), self._on_opened, self._on_failed)

    def forget(self, name: str) -> None:
        """Remove a kept run for good."""
        self._start(lambda runs: runs.remove(name))

    def forget_all(self) -> None:
        """Remove all of them for good."""
        self._start(lambda runs: runs.clear())

    def _start(self, change: Callable[[RecentRuns], object]) -> None:
        self._tasks.start(_Changing(change), self._on_listed, self._on_failed)

    def _on_listed(self, runs: tuple[RecentRun, ...]) -> None:
        if runs != self.runs:
            self.runs = runs
            self.changed.emit()

    def _on_failed(self, message: str) -> None:
        self._notice.show_message(message, kind="error")

    # In

    def _on_run_left(self, left: LeftRun) -> None:
        entry = ""
        if not left.is_fork:  # the run that took its place may be shown already, and be one that was brought back too
            entry = next((name for settings, name in self._entries if settings is left.archive.settings), "")
            self._entries = [each for each in self._entries if each[1] != entry]
        self._tasks.start(_Keeping(left.archive, entry), self._on_kept, self._tell_once)

    def _on_kept(self, runs: tuple[RecentRun, ...]) -> None:
        self._on_listed(runs)
        if runs and self._notice.isHidden():
            said = _("The run before, {run}, is under Run > Recent runs.")
            self._notice.show_message(said.format(run=run_words(runs[0])))

    def _tell_once(self, message: str) -> None:
        if not self._was_told:
            self._was_told = True
            self._notice.show_message(message, kind="warning")

    # Out

    def _on_opened(self, result: tuple[str, Archive]) -> None:
        name, archive = result
        self._asked = archive, name
        self._sessions.go_on_with(archive)

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        if self._asked is not None and snapshot.settings is self._asked[0].settings:
            self._entries = [*self._entries[-1:], (snapshot.settings, self._asked[1])]
            self._asked = None

    def _on_refused(self, name: str, message: str) -> None:
        if not name:
            self._asked = None


def run_words(run: RecentRun) -> str:
    """Return which run it is: "DQN in CartPole, 48,000 steps"."""
    return _("{algorithm} in {environment}, {n} steps").format(
        algorithm=_(ALGORITHMS.get(run.algorithm).title) if run.algorithm in ALGORITHMS else run.algorithm,
        environment=_(ENVIRONMENTS.get(run.environment).title) if run.environment in ENVIRONMENTS else run.environment,
        n=f"{run.n_steps:,}",
    )


def _store() -> RecentRuns:
    return RecentRuns(recent_runs_path())


class _Changing:
    def __init__(self, change: Callable[[RecentRuns], object]) -> None:
        self._change = change

    def __call__(self, task: BackgroundTask) -> tuple[RecentRun, ...]:
        runs = _store()
        self._change(runs)
        return runs.list()


class _Keeping:
    def __init__(self, archive: Archive, entry: str) -> None:
        self._archive, self._entry = archive, entry

    def __call__(self, task: BackgroundTask) -> tuple[RecentRun, ...]:
        runs = _store()
        runs.add(self._archive, instead_of=self._entry)
        return runs.list()


class _Opening:
    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, task: BackgroundTask) -> tuple[str, Archive]:
        return self._name, _store().open(self._name)
