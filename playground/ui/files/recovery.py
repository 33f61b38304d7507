"""Presenter for recovery: offer the run that a crash left behind."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.errors import FileError
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.files.autosave import Autosaver
from playground.ui.files.session_presenter import SessionPresenter
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.crash_report import move_to_log
from playground.ui.support.log_file import log_path
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.messages import Snapshot

if TYPE_CHECKING:
    from playground.engine.history.archive import Archive
    from playground.store import autosave
    from playground.store.autosave import Leftover
    from playground.store.session import file as session_file
else:  # after the first paint
    autosave = lazy_import("playground.store.autosave")
    session_file = lazy_import("playground.store.session.file")


class RecoveryPresenter(QObject):
    """Questions at the start of the program, after a crash.

    They are never in the way: whoever does not answer is asked again at the next start.
    """

    def __init__(
        self, controller: Controller, notice: Notice, sessions: SessionPresenter, autosave: Autosaver, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller, self._notice = controller, notice
        self._sessions, self._autosave = sessions, autosave
        self._tasks = BackgroundTasks(self)
        self._search = _Search()
        self._restored: Archive | None = None  # its run was asked for
        notice.action_chosen.connect(self._on_notice)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.refused.connect(self._on_refused)

    @property
    def is_asking(self) -> bool:
        """Whether somebody is yet to decide about what a crash left."""
        return self._search.leftover is not None

    def begin(self) -> None:
        """Search, in another thread, for what a crash left behind.

        Call it once, after the first paint.
        """
        self._search = _Search()
        self._tasks.start(self._search, self._on_searched, self._on_failed)

    def close(self) -> None:
        """Leave what nobody decided about for the next start."""
        self._tasks.close()
        self._search.leave()

    def _on_searched(self, search: _Search) -> None:
        if search.archive is not None:
            what = _("Its run was kept: {run}.").format(run=_described_run(search.archive))
            if search.has_more:
                more = _("What an earlier one left is offered after it.")
                what = _("{sentence} {next}").format(sentence=what, next=more)
            answers = [("restore", _("Restore")), ("discard", _("Discard")), ("later", _("Later"))]
            self._notice.ask(_message(what), answers)
        elif search.problem:
            what = _("Its run was kept, but no copy of it can be read. {problem}").format(problem=search.problem)
            self._notice.ask(_message(what), [("discard", _("Discard")), ("later", _("Later"))], kind="warning")
        elif search.was_crash:
            self._notice.show_message(_message(_("There was no run yet that could be kept.")), kind="warning")

    def _on_failed(self, message: str) -> None:
        self._notice.show_message(message, kind="warning")

    def _on_notice(self, name: str) -> None:
        if self._search.leftover is None:
            return
        if name == "restore":
            self._restore_or_ask()
        elif name == "restore-now":
            self._restore()
        elif name == "discard":
            self._search.discard()
            self.begin()
        elif name == "later":
            self._search.leave()

    def _restore_or_ask(self) -> None:
        snapshot = self._controller.latest
        n_steps = max(snapshot.n_steps, snapshot.present_steps)
        if n_steps == 0:
            self._restore()
            return
        said = _(
            "The run that was kept takes the place of this one, which has {n} steps; save what you want to keep of it first."
        )
        answers = [("restore-now", _("Restore it now")), ("later", _("Later"))]
        self._notice.ask(said.format(n=f"{n_steps:,}"), answers)

    def _restore(self) -> None:
        assert self._search.archive is not None
        self._restored = self._search.archive
        self._sessions.go_on_with(self._restored)

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        if self._restored is not None and snapshot.settings is self._restored.settings:
            self._restored = None
            self._autosave.take_place_of(self._search.take())

    def _on_refused(self, name: str, message: str) -> None:
        if self._restored is not None and not name:  # that it could not begin is told; the next start offers it again
            self._restored = None
            self._search.leave()


class _Search:
    """Search for what a crash left, and its result.

    What was found is locked until it is taken, discarded or left, so that no other window offers it too.
    """

    def __init__(self) -> None:
        self.was_crash = self.has_more = False
        self.leftover: Leftover | None = None
        self.archive: Archive | None = None  # its newest sound copy
        self.problem = ""  # why there is none

    def __call__(self, task: BackgroundTask) -> _Search:
        leftovers = autosave.take_leftovers(autosave.autosave_path())
        self.was_crash = bool(leftovers)
        for leftover in leftovers:
            if not leftover.copies:
                leftover.discard()
            elif self.leftover is None:
                self.leftover = leftover
            else:
                leftover.release()
                self.has_more = True
        if self.was_crash:
            move_to_log()
        if self.leftover is not None:
            try:
                self.archive = autosave.newest_sound(self.leftover, session_file.load_session)
            except FileError as error:
                self.problem = str(error)
        return self

    def take(self) -> Leftover:
        """Return what was found; it is the caller's from here on."""
        assert self.leftover is not None
        leftover, self.leftover, self.archive = self.leftover, None, None
        return leftover

    def discard(self) -> None:
        assert self.leftover is not None
        self.leftover.discard()
        self.leftover = self.archive = None

    def leave(self) -> None:
        if self.leftover is not None:
            self.leftover.release()
        self.leftover = self.archive = None


def _message(what: str) -> str:
    """Return the whole message; `what` tells what there is of a run."""
    return _(
        "The program was not closed properly last time. {what} If it crashed, the log file has the details: {path}."
    ).format(what=what, path=log_path())


def _described_run(archive: Archive) -> str:
    settings = archive.settings
    return _("{algorithm} in {environment}, {n} steps, {when}").format(
        algorithm=_(settings.learner.title),
        environment=_(settings.card.title),
        n=f"{archive.present.n_steps:,}",
        when=f"{datetime.fromisoformat(archive.created).astimezone():%Y-%m-%d %H:%M}",
    )
