"""Presets of DQN."""

from __future__ import annotations

from playground.engine.presets.preset import PRESETS, Preset
from playground.i18n import N_

PRESETS.add(
    Preset(
        "tutorial",
        N_(
            "The settings of the beginner's tutorial this program grew from. It finds a good policy and often forgets"
            " it again: that is the lesson. Of ten runs seven solve CartPole at some step, and at the end three still"
            " reach 475. Its differences: one update on the mean error of the 64 transitions instead"
            " of 64 updates on one each, on the error of the action taken only; a minibatch has one transition from each"
            " of 64 equal parts of the memory; and an episode cut off by the time limit still bootstraps."
        ),
        {
            "gamma": 0.95,
            "epsilon": 1.0,
            "epsilon_decay": 0.995,
            "epsilon_min": 0.01,
            "learning_rate": 1e-3,
            "batch_size": 64,
            "target_period": 1,
            "target_unit": "episodes",
            "reward_on_termination": -10.0,
            "buffer_size": 2000,
            "hidden_layers": (24, 24),
            "steps_per_episode": 500,
            "run_length": 50_000,
        },
    ),
)
PRESETS.add(
    Preset(
        "fast",
        N_(
            "Solves CartPole after one or two thousand steps (of twenty runs the slowest took 2,050), and at the end"
            " nearly all still reach 475. What does it: observations divided"
            " by their usual sizes; a fall that costs 200; targets over three steps; Double DQN and a target network that follows"
            " softly; a learning rate that falls to a twentieth; to act by, weights averaged over the newest eighth of"
            " the run; and mirror images: what holds on the left holds on the right. About three runs in ten"
            " dip below 475 for a while in between."
        ),
        {
            "gamma": 0.995,
            "epsilon_schedule": "linear",
            "epsilon_fraction": 0.12,
            "epsilon_min": 0.05,
            "learning_rate": 4e-3,
            "learning_rate_end": 0.05,
            "learning_rate_fraction": 0.4,
            "batch_size": 64,
            "target_period": 1,
            "target_unit": "updates",
            "target_tau": 0.02,
            "double": "on",
            "n_steps": 3,
            "reward_on_termination": -200.0,
            "average_part": 0.125,
            "learning_starts": 300,
            "buffer_size": 25_000,
            "hidden_layers": (32, 32),
            "scale_observations": "on",
            "mirror": "on",
            "run_length": 25_000,
        },
    ),
)
PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for DQN on CartPole (rl-zoo3, hyperparams/dqn.yml), with what"
            " Stable-Baselines3 2.9.2 adds: Huber's loss and gradients no longer than 10. It learns in rounds of 128"
            " updates every 256 steps. Differences: a minibatch has one transition from each of 64 equal parts of the"
            " replay buffer; and before learning starts epsilon already falls, where Stable-Baselines3 plays at random."
        ),
        {
            "gamma": 0.99,
            "epsilon_schedule": "linear",
            "epsilon_fraction": 0.16,
            "epsilon_min": 0.04,
            "learning_rate": 2.3e-3,
            "batch_size": 64,
            "target_period": 10,
            "target_unit": "steps",
            "loss": "huber",
            "gradient_clip": 10.0,
            "learning_starts": 1000,
            "train_every": 256,
            "updates_per_training": 128,
            "buffer_size": 100_000,
            "hidden_layers": (256, 256),
            "arithmetic": "torch",
            "run_length": 50_000,
        },
    ),
)
PRESETS.add(
    Preset(
        "cleanrl",
        N_(
            "The settings of CleanRL for DQN on CartPole (dqn.py and its documentation): one update every ten steps,"
            " after 10,000 steps of mostly random play. Difference: a minibatch has one transition from each of 128 equal"
            " parts of the replay buffer."
        ),
        {
            "gamma": 0.99,
            "epsilon_schedule": "linear",
            "epsilon_fraction": 0.5,
            "epsilon_min": 0.05,
            "learning_rate": 2.5e-4,
            "batch_size": 128,
            "target_period": 500,
            "target_unit": "steps",
            "learning_starts": 10_000,
            "train_every": 10,
            "buffer_size": 10_000,
            "hidden_layers": (120, 84),
            "run_length": 500_000,
        },
    ),
)
