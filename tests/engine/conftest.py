"""Small runs that a test can repeat, and all of a run in one value to compare."""

from __future__ import annotations

import copy
import hashlib

import numpy as np
import pytest
import torch

from playground.agents.arrays import prepare_thread
from playground.engine.policy import policy_of
from playground.engine.presets import PRESETS
from playground.engine.session import Session
from playground.errors import DivergedError

QUICK = {"hidden_layers": (8, 8), "batch_size": 16, "buffer_size": 1000, "target_period": 50, "target_unit": "steps"}


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


@pytest.fixture
def settings_with():
    """Settings of a quick run, with other values where a test wants them."""
    return lambda **values: PRESETS.get("tutorial").settings().with_values(QUICK | values)


@pytest.fixture
def settings(settings_with):
    return settings_with()


def _digest(item) -> str:
    """A hash of all bits of nested values; NaN is itself."""
    if isinstance(item, dict):
        return repr([(key, _digest(value)) for key, value in sorted(item.items())])
    if isinstance(item, (list, tuple)):
        return repr([_digest(value) for value in item])
    if isinstance(item, (torch.Tensor, np.ndarray)):
        return hashlib.sha256(np.asarray(item).tobytes()).hexdigest()
    return repr(item)


@pytest.fixture
def fingerprint():
    """Everything a run has come to, in one value: two runs are the same run where these are equal."""

    def everything(session: Session) -> dict[str, object]:
        agent = session.agent
        return {
            "weights": policy_of(session).weights_sha256,
            "learner": _digest(agent.state()),
            "dice": repr(session.dice.state()),
            "lanes": _digest([lane.state() for lane in session.lanes]),
            "log": hashlib.sha256(session.log.read(0, session.log.n_rows).tobytes()).hexdigest(),
            "curve": hashlib.sha256(session.metrics.curve.since(0).tobytes()).hexdigest(),
            "episodes": session.metrics.episodes.since(0).tolist(),
            "marks": list(session.metrics.marks),
            "params": copy.copy(session.params),
            "environment_params": session.environment_params,
            "held": set(agent.held),
            "counts": (session.n_steps, session.n_episodes, session.shown.episode_step, agent.n_updates),
            "state": session.state,
        }

    return everything


@pytest.fixture
def run_to():
    """Run a session to a step; a diverging update is left out and the run goes on."""

    def run(session: Session, n_steps: int) -> Session:
        while session.n_steps < n_steps:
            try:
                session.step()
            except DivergedError:
                continue
        return session

    return run
