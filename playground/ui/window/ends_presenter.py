"""Presenter for what a run has come to: solved or finished, and what is next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.i18n import _
from playground.number_text import return_words
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState

REPLAY_BEST, SAVE, RUN_ON = "replay_best", "save_policy", "run_on_from_end"  # actions of the notice


class EndsPresenter(QObject):
    """Teller of solved and finished, each once, while somebody can see it happen.

    A run that is opened, a moment of the past and a fork that begins are what they were before.
    """

    replay_wanted = Signal()  # of the best policy
    save_wanted = Signal()
    run_wanted = Signal()

    def __init__(self, controller: Controller, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._notice = controller, notice
        self._before = controller.latest
        self._said_at_end = ""
        self._chosen = {REPLAY_BEST: self.replay_wanted, SAVE: self.save_wanted, RUN_ON: self.run_wanted}
        controller.snapshot_shown.connect(self._on_snapshot)
        notice.action_chosen.connect(self._on_notice)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        before, self._before = self._before, snapshot
        is_same = snapshot.run == before.run and (snapshot.fork is None) == (before.fork is None)
        ended, was = snapshot.state is TrainerState.FINISHED, before.state is TrainerState.FINISHED
        has_gone_on = is_same and not snapshot.is_past and snapshot.n_steps > before.n_steps
        if has_gone_on and ended:
            self._tell_finished(snapshot)
        elif has_gone_on and snapshot.solved_at is not None and before.solved_at is None:
            self._notice.offer(_solved(snapshot), _what_next(snapshot)[:2])
        elif was and not ended and self._notice.text == self._said_at_end:
            self._notice.withdraw()  # it goes on, or is another run

    def _tell_finished(self, snapshot: Snapshot) -> None:
        said = [_finished(snapshot), _best(snapshot)] if snapshot.n_updates else [_finished(snapshot), _nothing()]
        self._said_at_end = " ".join([*said, *_remarks(snapshot)])
        self._notice.offer(self._said_at_end, _what_next(snapshot))

    def _on_notice(self, name: str) -> None:
        if name == RUN_ON and self._controller.latest.state is TrainerState.RUNNING:
            return
        if name in self._chosen:
            self._chosen[name].emit()


def _what_next(snapshot: Snapshot) -> list[tuple[str, str]]:
    replay = _("Replay the best") if snapshot.best is not None else _("Replay")
    return [(REPLAY_BEST, replay), (SAVE, _("Save…")), (RUN_ON, _("Run on"))]


def _solved(snapshot: Snapshot) -> str:
    assert snapshot.settings is not None
    said = _(
        "Solved at step {step}: {goal} or more on average, over 100 episodes and over 100 others. Training goes on."
    )
    return said.format(step=f"{snapshot.solved_at:,}", goal=return_words(snapshot.settings.card.solved_at or 0.0))


def _finished(snapshot: Snapshot) -> str:
    n_steps = f"{snapshot.n_steps:,}"
    if snapshot.n_steps < snapshot.values.get("run_length", 0):
        return _("Finished: the run has come to where its recipe ends, step {n}.").format(n=n_steps)
    return _("Finished: the run length of {n} steps is reached.").format(n=n_steps)


def _nothing() -> str:
    return _("Nothing was learned: no update was made, so the weights are those that the run began with.")


def _remarks(snapshot: Snapshot) -> list[str]:
    """Say what else there is to know of how it went."""
    settings, metrics = snapshot.settings, snapshot.metrics
    if settings is None or metrics is None or snapshot.fork is not None:
        return []
    from playground.engine.remarks import greedy_and_drawn, no_goal_yet  # NumPy, which is not there at the first paint

    remarks = [no_goal_yet(settings, metrics)]
    newest = metrics.evaluations.n_rows - 1 if snapshot.n_updates else metrics.evaluations.n_rows
    evaluations = metrics.evaluations.since(max(0, newest))
    remarks += [greedy_and_drawn(settings, metrics, float(row[1]), float(row[2])) for row in evaluations]
    return [str(remark) for remark in remarks if remark is not None]


def _best(snapshot: Snapshot) -> str:
    """Say how good the best policy is, and whether that solves the task."""
    if snapshot.best is None:
        return _("No policy was evaluated.")
    score, step = return_words(snapshot.best[0]), f"{snapshot.best[1]:,}"
    goal = None if snapshot.settings is None else snapshot.settings.card.solved_at
    if snapshot.solved_at is not None:
        said = _("Solved at step {solved}; the best mean return is {score}, of step {step}.")
        return said.format(solved=f"{snapshot.solved_at:,}", step=step, score=score)
    if goal is None:
        return _("The best mean return is {score}, of step {step}.").format(step=step, score=score)
    said = _("Not solved yet: the best mean return is {score}, of step {step}; {goal} is needed.")
    return said.format(step=step, score=score, goal=return_words(goal))
