"""Small runs that a test can repeat, and all of a run in one value to compare."""

from __future__ import annotations

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.errors import DivergedError
from tests.engine.whole import everything

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


@pytest.fixture
def fingerprint():
    """Everything a run has come to, in one value: two runs are the same run where these are equal."""
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
