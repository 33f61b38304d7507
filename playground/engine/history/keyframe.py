"""A keyframe: a moment of a run, to go on from bit for bit with the log."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from playground.agents.replay.transition_log import TransitionLog
from playground.engine.run.inputs import Input
from playground.engine.run.metrics import Metrics
from playground.engine.run.rows_of_inputs import added_episodes, rows_cut_off
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.hyper import hypers


@dataclass(frozen=True)
class Keyframe:
    """All that a session holds but its past.

    The past is the transition log, the inputs and the curves.
    """

    n_calls: int
    n_steps: int
    n_rows: int  # of the transition log: the steps' and those of added episodes
    n_inputs: int  # that were applied
    params: Any  # hyperparameters as they were
    environment_params: Any
    agent: dict[str, Any]
    rng: dict[str, Any]
    sub_envs: list[dict[str, Any]]
    guard: dict[str, Any]
    metrics: dict[str, Any]


@dataclass(frozen=True)
class Past:
    """The past of a run, which never changes.

    It reaches at least as far as the keyframes that are used with it.
    """

    settings: Settings
    log: TransitionLog
    metrics: Metrics
    inputs: tuple[Input, ...]


def past_of(session: Session) -> Past:
    """Return the past of the run that this session is the present of."""
    return Past(session.settings, session.log, session.metrics, (*session.inputs, *session.to_come))


def keyframe_of(session: Session) -> Keyframe:
    """Return the moment a session is at; call it between two steps."""
    return Keyframe(
        n_calls=session.n_calls,
        n_steps=session.n_steps,
        n_rows=session.log.n_rows,
        n_inputs=len(session.inputs),
        params=copy.copy(session.params),  # flat: its values are numbers, words and tuples of them
        environment_params=session.environment_params,
        agent=session.agent.state(),
        rng=session.rng.state(),
        sub_envs=[sub_env.state() for sub_env in session.sub_envs],
        guard=session.guard.state(),
        metrics=session.metrics.state(),
    )


def resume(
    keyframe: Keyframe, past: Past, inputs: Iterable[Input] | None = None, spill: BinaryIO | None = None
) -> Session:
    """Return a session that goes on from the keyframe and shares the log so far.

    `inputs` are those of the whole run, in order, of which the keyframe knows how many were applied; left out, they
    are those of the past, so that the session goes the same way again.
    """
    entries = list(past.inputs if inputs is None else inputs)
    session = Session(past.settings, entries[keyframe.n_inputs :], spill)
    session.inputs = entries[: keyframe.n_inputs]
    for record in hypers(session.params):
        setattr(session.params, record.name, getattr(keyframe.params, record.name))
    session.log.begin_with(past.log, keyframe.n_rows)
    session.log.added = added_episodes(session.inputs)
    for row in rows_cut_off(session.inputs, len(session.sub_envs)):
        session.log.cut_off(session.log.added.row_of(row))
    session.n_calls, session.n_steps = keyframe.n_calls, keyframe.n_steps
    session.change_environment(keyframe.environment_params)
    session.rng.restore(keyframe.rng)
    session.agent.restore(keyframe.agent)
    for sub_env, state in zip(session.sub_envs, keyframe.sub_envs, strict=True):
        sub_env.restore(state)
    session.see_sub_envs()
    session.guard.restore(keyframe.guard)
    session.metrics.begin_with(past.metrics, keyframe.metrics)
    return session
