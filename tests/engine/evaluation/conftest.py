"""A run that is given its weights and keeps them."""

from __future__ import annotations

import pytest

from playground.engine.evaluation.policy import policy_of
from playground.engine.run.session import Session
from tests.engine.evaluation.leaning import controller


@pytest.fixture
def session(settings_with):
    """A run that learns nothing, so that it keeps the weights it is given."""
    return Session(settings_with(hidden_layers=(2,), learning_rate=0.0))


@pytest.fixture
def policy_leaning(session):
    def load(lean):
        session.submit("load_weights", {"weights": controller(lean)})
        return policy_of(session)

    return load
