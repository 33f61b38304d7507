"""What always holds of a run, and that it can be made again."""

from __future__ import annotations

import numpy as np
from hypothesis.stateful import invariant

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.keyframe import keyframe_of
from playground.engine.history.keyframe_store import size_of
from playground.engine.run.session import Session
from tests.engine.state_machine.seen_run import inputs_of, moment_of, text_of
from tests.engine.state_machine.state import DONE, EVERY, RunState


class RunChecks(RunState):
    """After each action all of this is checked; at the end the run is made again."""

    def teardown(self) -> None:
        try:
            if hasattr(self, "travel"):
                self.repeat()
        finally:
            self._scale.__exit__(None, None, None)

    @invariant()
    def all_holds(self) -> None:
        if hasattr(self, "travel"):
            self.note_all()
            self.what_was_given_stays_given()
            self.evaluations_of_the_past_are_those_of_the_run()
            self.keyframes_are_in_order_and_within_their_budget()

    def note_all(self) -> None:
        travel, fork = self.travel, self.travel.fork
        self.seen.note(self.present)
        if fork is None:
            self.seen.note(self.session)
            self.seen.note_findings(self.session.n_calls, travel.findings)
        else:
            self.seen.note(fork.a)
            self.seen_b.note(fork.b)
            assert fork.a.n_calls == fork.b.n_calls
        if fork is not None and self.fork_is_plain:
            assert (fork.difference, fork.other_action) == (None, None)
            known = self.seen.moments.get(moment_of(fork.b))
            assert known in (None, self.seen_b.moments[moment_of(fork.b)]), "a fork without a change differs"

    def what_was_given_stays_given(self) -> None:
        applied = [text_of(entry) for entry in self.present.inputs]
        assert applied[: len(self.inputs)] == self.inputs
        self.inputs = applied
        if self.travel.visited is not None:
            assert inputs_of(self.travel.visited) == inputs_of(self.present)
        for session in (self.present, self.session):
            steps = [entry.step for entry in (*session.inputs, *session.to_come)]
            assert steps == sorted(steps)

    def evaluations_of_the_past_are_those_of_the_run(self) -> None:
        rows = self.present.metrics.evaluations.since(0)
        assert (np.diff(rows[:, 0]) >= 0).all()
        visited = self.travel.visited
        if visited is not None:
            theirs = visited.metrics.evaluations.since(0)
            assert theirs.tobytes() == rows[: len(theirs)].tobytes()

    def keyframes_are_in_order_and_within_their_budget(self) -> None:
        timeline = self.travel.timeline
        steps = timeline.keyframe_steps()
        assert steps == sorted(set(steps))
        assert all(0 <= step <= self.present.n_steps for step in steps)
        assert timeline.keyframes.n_bytes <= max(timeline.keyframes._budget, 2 * size_of(keyframe_of(self.present)))

    def repeat(self) -> None:
        """Make the run again from its settings and inputs alone, through every moment that was seen."""
        DONE["made again from its inputs"] += 1
        present, seen = self.present, self.seen
        session = Session(present.settings, (*present.inputs, *present.to_come))
        evaluator = Evaluator(session, EVERY)
        while session.n_calls < present.n_calls:
            if session.n_calls in seen.findings:
                seen.note_findings(session.n_calls, evaluator.findings())
            if moment_of(session) in seen.moments:
                seen.note(session)
            session.step()
            if evaluator.due():
                evaluator.run_if_due()
        if len(present.inputs) > len(session.inputs):
            session.catch_up()
        assert moment_of(session) == moment_of(present)
        seen.note(session)
        seen.note_findings(session.n_calls, evaluator.findings())
        rows = [row for row in present.metrics.evaluations.since(0).tolist() if row[0] not in self.asked]
        assert repr(rows) == repr(
            [row for row in session.metrics.evaluations.since(0).tolist() if row[0] not in self.asked]
        )
