"""A moment of a run as a value: with the log up to it, the run can be taken up from there, bit for bit."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, BinaryIO

from playground.engine.session import Session
from playground.engine.settings import Settings


@dataclass(frozen=True)
class Keyframe:
    """All that a session holds but for its transition log, its curves and what it was given from outside."""

    n_calls: int
    n_steps: int
    params: Any  # hyperparameters as they were
    environment_params: Any
    agent: dict[str, Any]
    dice: dict[str, Any]
    lanes: list[dict[str, Any]]
    guard: dict[str, Any]


def keyframe_of(session: Session) -> Keyframe:
    """Return the moment a session is at; call it between two steps."""
    return Keyframe(
        n_calls=session.n_calls,
        n_steps=session.n_steps,
        params=copy.deepcopy(session.params),
        environment_params=session.environment_params,
        agent=session.agent.state(),
        dice=session.dice.state(),
        lanes=[lane.state() for lane in session.lanes],
        guard=session.guard.state(),
    )


def resume(settings: Settings, keyframe: Keyframe, before: Session, spill: BinaryIO | None = None) -> Session:
    """Return a session that goes on from a keyframe of a run with these settings.

    `before` is the session, or another one of the same run, whose log holds the transitions up to the keyframe. The new
    session's curves begin at the keyframe, and what was submitted later is submitted to it again by whoever wants that.
    """
    session = Session(settings, spill=spill)
    for record, value in vars(keyframe.params).items():
        setattr(session.params, record, value)
    session.log.extend(before.log.read(0, keyframe.n_steps))
    session.n_calls, session.n_steps = keyframe.n_calls, keyframe.n_steps
    session.change_environment(keyframe.environment_params)
    session.dice.restore(keyframe.dice)
    session.agent.restore(keyframe.agent)
    for lane, state in zip(session.lanes, keyframe.lanes, strict=True):
        lane.restore(state)
    session.see_lanes()
    session.guard.restore(keyframe.guard)
    return session
