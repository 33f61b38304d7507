"""Presets of REINFORCE, A2C and PPO."""

from __future__ import annotations

from playground.engine.preset import PRESETS, Preset
from playground.i18n import N_

PRESETS.add(
    Preset(
        "baseline",
        N_(
            "REINFORCE with a learned baseline; values found here. What a state usually brings is taken away from the"
            " return that came."
        ),
        {
            "gamma": 0.99,
            "learning_rate": 3e-3,
            "baseline": "on",
            "episodes_per_update": 1,
            "run_length": 200_000,
        },
        algorithm="reinforce",
    ),
)
PRESETS.add(
    Preset(
        "bare",
        N_(
            "The same without a baseline, as the first policy gradients were: to compare. It learns more slowly, and two"
            " runs of it differ more."
        ),
        {
            "gamma": 0.99,
            "learning_rate": 3e-3,
            "baseline": "off",
            "episodes_per_update": 1,
            "run_length": 200_000,
        },
        algorithm="reinforce",
    ),
)
PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for A2C on CartPole (rl-zoo3, hyperparams/a2c.yml): the defaults of"
            " Stable-Baselines3 2.9.2 in eight environments."
        ),
        {
            "gamma": 0.99,
            "learning_rate": 7e-4,
            "rollout_steps": 5,
            "entropy_coefficient": 0.0,
            "value_coefficient": 0.5,
            "gae_lambda": 1.0,
            "gradient_clip": 0.5,
            "n_environments": 8,
            "run_length": 500_000,
        },
        algorithm="a2c",
    ),
)
PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for PPO on CartPole (rl-zoo3, hyperparams/ppo.yml), with what"
            " Stable-Baselines3 2.9.2 adds: learning rate and clip range fall to 0 over the run."
        ),
        {
            "gamma": 0.98,
            "learning_rate": 1e-3,
            "learning_rate_end": 0.0,
            "clip_range": 0.2,
            "clip_range_end": 0.0,
            "rollout_steps": 32,
            "n_epochs": 20,
            "batch_size": 256,
            "entropy_coefficient": 0.0,
            "gae_lambda": 0.8,
            "n_environments": 8,
            "run_length": 100_000,
        },
        algorithm="ppo",
    ),
)
