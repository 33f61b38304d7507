"""Changes to come in a run by themselves: a recipe's, or those a fork repeats."""

from __future__ import annotations

import math
from dataclasses import replace

from playground.engine.run.inputs import Input
from playground.engine.run.metrics import WEIGHTS, Mark
from playground.engine.run.session import Session
from playground.hyper import hypers


def changes_to_come(session: Session) -> tuple[Mark, ...]:
    """Return them in their order, one for each gesture.

    What a value changes from nobody knows yet: `before` is not a number.
    """
    found: list[Mark] = []
    for entry in session.to_come:
        mark = _mark(entry, session)
        if mark is None:
            continue
        is_same = bool(found) and mark.gesture != 0 and _gesture(found[-1]) == _gesture(mark)
        if is_same:
            mark = replace(mark, step=found.pop().step, until=mark.step)
        found.append(mark)
    return tuple(found)


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
    return None


def _gesture(mark: Mark) -> tuple[int, str]:
    return mark.gesture, mark.name
