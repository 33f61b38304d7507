"""Actions: stepping a run, its past or its fork."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from playground.engine.run.trace import Trace
from playground.errors import DivergedError
from tests.engine.state_machine.checks import RunChecks
from tests.engine.state_machine.state import DONE

MOST_CALLS = 400  # of a run


class StepActions(RunChecks):
    """Single steps, with and without a trace, and longer runs."""

    @precondition(lambda self: self.session.n_calls < MOST_CALLS)
    @rule(n=st.integers(1, 40), looks=st.booleans())
    def walk(self, n: int, looks: bool) -> None:
        self.step(n, looks)

    @precondition(lambda self: self.session.n_calls < MOST_CALLS)
    @rule(n=st.integers(40, 150))
    def run(self, n: int) -> None:
        self.step(n, looks=False)

    def step(self, n: int, looks: bool) -> None:
        DONE["step in the past" if self.travel.is_past else "step a fork" if self.travel.fork else "step"] += 1
        for _ in range(n):
            if not self.one_step(Trace() if looks else None):
                break

    def one_step(self, trace: Trace | None = None) -> bool:
        """Make a step as the trainer does; return whether it went well."""
        before = self.session.n_steps
        try:
            self.travel.step(trace)
        except DivergedError:
            assert not self.travel.is_past
            self.note_all()
            self.session.roll_back()
            DONE["put back after it diverged"] += 1
            return False
        assert trace is None or trace.step == self.session.n_steps
        assert self.session.n_steps == before + len(self.session.sub_envs)
        return True
