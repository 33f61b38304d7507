"""Learners on transitions that a test writes itself."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import Space
from playground.agents.ddpg.ddpg import DDPG
from playground.agents.ddpg.params import DDPGParams
from playground.agents.dqn.dqn import DQN
from playground.agents.dqn.params import DQNParams
from playground.agents.nn.backend import prepare_thread
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


def make(scale=(1.0, 1.0), mirror_of_space=None, rng=None, **values):
    """A DQN with two observations and two actions, and the log it learns from."""
    params = DQNParams(**{"hidden_layers": (8, 8), "batch_size": 64, "buffer_size": 1000} | values)
    log = TransitionLog(2, params.buffer_size)
    return DQN(params, Space(scale, 2, mirror_of_space), log, rng or RunRng(params.seed)), log


@pytest.fixture
def make_dqn():
    return make


@pytest.fixture
def make_trained_dqn():
    """Give a DQN whose log already holds 200 random transitions of every kind."""

    def make_filled(**values):
        agent, log = make(**values)
        rng = np.random.default_rng(5)
        for _ in range(200):
            observation, next_observation = rng.normal(size=(2, 2)).astype(np.float32)
            action, ends, cut = rng.integers(2), rng.random() < 0.2, rng.random() < 0.2
            log.append(observation, int(action), 3 * float(rng.normal()), ends, cut, next_observation)
        return agent, log

    return make_filled


@pytest.fixture
def make_ddpg():
    """Give a DDPG with two observations and two numbers to an action, in [-2, 2] and [0, 4], and its log."""

    def make_acting(scale=(1.0, 1.0), rng=None, **values):
        params = DDPGParams(**{"hidden_layers": (8, 8), "batch_size": 64, "buffer_size": 1000} | values)
        log = TransitionLog(2, params.buffer_size, action_size=2)
        space = Space(scale, 0, action_bounds=((-2.0, 2.0), (0.0, 4.0)))
        return DDPG(params, space, log, rng or RunRng(params.seed)), log

    return make_acting


@pytest.fixture
def make_trained_ddpg(make_ddpg):
    """Give a DDPG whose log already holds 200 random transitions of every kind."""

    def make_filled(**values):
        agent, log = make_ddpg(**{"learning_starts": 0} | values)
        rng = np.random.default_rng(5)
        for _ in range(200):
            observation, next_observation = rng.normal(size=(2, 2)).astype(np.float32)
            action = rng.uniform((-2, 0), (2, 4)).astype(np.float32)
            ends, cut = rng.random() < 0.2, rng.random() < 0.2
            log.append(observation, action, 3 * float(rng.normal()), ends, cut, next_observation)
        return agent, log

    return make_filled
