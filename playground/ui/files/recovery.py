"""Presenter for recovery: offer the run that a crash or another end left behind."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.errors import FileError
from playground.i18n import _
from playground.lazy import lazy_import
from playground.store.recent_runs import RecentRuns, recent_runs_path
from playground.ui.files.autosave import Autosaver
from playground.ui.files.recent_runs import RecentRunsPresenter
from playground.ui.files.session_presenter import SessionPresenter
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.crash_report import move_to_log
from playground.ui.support.log_file import log_path
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.left_run import is_kept_when_left
from playground.ui.trainer.snapshot import Snapshot

if TYPE_CHECKING:
    from playground.engine.history.archive import Archive
    from playground.store import autosave
    from playground.store.autosave import Ending, Leftover
    from playground.store.session import file as session_file
else:  # after the first paint
    autosave = lazy_import("playground.store.autosave")
    session_file = lazy_import("playground.store.session.file")

log = logging.getLogger(__name__)


class RecoveryPresenter(QObject):
    """Questions at the start of the program, about the run that was there at its end.

    They are never in the way: whoever does not answer is asked again at the next start. Whoever trains another run
    does not want to go on with the one before, which was closed; that question is gone for now.
    """

    def __init__(
        self,
        controller: Controller,
        notice: Notice,
        sessions: SessionPresenter,
        autosave: Autosaver,
        recent_runs: RecentRunsPresenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._notice = controller, notice
        self._sessions, self._autosave, self._recent_runs = sessions, autosave, recent_runs
        self._tasks = BackgroundTasks(self)
        self._is_closed = False
        self._search = _Search()
        self._restored: Archive | None = None  # its run was asked for
        self._offer = ""  # to go on with what was closed, until there is an answer
        notice.action_chosen.connect(self._on_notice)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.refused.connect(self._on_refused)
        controller.snapshot_shown.connect(self._on_snapshot)

    @property
    def is_asking(self) -> bool:
        """Whether somebody is yet to decide about what was left.

        Whoever trained on has decided for now.
        """
        return self._search.leftover is not None and (bool(self._offer) or not self._search.ending.was_closed)

    def begin(self) -> None:
        """Search, in another thread, for what a crash left behind.

        Call it once, after the first paint.
        """
        self._search = _Search()
        self._tasks.start(self._search, self._on_searched, self._on_failed)

    def close(self) -> None:
        """Leave what nobody decided about for the next start."""
        self._is_closed = True
        self._tasks.close()
        self._search.leave()

    def _on_searched(self, search: _Search) -> None:
        if self._is_closed:  # it was found while the window closed: a task begun now would outlive the program
            return
        self._recent_runs.look_again()
        if search.archive is not None:
            run = _described_run(search)
            if search.ending.was_closed:
                self._offer = _("You can go on where you left off: {run}.").format(run=run)
                answers = [("restore", _("Go on with it")), ("discard", _("Discard")), ("later", _("Later"))]
                self._notice.ask(self._offer, answers)
                return
            what = _("Its run was kept: {run}.").format(run=run)
            if search.has_more:
                more = _("What an earlier one left is offered after it.")
                what = _("{sentence} {next}").format(sentence=what, next=more)
            answers = [("restore", _("Restore")), ("discard", _("Discard")), ("later", _("Later"))]
            self._notice.ask(_message(what), answers)
        elif search.problem:
            what = _("Its run was kept, but no copy of it can be read. {problem}").format(problem=search.problem)
            if not search.ending.was_closed:
                what = _message(what)
            self._notice.ask(what, [("discard", _("Discard")), ("later", _("Later"))], kind="warning")
        elif search.was_crash:
            self._notice.show_message(_message(_("There was no run yet that could be kept.")), kind="warning")

    def _on_failed(self, message: str) -> None:
        if self._is_closed:
            return
        self._recent_runs.look_again()
        self._notice.show_message(message, kind="warning")

    def _on_notice(self, name: str) -> None:
        if self._search.leftover is None:
            return
        if name in ("restore", "discard", "later"):
            self._offer = ""
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
        if is_kept_when_left(snapshot):
            said = _(
                "The run that was kept takes the place of this one, which has {n} steps and stays under Run > Recent runs."
            )
        else:
            said = _(
                "The run that was kept takes the place of this one, which has {n} steps; save what you want to keep of it first."
            )
        answers = [("restore-now", _("Restore it now")), ("later", _("Later"))]
        self._notice.ask(said.format(n=f"{n_steps:,}"), answers)

    def _restore(self) -> None:
        assert self._search.archive is not None
        self._restored = self._search.archive
        self._sessions.go_on_with(self._restored)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self._offer and snapshot.newest_steps > 0:  # it stays locked, and is left for the next start
            self._notice.withdraw_question(self._offer)
            self._offer = ""

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        if self._restored is not None and snapshot.settings is self._restored.settings:
            self._restored = None
            self._autosave.take_place_of(self._search.take())

    def _on_refused(self, name: str, message: str) -> None:
        if self._restored is not None and not name:  # that it could not begin is told; the next start offers it again
            self._restored = None
            self._search.leave()


class _Search:
    """Search for what was left, and its result.

    What was found is locked until it is taken, discarded or left, so that no other window offers it too. Of what was
    closed only the newest is offered; the earlier ones are among the recent runs from then on.
    """

    def __init__(self) -> None:
        self.was_crash = self.has_more = False
        self.leftover: Leftover | None = None
        self.archive: Archive | None = None  # its newest sound copy
        self.problem = ""  # why there is none

    @property
    def ending(self) -> Ending:
        """How the program ended that left it."""
        return autosave.Ending(False) if self.leftover is None else self.leftover.ending

    def __call__(self, task: BackgroundTask) -> _Search:
        leftovers = autosave.take_leftovers(autosave.autosave_path())
        self.was_crash = not all(leftover.ending.was_closed for leftover in leftovers)
        for leftover in leftovers:
            if not leftover.copies:
                leftover.discard()
        found = [leftover for leftover in leftovers if leftover.copies]
        self.leftover = found[0] if found else None
        for leftover in reversed(found[1:]):  # they join the recent runs in their order
            if leftover.ending.was_closed:
                _keep_among_recent(leftover)
            else:
                leftover.release()
                self.has_more = True
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


def _keep_among_recent(leftover: Leftover) -> None:
    """Put a run that nobody went on with among the recent ones, or leave it there."""
    try:
        RecentRuns(recent_runs_path()).add(autosave.newest_sound(leftover, session_file.load_session))
    except FileError as error:
        log.warning("a run that was closed stays where it is: %s", error.english())
        leftover.release()
    else:
        leftover.discard()


def _described_run(search: _Search) -> str:
    """Return which run was left, when, and by whom if that was somebody else."""
    assert search.archive is not None
    archive, ending = search.archive, search.ending
    settings = archive.settings
    run = _("{algorithm} in {environment}, {n} steps, {when}").format(
        algorithm=_(settings.learner.title),
        environment=_(settings.card.title),
        n=f"{archive.present.n_steps:,}",
        when=f"{datetime.fromisoformat(archive.created).astimezone():%Y-%m-%d %H:%M}",
    )
    if not ending.is_by_others:
        return run
    return _("{run}, by {person} on {computer}").format(run=run, person=ending.person, computer=ending.computer)
