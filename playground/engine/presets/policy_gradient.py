"""Presets of REINFORCE, A2C and PPO."""

from __future__ import annotations

from playground.engine.presets.preset import PRESETS, Preset
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
        N_("The same without a baseline, as the first policy gradients were: to compare."),
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
PRESETS.add(
    Preset(
        "baseline",
        N_(
            "REINFORCE with a learned baseline; values found here. Until an episode first reaches the line by chance all"
            " episodes return the same, and nothing but the entropy's part of the loss keeps the policy trying. Rewards are"
            " scaled to a hundredth, so that this part counts."
        ),
        {
            "gamma": 0.99,
            "learning_rate": 1e-3,
            "baseline": "on",
            "entropy_coefficient": 0.02,
            "reward_scale": 0.01,
            "scale_observations": "on",
            "run_length": 200_000,
        },
        environment="Acrobot-v1",
        algorithm="reinforce",
    ),
)
PRESETS.add(
    Preset(
        "curious",
        N_(
            "The settings of RL Baselines3 Zoo for A2C on Acrobot (rl-zoo3, hyperparams/a2c.yml), made to go on looking for"
            " the line. Differences: 1. the loss rewards entropy, without which a run may give up before it has"
            " ever reached the line; 2. a learning rate of 0.001 instead of 0.0007; 3. observations are divided by fixed"
            " sizes instead of running ones, and rewards left as they are; 4. 200,000 steps instead of 500,000."
        ),
        {
            "gamma": 0.99,
            "learning_rate": 1e-3,
            "rollout_steps": 5,
            "entropy_coefficient": 0.02,
            "n_environments": 16,
            "scale_observations": "on",
            "run_length": 200_000,
        },
        environment="Acrobot-v1",
        algorithm="a2c",
    ),
)
PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for PPO on Acrobot (rl-zoo3, hyperparams/ppo.yml), with the defaults of"
            " Stable-Baselines3 2.9.2 for the rest. Difference: observations are divided by fixed sizes instead of"
            " running ones, and rewards left as they are."
        ),
        {
            "gamma": 0.99,
            "learning_rate": 3e-4,
            "rollout_steps": 256,
            "n_epochs": 4,
            "batch_size": 64,
            "gae_lambda": 0.94,
            "n_environments": 16,
            "scale_observations": "on",
            "run_length": 1_000_000,
        },
        environment="Acrobot-v1",
        algorithm="ppo",
    ),
)
PRESETS.add(
    Preset(
        "steady",
        N_(
            "A2C on Pendulum; rollouts, lambda and a learning rate that falls to 0 are those of RL Baselines3 Zoo"
            " (rl-zoo3, hyperparams/a2c.yml). Differences: 1. gamma is 0.9, as there for PPO; 2. rewards are multiplied"
            " by 0.05 instead of being divided by a running size; 3. observations are left as they are; 4. the noise is"
            " drawn anew at every step instead of depending on the state (gSDE), and begins at 1 instead of 0.14; 5. the"
            " value's error counts 0.5 in the loss instead of 0.4. A policy that is changed by one small step for each"
            " rollout learns slowly where PPO learns from each many times over, so it is given a million steps."
        ),
        {
            "gamma": 0.9,
            "learning_rate": 7e-4,
            "learning_rate_end": 0.0,
            "rollout_steps": 8,
            "gae_lambda": 0.9,
            "reward_scale": 0.05,
            "n_environments": 8,
            "run_length": 1_000_000,
        },
        environment="Pendulum-v1",
        algorithm="a2c",
    ),
)
PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for PPO on Pendulum (rl-zoo3, hyperparams/ppo.yml), with the defaults of"
            " Stable-Baselines3 2.9.2 for the rest. Difference: the noise is drawn anew at every step instead of"
            " depending on the state (gSDE)."
        ),
        {
            "gamma": 0.9,
            "learning_rate": 1e-3,
            "rollout_steps": 1024,
            "n_epochs": 10,
            "batch_size": 64,
            "gae_lambda": 0.95,
            "n_environments": 4,
            "run_length": 100_000,
        },
        environment="Pendulum-v1",
        algorithm="ppo",
    ),
)
