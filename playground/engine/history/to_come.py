"""Changes to come in a run by themselves: a recipe's, or those a fork repeats."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from dataclasses import replace

from playground.engine.run.demonstrations import episode_mark
from playground.engine.run.inputs import Input
from playground.engine.run.interventions import forced_mark, placing_mark
from playground.engine.run.metrics import WEIGHTS, Mark
from playground.engine.run.session import Session
from playground.hyper import hypers


def changes_to_come(session: Session) -> tuple[Mark, ...]:
    """Return them in their order, one for each gesture.

    What a value changes from nobody knows yet: `before` is not a number.
    """
    return ChangesToCome().of(session)


class ChangesToCome:
    """The changes to come of a session that goes on, worked out only once."""

    def __init__(self) -> None:
        self._inputs: deque[Input] | None = None  # whoever drops some of them makes another
        self._n_left = 0  # when it was asked last
        self._marks: tuple[Mark, ...] = ()
        self._left_after: list[int] = []  # inputs that are to come after each of the marks; negative, so that they rise

    def of(self, session: Session) -> tuple[Mark, ...]:
        """Return them in their order, one for each gesture."""
        n_left = len(session.to_come)
        if session.to_come is not self._inputs:
            self._work_out(session)
        elif n_left < self._n_left:
            self._leave_out(session)
        self._inputs, self._n_left = session.to_come, n_left
        return self._marks

    def _work_out(self, session: Session) -> None:
        found: list[Mark] = []
        left_after: list[int] = []
        for number, entry in enumerate(session.to_come, 1 - len(session.to_come)):
            mark = _mark(entry, session)
            if mark is None:
                continue
            is_same = bool(found) and mark.gesture != 0 and _gesture(found[-1]) == _gesture(mark)
            if is_same:
                mark = replace(mark, step=found.pop().step, until=mark.step)
                left_after.pop()
            found.append(mark)
            left_after.append(number)
        self._marks, self._left_after = tuple(found), left_after

    def _leave_out(self, session: Session) -> None:
        """Leave out what has happened, and of a gesture under way its beginning."""
        done = bisect_right(self._left_after, -len(session.to_come))
        self._marks, self._left_after = self._marks[done:], self._left_after[done:]
        if not self._marks:
            return
        first = self._marks[0]
        begins = session.to_come[0].step * len(session.sub_envs)
        if first.step < begins <= first.end and first.gesture and session.to_come[0].gesture == first.gesture:
            begun = replace(first, step=begins, until=first.until if first.until > begins else 0)
            self._marks = (begun, *self._marks[1:])


def _mark(entry: Input, session: Session) -> Mark | None:
    step, payload = entry.step * len(session.sub_envs), entry.payload
    match entry.kind:
        case "set_hyper" | "set_environment":
            params = session.params if entry.kind == "set_hyper" else session.environment_params
            record = hypers(params).get(payload["name"])
            value = record.check(payload["value"])
            return Mark(step, record.name, math.nan, value, entry.gesture, record.optional)
        case "release_hyper":
            return Mark(step, payload["name"], None, None, entry.gesture, released=True)
        case "restore":
            return Mark(step, WEIGHTS, step, payload["step"], entry.gesture)
        case "push" if session.card.push is not None:
            change = float(payload["change"])
            return Mark(step, session.card.push.name_of(change), 0.0, abs(change), 0)
        case "force_action":
            return forced_mark(step, session.card, payload["action"])
        case "set_state" if session.card.placing is not None:
            return placing_mark(step, session.card, payload["state"])
        case "add_episode":
            return episode_mark(step, payload)
    return None


def _gesture(mark: Mark) -> tuple[int, str]:
    return mark.gesture, mark.name
