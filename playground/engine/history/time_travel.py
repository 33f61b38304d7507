"""The moment of a run that is shown: its present, its past, or a fork."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.transition_log import TransitionLog
from playground.engine.evaluation.evaluation import EvaluationFindings, EvaluationStopped, Evaluator
from playground.engine.evaluation.result import Evaluation
from playground.engine.history.fork import Fork
from playground.engine.history.timeline import PastError, Timeline, repeat_step
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.i18n import N_

_ROWS_AT_ONCE = 4096


class TimeTravel:
    """One run, and the place in it that is shown, stepped and changed.

    Going on from the past without a change makes the same steps again, up to the present, and on from there. A change
    in the past makes a fork, so that the present is never lost.
    """

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.visited: Session | None = None  # a moment of the past
        self.fork: Fork | None = None

    @property
    def session(self) -> Session:
        """The session shown: run B of a fork, a past moment, or the present."""
        if self.fork is not None:
            return self.fork.b
        return self.visited or self.timeline.session

    @property
    def shown_timeline(self) -> Timeline:
        """The run that is shown and changed: run B of a fork, else the run."""
        return self.timeline if self.fork is None else self.fork.timeline

    @property
    def is_past(self) -> bool:
        """Whether a moment before the present is shown."""
        return self.visited is not None

    @property
    def findings(self) -> EvaluationFindings:
        """The findings of evaluations at the moment that is shown."""
        return self.shown_timeline.findings_at(self.session.n_calls)

    def step(self, trace: Trace | None = None) -> None:
        """Go on by one call of Session.step(), and raise what that raises."""
        if self.fork is not None:
            self.fork.step(trace)
        elif self.visited is None:
            self.timeline.step(trace)
        elif self.visited.n_calls < self.timeline.exact_from:  # to the next moment that was kept
            self.goto(self.visited.n_calls + 1)
        else:
            repeat_step(self.visited, trace)
            self._arrive(self.visited)

    def submit(self, kind: str, payload: dict[str, object], gesture: int = 0) -> None:
        """Change what is shown, now; in the past this makes a fork.

        Raises a PlaygroundError and changes nothing if bad.
        """
        if self.fork is None and self.visited is not None:
            self.timeline.check_exact(self.visited.n_calls)
            fork = Fork(self.timeline, self.visited)
            fork.submit(kind, payload, gesture)
            self.fork, self.visited = fork, None
        elif self.fork is not None:
            self.fork.submit(kind, payload, gesture)
        else:
            self.timeline.session.submit(kind, payload, gesture)

    def goto(
        self,
        n_calls: int,
        trace: Trace | None = None,
        *,
        on_progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> bool:
        """Show the moment when `n_calls` calls were done, or the nearest there is.

        Of a past that was made elsewhere it is one that was kept. Returns False if it was stopped. `trace` is filled with the step that led there. Raises PastError, with all as
        it was, beside a fork, or where there is no way back.
        """
        if self.fork is not None:
            raise PastError(
                N_(
                    "A fork goes on beside the run, so no other moment can be shown now. Close the fork, or let it become the run, and go back then."
                )
            )
        present = self.timeline.session.n_calls
        n_calls = self.timeline.moment_for(max(0, min(n_calls, present)), self.session.n_calls)
        if n_calls == present and (trace is None or present == self.timeline.exact_from):
            self.visited = None
            return True
        session = self.timeline.goto(
            n_calls, trace if n_calls else None, on_progress=on_progress, should_stop=should_stop
        )
        if session is None:
            return False
        self._arrive(session)
        return True

    def trace_last_step(self, trace: Trace, should_stop: Callable[[], bool] | None = None) -> bool:
        """Fill `trace` with the step that led to what is shown, which is made again.

        Nothing that is shown changes. Returns False if it was stopped or there is no such step; raises PastError where
        there is no way back.
        """
        n_calls, timeline = self.session.n_calls, self.shown_timeline
        return n_calls > timeline.exact_from and timeline.goto(n_calls, trace, should_stop=should_stop) is not None

    def to_present(self) -> None:
        """Show the present again."""
        self.visited = None

    def episode_before(self) -> int:
        """Return the number of calls at the end of the previous episode.

        It is the one before the moment that is shown; 0 if none had ended.
        """
        session = self.session
        n_sub_envs = len(session.sub_envs)
        first = -(-session.log.first // n_sub_envs) * n_sub_envs  # of the first call whose rows are all there
        stop = session.log.added.row_of((session.n_calls - 1) * n_sub_envs)
        while stop > 0:
            start = max(first, stop - _ROWS_AT_ONCE // n_sub_envs * n_sub_envs)
            if start >= stop:
                break
            ends = _ends(session.log, start, stop, n_sub_envs)
            if len(ends):
                return int(ends[-1])
            stop = start
        return 0

    def episode_after(self) -> int:
        """Return the number of calls at the end of the next episode.

        It is that of the present if none has ended since.
        """
        n_sub_envs, log = self.timeline.n_sub_envs, self.timeline.session.log
        start = log.added.row_of(self.session.n_calls * n_sub_envs)
        while start < log.n_rows:
            stop = min(start + _ROWS_AT_ONCE // n_sub_envs * n_sub_envs, log.n_rows)
            ends = _ends(log, start, stop, n_sub_envs)
            if len(ends):
                return int(ends[0])
            start = stop
        return self.timeline.session.n_calls

    def begin_fork(self, forced_action: Any = None) -> None:
        """Begin a fork at the moment that is shown.

        Its next step takes the action, if one is given, as an input has it. Raises PastError, or HyperError where it is no action of the environment, with all
        as it was.
        """
        self.timeline.check_can_go_back()
        self.timeline.check_exact(self.session.n_calls)
        if self.fork is not None:
            raise PastError(
                N_(
                    "There is a fork beside the run already. Close it, or let it become the run, before you begin another."
                )
            )
        fork = Fork(self.timeline, self.session)
        if forced_action is not None:
            fork.submit("force_action", {"action": forced_action})
        self.fork, self.visited = fork, None

    def close_fork(self) -> None:
        """Drop the fork; the run is at its present, as it was."""
        self.fork = None

    def promote(self, *, drops_to_come: bool = False) -> None:
        """Let run B of the fork become the run.

        What was the run is gone but for what they share. B goes on to repeat what was changed in A later, unless it
        drops that.
        """
        if self.fork is not None:
            if drops_to_come:
                self.fork.b.to_come.clear()
            self.timeline, self.fork = self.fork.timeline, None

    def evaluate(self, should_stop: Callable[[], bool] | None = None) -> Evaluation | None:
        """Evaluate the policy that is shown because a person asked for it.

        A moment of the past keeps no trace of it. Returns None if it was stopped.
        """
        is_present = self.visited is None
        evaluator = self.shown_timeline.evaluator if self.visited is None else Evaluator(self.visited)
        try:
            return evaluator.ask(notes=is_present, should_stop=should_stop)
        except EvaluationStopped:
            return None

    def _arrive(self, session: Session) -> None:
        is_present = session.n_calls == self.timeline.session.n_calls
        self.visited = None if is_present else session


def _ends(log: TransitionLog, start: int, stop: int, n_sub_envs: int) -> NDArray[np.int64]:
    """Return the calls of those that made these rows which ended an episode.

    It is one of the environment that is shown.
    """
    over = log.read(start, stop)[::n_sub_envs, -2:].any(axis=1)
    rows = start + n_sub_envs * np.flatnonzero(over)
    return log.added.own_before(rows[~log.added.hold(rows)]) // n_sub_envs + 1
