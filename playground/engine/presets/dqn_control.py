"""Presets of DQN for environments other than CartPole."""

from __future__ import annotations

from playground.engine.presets.preset import PRESETS, Preset
from playground.i18n import N_

PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for DQN on Acrobot (rl-zoo3, hyperparams/dqn.yml), with what"
            " Stable-Baselines3 2.9.2 adds: Huber's loss and gradients no longer than 10. It learns in rounds of 4"
            " updates every 4 steps. Differences: 1. a minibatch has one transition from each of 128 equal parts of the"
            " replay buffer; 2. the first update waits until one minibatch is stored."
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
        environment="Acrobot-v1",
    ),
)
PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for DQN on MountainCar (rl-zoo3, hyperparams/dqn.yml), with what"
            " Stable-Baselines3 2.9.2 adds: Huber's loss and gradients no longer than 10. It learns in rounds of 8"
            " updates every 16 steps. Differences: 1. a minibatch has one transition from each of 128 equal parts of the"
            " replay buffer; 2. before learning starts epsilon already falls, where Stable-Baselines3 plays at random."
        ),
        {
            "gamma": 0.98,
            "epsilon_schedule": "linear",
            "epsilon_fraction": 0.2,
            "epsilon_min": 0.07,
            "learning_rate": 4e-3,
            "batch_size": 128,
            "target_period": 600,
            "target_unit": "steps",
            "loss": "huber",
            "gradient_clip": 10.0,
            "learning_starts": 1000,
            "train_every": 16,
            "updates_per_training": 8,
            "buffer_size": 10_000,
            "hidden_layers": (256, 256),
            "arithmetic": "torch",
            "run_length": 120_000,
        },
        environment="MountainCar-v0",
        reaches_rare_goal=True,
    ),
)
PRESETS.add(
    Preset(
        "small",
        N_(
            "Our own, for a network in a world of 30 cells: a small Double DQN whose target network follows softly and"
            " whose learning rate falls. It solves the maze after some 1,000 to 6,000 steps; a table, which needs no"
            " network here, is as quick (q-table)."
        ),
        {
            "gamma": 0.99,
            "epsilon_schedule": "linear",
            "epsilon_fraction": 0.5,
            "epsilon_min": 0.1,
            "learning_rate": 1e-3,
            "learning_rate_end": 0.1,
            "batch_size": 64,
            "target_period": 1,
            "target_unit": "updates",
            "target_tau": 0.02,
            "double": "on",
            "learning_starts": 300,
            "buffer_size": 10_000,
            "hidden_layers": (32, 32),
            "scale_observations": "on",
            "run_length": 10_000,
        },
        environment="GridWorld-v1",
    ),
)
PRESETS.add(
    Preset(
        "overestimate",
        N_(
            "Made to overestimate, so that one sees what Double DQN is for. Only the goal pays, 1, and it ends the"
            " episode: no value can exceed 1, and the best policy is worth 0.83 on average. With four actions, steps that"
            " slip, a high learning rate and a target network that is copied every 50 steps, the largest of four noisy"
            " values is often too high: in eight of ten runs the mean Q passes 1, which nothing is worth, and the policy"
            " swings between good and −1. Reset with double on: the mean Q keeps below 1 in nine of ten runs, and the"
            " policy, though still unsteady, earns more on average."
        ),
        {
            "gamma": 0.99,
            "epsilon_decay": 0.995,
            "epsilon_min": 0.1,
            "learning_rate": 5e-3,
            "batch_size": 32,
            "target_period": 50,
            "target_unit": "steps",
            "buffer_size": 1000,
            "hidden_layers": (24, 24),
            "run_length": 12_000,
        },
        environment="GridWorld-v1",
    ),
)
