"""A whole run without a window, for the command line and for experiments."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import BinaryIO, Literal, cast

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.run.session import Session
from playground.errors import DivergedError, EnvironmentFault, PlaygroundError

_STEPS_BETWEEN_NEWS = 50


def open_spill() -> BinaryIO | None:
    """Return a nameless file for the older part of a transition log.

    None where there is no place for one; the log then stays in memory.
    """
    try:
        return cast(BinaryIO, tempfile.TemporaryFile(prefix="playground-"))
    except OSError:
        return None


@dataclass
class RunOutcome:
    """The reason why a run ended, and what its parts cost."""

    end: Literal["done", "solved", "stopped", "diverged", "failed"] = "done"
    error: PlaygroundError | None = None  # of the last two: the learner's numbers, or the environment
    train_seconds: float = 0.0  # in Session.step() alone
    eval_seconds: float = 0.0


def train(
    session: Session,
    evaluator: Evaluator,
    n_steps: int,
    *,
    until_solved: bool = False,
    should_stop: Callable[[], bool],
    on_progress: Callable[[], None],
) -> RunOutcome:
    """Train until `n_steps` env steps are done, or something ends it earlier.

    That may be a solved task (if asked), a person or an error. With several environments the last call of step() may go
    a little beyond. The policy at the end is evaluated too, so that it may be the best. `should_stop` is asked between
    two steps. Call arrays.prepare_thread() first.
    """
    outcome = RunOutcome()
    n_evaluated = 0

    def evaluate(*, only_if_due: bool) -> None:
        nonlocal n_evaluated
        begun = perf_counter()
        if not only_if_due:
            evaluator.run()
        if not only_if_due or evaluator.run_if_due():
            n_evaluated = session.n_steps
        outcome.eval_seconds += perf_counter() - begun

    def steps_until_news() -> None:
        begun = perf_counter()
        try:
            for _ in range(_STEPS_BETWEEN_NEWS):
                session.step()
                if session.n_steps >= n_steps or evaluator.due() or should_stop():
                    break
        finally:
            outcome.train_seconds += perf_counter() - begun

    while session.n_steps < n_steps:
        if should_stop():
            outcome.end = "stopped"
            break
        try:
            steps_until_news()
            evaluate(only_if_due=True)
        except DivergedError as error:
            outcome.end, outcome.error = "diverged", error
            break
        except EnvironmentFault as error:
            outcome.end, outcome.error = "failed", error
            break
        if until_solved and evaluator.solved_at is not None:
            outcome.end = "solved"
            break
        on_progress()
    session.catch_up()  # with what was done to the run at its very end, where it is repeated
    if n_evaluated < session.n_steps:
        try:
            evaluate(only_if_due=False)
        except EnvironmentFault as error:
            outcome.end, outcome.error = "failed", outcome.error or error
    return outcome
