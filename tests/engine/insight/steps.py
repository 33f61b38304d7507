"""Runs that are stepped with a trace, and what their logs hold."""

from __future__ import annotations

import itertools

import numpy as np

from playground.agents.base import ALGORITHMS
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.engine.run.trace import Trace
from playground.envs.base import ENVIRONMENTS

ENVIRONMENT_OF = {"ddpg": "Pendulum-v1"}
SMALL = {
    "dqn": {"batch_size": 16, "buffer_size": 300, "learning_starts": 20, "hidden_layers": (8, 8)},
    "ddpg": {"batch_size": 16, "buffer_size": 300, "learning_starts": 20, "hidden_layers": (8, 8)},
    "ppo": {"n_environments": 3, "rollout_steps": 20, "batch_size": 25, "n_epochs": 2, "hidden_layers": (8, 8)},
    "a2c": {"n_environments": 3, "rollout_steps": 5, "hidden_layers": (8, 8)},
    "reinforce": {"hidden_layers": (8, 8), "episodes_per_update": 2},
    "q-table": {},
}


def settings_of(algorithm, environment=None, **values):
    """Settings of a small run; an environment's time limit is 40 steps, so that episodes end in both ways."""
    environment = environment or ENVIRONMENT_OF.get(algorithm, "CartPole-v1")
    ENVIRONMENTS.get(environment)
    params = ALGORITHMS.get(algorithm).params()
    plain = {"scale_observations": "off"} if hasattr(params, "scale_observations") else {}
    settings = Settings(environment, algorithm, params)
    return settings.with_values({"steps_per_episode": 40} | plain | SMALL[algorithm] | values)


def traced(session, n_calls=1):
    """Step on; return the trace of the last of so many calls."""
    for _ in range(n_calls - 1):
        session.step()
    session.step(trace := Trace())
    return trace


def traced_update(session, n_calls=1):
    """Step on for so many calls, and from there until one has learned; return its trace."""
    trace = traced(session, n_calls)
    while not trace.n_updates:
        trace = traced(session)
    return trace


def run_of(algorithm, environment=None, **values):
    return Session(settings_of(algorithm, environment, **values))


def same_inside(found, expected):
    """Compare nested values; NaN equals itself."""
    if isinstance(found, np.ndarray):
        np.testing.assert_array_equal(found, expected)
    elif isinstance(found, dict):
        assert found.keys() == expected.keys()
        for name, value in found.items():
            same_inside(value, expected[name])
    elif isinstance(found, tuple):
        for one, other in itertools.zip_longest(found, expected):
            same_inside(one, other)
    elif hasattr(found, "__dataclass_fields__"):
        same_inside(vars(found), vars(expected))
    else:
        assert found == expected or (found != found and expected != expected)
