"""What DQN learns by compiled kernels and by the same lines as plain Python is equal, bit for bit."""

from __future__ import annotations

import numpy as np

from playground.agents.base import Space
from playground.agents.dqn.dqn import DQN
from playground.agents.dqn.params import DQNParams
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from tests.arithmetic.plainly import bytes_of, without_compiler

SWITCHES = (
    {},
    {"loss": "huber", "optimizer": "rmsprop", "double": "on", "n_steps": 3, "gradient_clip": 0.1},
    {"dueling": "on", "prioritized": "on", "target_tau": 0.1, "scale_observations": "on", "average_part": 0.5},
)


def learned():
    """Weights and moments after 20 updates, with several of its switches."""
    found = []
    for switches in SWITCHES:
        params = DQNParams(hidden_layers=(7, 6), batch_size=9, target_period=5, target_unit="updates", **switches)
        log, rng = TransitionLog(2, params.buffer_size), np.random.default_rng(5)
        agent = DQN(params, Space((0.5, 2.0), 2), log, RunRng(1))
        for _ in range(60):
            observation, next_observation = rng.normal(size=(2, 2)).astype(np.float32)
            action = agent.act(observation[None]).actions[0]
            log.append(observation, action, float(rng.normal()), rng.random() < 0.2, False, next_observation)
        for _ in range(20):
            agent.update()
        state = agent.state()
        found += [state["online"], state["target"], *state["optimizer"].values()]
    return found


def test_20_updates_without_the_compiler_give_the_same_weights_and_moments():
    assert bytes_of(learned()) == without_compiler(learned)
