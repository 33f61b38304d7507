"""A fork: a run beside another, with the same draws and past and one change."""

from __future__ import annotations

from collections import deque

from playground.engine.history.difference import Difference, difference, same_actions
from playground.engine.history.keyframe import keyframe_of, past_of, resume
from playground.engine.history.timeline import Timeline, repeat_step
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.errors import DivergedError, EnvironmentFault

_SETTING = ("set_hyper", "release_hyper", "set_environment")


class Fork:
    """Run B, which leaves run A at a moment of A, and A going on beside it.

    B repeats what was changed in A later, but for what is changed in B by hand: from there on that is B's own. Where
    A diverged and was put back, B is on its own too.
    """

    def __init__(self, run: Timeline, at: Session) -> None:
        """Fork from A at `at`: its present, or a session that its goto() gave."""
        run.add_evaluations(at)
        self.run = run
        self.a = at  # A at the step where B is
        b = resume(keyframe_of(at), past_of(at))
        b.to_come = deque(entry for entry in b.to_come if entry.kind != "restore")
        self.timeline = run.branch(b)
        self.from_step = at.n_steps
        self.difference: Difference | None = None  # the first one
        self.other_action: int | None = None  # the first step in which the actions differ

    @property
    def b(self) -> Session:
        """The session of run B, which people see and change."""
        return self.timeline.session

    def submit(self, kind: str, payload: dict[str, object], gesture: int = 0) -> None:
        """Change B, now; raises a PlaygroundError and changes nothing if bad."""
        b = self.b
        b.submit(kind, payload, gesture)
        if kind in _SETTING:
            b.to_come = deque(
                entry for entry in b.to_come if entry.kind not in _SETTING or entry.payload["name"] != payload["name"]
            )
        if kind == "set_environment" or (kind == "set_hyper" and payload["name"] == "replay"):
            # They were played in A's environment: in another one they may not even be possible.
            b.to_come = deque(entry for entry in b.to_come if entry.kind != "add_episode")

    def step(self, trace: Trace | None = None) -> None:
        """Let both go on by one call of Session.step(); `trace` is B's.

        Raises what B's step raises, or A's, once both have made it.
        """
        compares = self.difference is None
        trace_a = Trace(shows_inside=False) if compares else None
        trace_b = Trace(shows_inside=False) if compares and trace is None else trace
        fault = self._step_a(trace_a)
        self.timeline.step(trace_b)
        if trace_a is not None and trace_b is not None:
            self.difference = difference(self.a, self.b, trace_a, trace_b)
        if self.other_action is None and not same_actions(self.a, self.b):
            self.other_action = self.b.n_steps
        if self.a.n_calls == self.run.session.n_calls:
            self.a = self.run.session  # only now: what was changed in it at this very moment B has yet to repeat
        if fault is not None:
            raise fault

    def _step_a(self, trace: Trace | None) -> EnvironmentFault | None:
        """Make A's step: a repetition in A's past, a new one at its present."""
        present = self.run.session
        if self.a.n_calls < present.n_calls:
            repeat_step(self.a, trace)
            return None
        self.a = present
        try:
            self.run.step(trace)
        except DivergedError:
            present.roll_back()  # nobody looks at A's settings now; the mark on its curves tells
        except EnvironmentFault as error:
            return error
        return None
