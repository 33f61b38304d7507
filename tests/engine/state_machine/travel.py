"""Actions: going back in a run, forking it, evaluating it."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from playground.engine.history.timeline import PastError
from playground.engine.run.trace import Trace
from tests.engine.state_machine.seen_run import SeenRun, moment_of
from tests.engine.state_machine.state import DONE, percents
from tests.engine.state_machine.steps import StepActions


class TravelActions(StepActions):
    """Ways to moments of the past and back, and what becomes of a fork."""

    @rule(percent=percents, looks=st.booleans())
    def goto(self, percent: int, looks: bool) -> None:
        self.go(round(percent / 100 * self.present.n_calls), Trace() if looks else None)

    @rule()
    def step_back(self) -> None:
        self.go(self.session.n_calls - 1, Trace())

    @rule()
    def episode_back(self) -> None:
        session, log = self.session, self.session.log
        n_calls = self.travel.episode_before()
        n, first = len(session.sub_envs), int(log.added.own_before(log.first))
        own = log.read(log.first, log.n_rows)[~log.added.hold(np.arange(log.first, log.n_rows))]
        over = own[(-first) % n :: n, -2:].any(axis=1)
        ends = -(-first // n) + 1 + np.flatnonzero(over)
        assert n_calls == max((int(end) for end in ends if end < session.n_calls), default=0)
        self.go(n_calls, Trace())

    def go(self, n_calls: int, trace: Trace | None) -> None:
        travel, shown = self.travel, self.session
        present = moment_of(self.present)
        try:
            assert travel.goto(n_calls, trace)
        except PastError:
            DONE["goto refused"] += 1
            assert travel.fork is not None
            assert self.session is shown
            return
        DONE["goto"] += 1
        assert travel.fork is None
        n_calls = max(0, min(n_calls, present[0]))
        session = travel.session
        assert (session.n_calls, travel.is_past) == (n_calls, n_calls < present[0])
        assert moment_of(self.present) == present
        if travel.is_past:
            assert all(entry.step < n_calls for entry in session.inputs), "changes of that moment are not made yet"
            assert all(entry.step >= n_calls for entry in session.to_come)
        if trace is not None and n_calls:
            assert trace.step == session.n_steps
            self.seen_trace(trace)

    def seen_trace(self, trace: Trace) -> None:
        """Hold what is told of a step against the log of the run."""
        assert self.seen.rows is not None
        n_sub_envs, log = len(self.session.sub_envs), self.session.log
        size, row = log.observation_size, self.seen.rows[log.added.row_of(trace.step - n_sub_envs)]
        assert row[:size].tobytes() == trace.observation.tobytes()
        assert row[size : 2 * size].tobytes() == trace.next_observation.tobytes()
        assert tuple(row[-2:]) == (trace.terminated, trace.truncated)

    @rule()
    def to_present(self) -> None:
        DONE["to the present"] += 1
        self.travel.to_present()

    @precondition(lambda self: not self.present.inputs or self.present.inputs[-1].step < self.present.n_calls)
    @rule()
    def keep(self) -> None:
        """Keep a keyframe, as the clock does: after a step, before anything is changed."""
        DONE["keep a keyframe"] += 1
        self.travel.timeline.keep()

    @rule()
    def begin_fork(self) -> None:
        at, fork = self.session, self.travel.fork
        try:
            self.travel.begin_fork()
        except PastError:
            DONE["fork refused"] += 1
            assert self.travel.fork is fork is not None
            return
        DONE["fork"] += 1
        self.seen_b = self.seen.branch(at)
        self.fork_is_plain = not any(entry.kind == "restore" for entry in at.to_come)

    @rule()
    def close_fork(self) -> None:
        DONE["close the fork" if self.travel.fork else "close no fork"] += 1
        present = self.present
        was_past = self.travel.is_past
        self.travel.close_fork()
        assert self.present is present
        assert self.travel.is_past == was_past

    @rule()
    def promote(self) -> None:
        fork = self.travel.fork
        DONE["promote" if fork else "promote nothing"] += 1
        self.travel.promote()
        if fork is not None:
            assert self.present is fork.b is self.session
            self.seen, self.seen_b = self.seen_b, SeenRun()
            self.inputs = []
            self.asked = [at for at in self.asked if at <= self.present.n_steps]

    @rule()
    def evaluate(self) -> None:
        DONE["evaluate"] += 1
        n_rows = self.present.metrics.evaluations.n_rows
        self.travel.evaluate()
        if self.travel.is_past:
            assert self.present.metrics.evaluations.n_rows == n_rows
        else:
            self.asked.append(self.session.n_steps)
