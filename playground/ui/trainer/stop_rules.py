"""Rules for when training stops by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from playground.engine.breakpoints.breakpoints import Breakpoint, Breakpoints
from playground.engine.run.session import Session
from playground.ui.trainer.snapshot import TrainerState


class Stop(NamedTuple):
    """State of the trainer after the step, and the breakpoint that was hit, if any.

    Of the breakpoint it is the environment steps and the condition.
    """

    state: TrainerState
    hit: tuple[int, str] | None = None


class StopRules:
    """Stops at the run length, a recipe's end, a breakpoint, or an episode's end."""

    def __init__(self) -> None:
        self._goal: int | None = None  # env steps: the end of the recipe that the run follows
        self._started_at = 0  # env steps when Run was pressed; an end that lies before it is one no more
        self._to_episode_end = False
        self._breakpoints = Breakpoints()
        self._may_hit = False

    def begin(self, goal: int | None) -> None:
        """Take over another run, which follows a recipe up to `goal`, or none."""
        self._goal = goal

    def set_breakpoints(self, breakpoints: Iterable[Breakpoint]) -> None:
        self._breakpoints = Breakpoints(breakpoints)

    def start_from(self, session: Session, *, to_episode_end: bool) -> None:
        """Note where a session is when Run is pressed."""
        self._started_at, self._to_episode_end = session.n_steps, to_episode_end

    def watch_from(self, session: Session) -> None:
        """Take note of breakpoints set meanwhile.

        Call it before steps are made, after anything was answered.
        """
        self._may_hit = self._breakpoints.watch_from(session)

    @property
    def may_stop_soon(self) -> bool:
        """Whether it is to stop at an episode's end or may at a breakpoint."""
        return self._to_episode_end or self._may_hit

    def stop_after(self, session: Session) -> Stop | None:
        """Return how to stop after the step just made, None to go on."""
        n_steps, started_at = session.n_steps, self._started_at
        if started_at < session.params.run_length <= n_steps or (self._goal and started_at < self._goal <= n_steps):
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
