"""Breakpoints: conditions at which a run pauses.

A breakpoint is hit by a step after which its condition holds, if it did not hold after the step before. So one that
holds all the time pauses a run once, and one that has to do with an episode pauses again in the next. Before the first
step of a run nothing holds. Which steps hit it is thus a property of the run alone: of going back and running again,
of when the breakpoint was added and of pauses in between it does not depend.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.engine.breakpoints.conditions import Condition, condition
from playground.engine.breakpoints.tokens import ExpressionError
from playground.engine.breakpoints.variables import step_names

if TYPE_CHECKING:
    from playground.engine.run.session import Session
    from playground.engine.run.settings import Settings

MOST = 20  # in one list: each that is on is read after every step


@dataclass(frozen=True)
class Breakpoint:
    """A condition as it was typed, and whether it is on."""

    text: str
    enabled: bool = True


class Breakpoints:
    """A list of breakpoints, and which of them a run can hit.

    Those are the ones that are on and whose names the run has.
    """

    def __init__(self, breakpoints: Iterable[Breakpoint] = ()) -> None:
        self._wanted = tuple(breakpoints)
        self._settings: Settings | None = None  # of the run that is watched
        self._watched: list[_Watched] = []
        self._seen: tuple[weakref.ref[Session], int] | None = None  # what the newest look was at, and after which call

    def watch_from(self, session: Session) -> bool:
        """Note which conditions hold before the next step.

        Returns whether the session can hit any breakpoint.
        """
        if self._settings is not session.settings:
            self._settings = session.settings
            self._watched = _watched(self._wanted, session.settings)
        elif self._seen is not None and self._seen[0]() is session and self._seen[1] == session.n_calls:
            return bool(
                self._watched
            )  # hit() looked here; what was changed since, between two steps, counts with the next
        for watched in self._watched:
            watched.held = session.n_calls > 0 and watched.condition.holds(session)
        return bool(self._watched)

    def hit(self, session: Session) -> Breakpoint | None:
        """Return the first breakpoint that the newest step has hit.

        Call it after every step.
        """
        found = None
        for watched in self._watched:
            holds = watched.condition.holds(session)
            if holds and not watched.held and found is None:
                found = watched.breakpoint
            watched.held = holds
        self._seen = weakref.ref(session), session.n_calls
        return found


@dataclass
class _Watched:
    breakpoint: Breakpoint
    condition: Condition[Session]
    held: bool = False


def _watched(breakpoints: Iterable[Breakpoint], settings: Settings) -> list[_Watched]:
    names = step_names(settings)
    watched = []
    for breakpoint in breakpoints:
        if breakpoint.enabled:
            try:
                watched.append(_Watched(breakpoint, condition(breakpoint.text, names)))
            except ExpressionError:
                continue  # it rests; who shows the list says why
    return watched
