"""Handing out parts of a run, on the thread that trains: policies, recipes, all."""

from __future__ import annotations

import contextlib
import logging

from playground.engine.evaluation.policy import Policy, policy_of
from playground.engine.history.ages import lifetime_of
from playground.engine.history.archive import BRIEF, archive_of
from playground.engine.history.recipe import recipe_of
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import PastError, Timeline
from playground.errors import EnvironmentFault
from playground.i18n import _
from playground.lessons.numbers import numbers_of
from playground.store.recent_runs import LEAST_STEPS
from playground.ui.trainer import messages
from playground.ui.trainer.left_run import LeftRun
from playground.ui.trainer.trainer_signals import TrainerSignals

Taking = messages.TakePolicy | messages.TakeNumbers | messages.TakeRecipe | messages.TakeSession | messages.TakeLifetime

log = logging.getLogger(__name__)


def best_of(travel: TimeTravel | None) -> Policy | None:
    """Return the best policy so far of the run that is shown."""
    best = None if travel is None else travel.shown_timeline.evaluator.best
    return None if best is None else best.policy


def hand_out(request: Taking, travel: TimeTravel, signals: TrainerSignals) -> None:
    """Emit what is asked for, together with the purpose of the request."""
    match request:
        case messages.TakePolicy("untested", purpose):
            signals.policy_taken.emit(policy_of(travel.session), purpose)
        case messages.TakePolicy("untested best", purpose):
            signals.policy_taken.emit(best_of(travel), purpose)
        case messages.TakePolicy(which, purpose):
            best = best_of(travel) if which == "best" else None
            policy = best or policy_of(travel.session)
            signals.policy_taken.emit(_evaluated(policy, travel, signals), purpose)
        case messages.TakeNumbers(purpose):
            is_solved = travel.shown_timeline.evaluator.solved_at is not None
            signals.numbers_taken.emit(numbers_of(travel.session, is_solved=is_solved), purpose)
        case messages.TakeRecipe(purpose):
            every = travel.shown_timeline.evaluator.every
            signals.recipe_taken.emit(recipe_of(travel.session, every), purpose)
        case messages.TakeSession(purpose, bounds, beside_fork):
            timeline = travel.timeline if beside_fork else travel.shown_timeline
            try:
                archive = archive_of(timeline, bounds=bounds)
            except PastError as error:
                signals.refused.emit("", str(error))
            else:
                signals.session_taken.emit(archive, purpose)
        case messages.TakeLifetime(purpose):
            signals.lifetime_taken.emit(lifetime_of(travel.shown_timeline), purpose)


def hand_out_left(request: messages.Request, travel: TimeTravel | None, signals: TrainerSignals) -> None:
    """Emit what a request lets go of, where that is worth keeping.

    The request is answered after it, or cannot fail any more.
    """
    if travel is None:
        return
    fork, run = travel.fork, travel.timeline
    match request:
        case messages.Promote() if fork is not None:
            _hand_out_run(run, run.session.n_steps - fork.from_step, signals)
        case messages.CloseFork() if fork is not None:
            _hand_out_run(fork.timeline, fork.b.n_steps - fork.from_step, signals, is_fork=True)
        case messages.Reset() | messages.OpenSession():
            if fork is not None:
                _hand_out_run(fork.timeline, fork.b.n_steps - fork.from_step, signals, is_fork=True)
            _hand_out_run(run, run.session.n_steps, signals)


def _hand_out_run(timeline: Timeline, n_steps: int, signals: TrainerSignals, *, is_fork: bool = False) -> None:
    """Emit a run of which so many steps would be lost."""
    if n_steps < LEAST_STEPS:
        return
    with contextlib.suppress(PastError):  # the environment cannot be put back; the window has said so
        signals.run_left.emit(LeftRun(archive_of(timeline, bounds=BRIEF), is_fork))


def _evaluated(policy: Policy, travel: TimeTravel, signals: TrainerSignals) -> Policy:
    """Return a policy with its evaluation.

    Without one where the environment fails, so that the policy can be saved.
    """
    try:
        return travel.timeline.evaluator.report(policy)
    except EnvironmentFault as error:
        log.warning("%s", error.english(), exc_info=True)
        signals.refused.emit("", _("The policy was not evaluated. {error}").format(error=error))
        return policy
