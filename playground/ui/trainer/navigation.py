"""Navigation through the past and forks of a run, on the thread that trains."""

from __future__ import annotations

import time
from collections.abc import Callable

from playground.engine.history.time_travel import TimeTravel
from playground.engine.run.trace import Trace
from playground.ui.trainer import messages

PATIENCE_S = 0.15  # a way to a moment that takes longer shows how far it is, and gives way to what is asked for

Move = messages.Goto | messages.StepBack | messages.EpisodeBack | messages.EpisodeForward  # to another moment
GIVES_UP = (
    messages.Goto,
    messages.CancelGoto,
    messages.Run,
    messages.RunUntil,
    messages.Reset,
    messages.OpenSession,
    messages.Close,
)  # a long way; all else waits for it
Navigation = Move | messages.CancelGoto | messages.ForkHere | messages.CloseFork | messages.Promote


def navigate(
    request: Navigation,
    travel: TimeTravel,
    shown: Trace | None,
    on_progress: Callable[[int, int], None],
    is_given_up: Callable[[], bool],
) -> Trace | None:
    """Do what is asked; return the trace of the step that led to what is shown.

    There may be none. `shown` is the trace of what is shown now, `is_given_up` says whether another moment is wanted by
    now. Raises PastError, or HyperError, with all as it was.
    """
    match request:
        case messages.Goto(n_steps):
            return _goto(travel, -(-n_steps // travel.timeline.n_sub_envs), shown, on_progress, is_given_up)
        case messages.StepBack():
            return _goto(travel, travel.session.n_calls - 1, shown, on_progress, is_given_up)
        case messages.EpisodeBack():
            return _goto(travel, travel.episode_before(), shown, on_progress, is_given_up)
        case messages.EpisodeForward():
            return _goto(travel, travel.episode_after(), shown, on_progress, is_given_up)
        case messages.ForkHere(action):
            travel.begin_fork(action)
        case messages.CloseFork():
            travel.close_fork()
            return None
        case messages.Promote(drops_to_come):
            travel.promote(drops_to_come=drops_to_come)
    return shown


def _goto(
    travel: TimeTravel,
    n_calls: int,
    shown: Trace | None,
    on_progress: Callable[[int, int], None],
    is_given_up: Callable[[], bool],
) -> Trace | None:
    trace, begun = Trace(), time.perf_counter()

    def is_long() -> bool:
        return time.perf_counter() - begun > PATIENCE_S

    def report(done: int, total: int) -> None:
        if is_long():
            on_progress(done, total)

    def should_stop() -> bool:
        return is_long() and is_given_up()

    if not travel.goto(n_calls, trace, on_progress=report, should_stop=should_stop):
        return shown
    return trace if trace.step else None
