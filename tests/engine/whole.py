"""All of a run in one value: two runs are the same run where these are equal."""

from __future__ import annotations

import copy
import hashlib
from collections import deque
from typing import Any

import numpy as np

from playground.engine.evaluation.policy import policy_of
from playground.engine.run.divergence_guard import LearnerCopy
from playground.engine.run.session import Session


def digest(item: Any) -> str:
    """Return a hash of all bits of nested values; NaN is itself."""
    if isinstance(item, dict):
        return repr([(key, digest(value)) for key, value in sorted(item.items())])
    if isinstance(item, (list, tuple, deque)):
        return repr([digest(value) for value in item])
    if isinstance(item, LearnerCopy):
        return digest(vars(item))
    if isinstance(item, np.ndarray):
        return hashlib.sha256(item.tobytes()).hexdigest()
    return repr(item)


def all_but_the_log(session: Session) -> dict[str, object]:
    """Return everything a run has come to but for its transitions, and for its evaluations, which may be asked for."""
    agent = session.agent
    return {
        "weights": policy_of(session).weights_sha256,
        "learner": digest(agent.state()),
        "dice": repr(session.rng.state()),
        "lanes": digest([sub_env.state() for sub_env in session.sub_envs]),
        "guard": digest(session.guard.state()),
        "curve": hashlib.sha256(session.metrics.curve.since(0).tobytes()).hexdigest(),
        "episodes": session.metrics.episodes.since(0).tolist(),
        "actions": session.metrics.actions.since(0).tolist(),
        "marks": list(session.metrics.marks),
        "params": copy.copy(session.params),
        "environment_params": session.environment_params,
        "held": set(agent.schedules.held),
        "counts": (session.n_steps, session.n_episodes, session.shown.episode_step, agent.n_updates),
        "state": session.state,
    }


def everything(session: Session) -> dict[str, object]:
    """Return everything a run has come to, but for its evaluations."""
    log = session.log.read(0, session.log.n_rows)
    return all_but_the_log(session) | {"log": hashlib.sha256(log.tobytes()).hexdigest()}
