"""Everything from outside that changes a run, in order. Nothing else may touch a Session.

A run is given by its settings and this list: the same list gives the same bits again, wherever it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.engine.metrics import Mark
from playground.errors import HyperError
from playground.hyper import changed, hypers
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.engine.session import Session


@dataclass(frozen=True)
class Input:
    """One change: it applies when `step` calls of Session.step() are done, before the next."""

    step: int
    kind: str
    payload: dict[str, Any]
    gesture: int = 0  # changes of one drag share a number; 0 stands alone


def check_input(session: Session, kind: str, payload: dict[str, Any]) -> None:
    """Raise a PlaygroundError if the change cannot be made; nothing is changed by asking."""
    if kind == "set_hyper":
        record = hypers(session.params).get(payload["name"])
        changed(session.params, {record.name: payload["value"]})
        if not record.live:
            raise HyperError(
                N_("{name} is fixed within a run. The new value is used after Reset; this run goes on with {value}."),
                name=record.name, value=record.format(getattr(session.params, record.name)),
            )  # fmt: skip


def apply_input(session: Session, entry: Input) -> None:
    """Make the change; called between two steps only."""
    APPLY[entry.kind](session, entry)


def _set_hyper(session: Session, entry: Input) -> None:
    """Give a hyperparameter a value; a scheduled one is held there until it is released."""
    record = hypers(session.params).get(entry.payload["name"])
    before = getattr(session.params, record.name)
    after = record.check(entry.payload["value"])
    setattr(session.params, record.name, after)
    if record.scheduled:
        session.agent.held.add(record.name)
    session.metrics.add_mark(Mark(session.n_steps, record.name, before, after, entry.gesture))


def _release_hyper(session: Session, entry: Input) -> None:
    """Let the schedule take over again, from the held value."""
    name = entry.payload["name"]
    value = getattr(session.params, name)
    session.agent.held.discard(name)
    session.metrics.add_mark(Mark(session.n_steps, name, value, value, entry.gesture, released=True))


def _load_weights(session: Session, entry: Input) -> None:
    """Begin from the weights of a policy."""
    session.agent.load_weights(entry.payload["weights"])


# To add a kind: a function here, and a test in tests/engine/test_inputs.py that the run repeats with it, bit for bit.
APPLY: dict[str, Callable[[Session, Input], None]] = {
    "set_hyper": _set_hyper,
    "release_hyper": _release_hyper,
    "load_weights": _load_weights,
}
