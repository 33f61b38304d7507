"""Rules for when training stops by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from playground.engine.breakpoints.breakpoints import Breakpoint, Breakpoints
from playground.engine.breakpoints.conditions import Condition, condition
from playground.engine.breakpoints.tokens import ExpressionError
from playground.engine.breakpoints.variables import step_names
from playground.engine.run.session import Session
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState, UntilView


class Stop(NamedTuple):
    """State of the trainer after the step, and the breakpoint that was hit, if any.

    Of the breakpoint it is the environment steps and the condition.
    """

    state: TrainerState
    hit: tuple[int, str] | None = None


@dataclass
class _Until:
    number: int  # of the request
    condition: Condition[Session]
    last: int  # env steps
    has_come: bool | None = None  # None: it is under way, or somebody paused it


class StopRules:
    """Stops at the run length, a breakpoint, an episode's end, or what was asked for."""

    def __init__(self) -> None:
        self._goal: int | None = None  # env steps: the end of the recipe that the run follows
        self._started_at = 0  # env steps when Run was pressed; an end that lies before it is one no more
        self._to_episode_end = False
        self._breakpoints = Breakpoints()
        self._may_hit = False
        self._until: _Until | None = None

    def begin(self, goal: int | None) -> None:
        """Take over another run, which follows a recipe up to `goal`, or none."""
        self._goal, self._until = goal, None

    def set_breakpoints(self, breakpoints: Iterable[Breakpoint]) -> None:
        self._breakpoints = Breakpoints(breakpoints)

    def start_from(self, session: Session, *, to_episode_end: bool) -> None:
        """Note where a session is when Run is pressed."""
        self._started_at, self._to_episode_end = session.n_steps, to_episode_end
        self._until = None

    def start(self, session: Session, request: messages.Run | messages.RunUntil) -> str:
        """Note where a session is when it is to run, and until when.

        Returns why it cannot: what it is to run until is no condition.
        """
        if isinstance(request, messages.Run):
            self.start_from(session, to_episode_end=request.to_episode_end)
            return ""
        try:
            stops = condition(request.condition, step_names(session.settings))
        except ExpressionError as error:
            return str(error)
        self.start_from(session, to_episode_end=False)
        self._until = _Until(request.number, stops, session.n_steps + request.at_most)
        return ""

    @property
    def until(self) -> UntilView | None:
        """What the newest RunUntil came to."""
        return None if self._until is None else UntilView(self._until.number, self._until.has_come)

    def watch_from(self, session: Session) -> None:
        """Take note of breakpoints set meanwhile.

        Call it before steps are made, after anything was answered.
        """
        self._may_hit = self._breakpoints.watch_from(session)

    @property
    def may_stop_soon(self) -> bool:
        """Whether it is to stop at an episode's end or may at a breakpoint."""
        return self._to_episode_end or self._may_hit or self._until is not None

    def stop_after(self, session: Session) -> Stop | None:
        """Return how to stop after the step just made, None to go on."""
        n_steps, started_at, until = session.n_steps, self._started_at, self._until
        if until is not None:
            holds = until.condition.holds(session)
            if holds or n_steps >= until.last:
                until.has_come = holds
                return Stop(TrainerState.PAUSED)
        elif started_at < session.params.run_length <= n_steps or (self._goal and started_at < self._goal <= n_steps):
            return Stop(TrainerState.FINISHED)
        if self._may_hit and (hit := self._breakpoints.hit(session)) is not None:
            return Stop(TrainerState.PAUSED, (n_steps, hit.text))
        if self._to_episode_end and session.shown.over:
            return Stop(TrainerState.PAUSED)
        return None

    def state_after_one(self, session: Session) -> TrainerState:
        """Return the state of the trainer after a single step."""
        is_end = session.n_steps in (session.params.run_length, self._goal)
        return TrainerState.FINISHED if is_end else TrainerState.PAUSED
