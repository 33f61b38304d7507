"""A policy that balances for the whole episode without ever having learned."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.evaluation.policy import Policy
from playground.engine.presets.catalogue import PRESETS


def balancing_policy(**values):
    """Push towards where the pole is falling: one hidden unit for each side, each wired to its own action."""
    settings = PRESETS.get("tutorial").settings().with_values({"hidden_layers": (2,)})
    towards = np.array([0.1, 0.3, 4.0, 1.0], np.float32)
    weights = {
        "q.0.weight": np.stack([-towards, towards]),
        "q.0.bias": np.zeros(2, np.float32),
        "q.1.weight": np.eye(2, dtype=np.float32),
        "q.1.bias": np.zeros(2, np.float32),
    }
    return Policy(settings, settings.values(), weights, step=1, n_episodes=1, n_updates=1, **values)


@pytest.fixture
def good_policy():
    return balancing_policy()


@pytest.fixture
def bad_policy(good_policy):
    """Push away from where the pole is falling: the episode is over at once."""
    good_policy.weights["q.1.weight"] *= -1
    return good_policy
