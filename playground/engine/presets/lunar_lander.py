"""Presets for LunarLander-v3, which needs the optional package Box2D."""

from __future__ import annotations

from playground.engine.presets.preset import PRESETS, Preset
from playground.i18n import N_

PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for DQN on LunarLander (rl-zoo3, hyperparams/dqn.yml), with what"
            " Stable-Baselines3 2.9.2 adds: Huber's loss and gradients no longer than 10. It learns in rounds of 4"
            " updates every 4 steps. Differences: the environment is LunarLander-v3, where the Zoo has version 2; a"
            " minibatch has one transition from each of 128 equal parts of the replay buffer; and the first update waits"
            " until one minibatch is stored."
        ),
        {
            "gamma": 0.99,
            "epsilon_schedule": "linear",
            "epsilon_fraction": 0.12,
            "epsilon_min": 0.1,
            "learning_rate": 6.3e-4,
            "batch_size": 128,
            "target_period": 250,
            "target_unit": "steps",
            "loss": "huber",
            "gradient_clip": 10.0,
            "train_every": 4,
            "updates_per_training": 4,
            "buffer_size": 50_000,
            "hidden_layers": (256, 256),
            "arithmetic": "torch",
            "run_length": 100_000,
        },
        environment="LunarLander-v3",
    ),
)
