"""Small runs of every algorithm, in which some hundred steps reach everything."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest.mock import patch

from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.settings import Settings
from playground.hyper import hypers

PAIRS = (  # environment, algorithm, preset, and what differs from SMALL
    ("CartPole-v1", "dqn", "tutorial", {}),
    ("CartPole-v1", "dqn", "fast", {"prioritized": "on", "n_steps": 3}),
    ("CartPole-v1", "a2c", "rl-zoo", {}),
    ("CartPole-v1", "ppo", "rl-zoo", {}),
    ("CartPole-v1", "reinforce", "baseline", {}),
    ("GridWorld-v1", "q-table", "cells", {}),
    ("CartPoleContinuous-v1", "ddpg", "steady", {}),
)
SMALL = {
    "hidden_layers": (6,),
    "buffer_size": 128,
    "batch_size": 8,
    "learning_starts": 10,
    "train_every": 1,
    "updates_per_training": 1,
    "run_length": 400,
    "steps_per_episode": 30,
    "rollout_steps": 6,
    "n_epochs": 2,
    "n_environments": 3,
    "episodes_per_update": 2,
}
SMALL_SCALE = {  # so that some hundred steps reach all that else takes thousands
    "playground.agents.replay.transition_log.BLOCK": 64,
    "playground.engine.run.divergence_guard.GROWING_FOR": 100,
    "playground.store.session.parts.GROWING_FOR": 100,
    "playground.store.session.parts.MOST_VALUES": 3,
    "playground.engine.run.metrics.FIRST_STRIDE_ENDS": 100,
    "playground.store.session.parts.FIRST_STRIDE_ENDS": 100,
    "playground.engine.run.metrics.ACTIONS_EVERY": 10,
    "playground.engine.history.timeline.LOOK_EVERY": 4,
    "playground.engine.history.timeline.KEYFRAME_S": 1e9,  # keyframes lie where a sequence puts them, not where the clock does
    "playground.engine.history.timeline.NEAR_S": 1e-9,
}


@contextlib.contextmanager
def small_scale() -> Iterator[None]:
    """Let runs spill, thin out and forget after some steps."""
    with contextlib.ExitStack() as stack:
        for name, value in SMALL_SCALE.items():
            stack.enter_context(patch(name, value))
        yield


def settings_of(number: int) -> Settings:
    """Return the settings of one of PAIRS."""
    environment, algorithm, preset, more = PAIRS[number % len(PAIRS)]
    settings = PRESETS.get(preset, environment, algorithm).settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in (SMALL | more).items() if name in known})
