"""Presets of DDPG, with and without TD3's three changes."""

from __future__ import annotations

from playground.engine.presets.preset import PRESETS, Preset
from playground.i18n import N_

PENDULUM = "Pendulum-v1"

PRESETS.add(
    Preset(
        "rl-zoo",
        N_(
            "The settings of RL Baselines3 Zoo for DDPG on Pendulum (rl-zoo3, hyperparams/ddpg.yml), with what"
            " Stable-Baselines3 2.9.2 adds: minibatches of 256, targets that follow by 0.005. Half of the 20,000 steps"
            " are played at random before learning starts. Differences: 1. a minibatch has one transition from each of"
            " 256 equal parts of the replay buffer; 2. one update at each step, while some versions of that file make as many"
            " at the end of each episode; 3. learning starts at step 10,000 itself, not one step later; 4. until then, actions are"
            " drawn evenly from their range, while Stable-Baselines3 adds its noise to such actions too."
        ),
        {
            "gamma": 0.98,
            "learning_rate": 1e-3,
            "noise": 0.1,
            "tau": 0.005,
            "batch_size": 256,
            "learning_starts": 10_000,
            "buffer_size": 200_000,
            "hidden_layers": (400, 300),
            "arithmetic": "torch",
            "run_length": 20_000,
        },
        environment=PENDULUM,
        algorithm="ddpg",
    ),
)
PRESETS.add(
    Preset(
        "light",
        N_(
            "The same with smaller networks and 1,000 random steps instead of 10,000: in ten of ten runs it swings the"
            " pendulum up after 4,000 to 6,000 steps, in a few seconds."
        ),
        {
            "gamma": 0.98,
            "learning_rate": 1e-3,
            "noise": 0.1,
            "tau": 0.005,
            "batch_size": 256,
            "learning_starts": 1_000,
            "buffer_size": 200_000,
            "hidden_layers": (64, 64),
            "run_length": 10_000,
        },
        environment=PENDULUM,
        algorithm="ddpg",
    ),
)
PRESETS.add(
    Preset(
        "td3",
        N_(
            "The settings of RL Baselines3 Zoo for TD3 on Pendulum (rl-zoo3, hyperparams/td3.yml), with what"
            " Stable-Baselines3 2.9.2 adds: two critics, an actor that moves at every other update, and noise of 0.2, at"
            " most 0.5, on the next action in the target. Differences: those of the preset rl-zoo."
        ),
        {
            "gamma": 0.98,
            "learning_rate": 1e-3,
            "noise": 0.1,
            "tau": 0.005,
            "batch_size": 256,
            "twin_critics": "on",
            "policy_delay": 2,
            "target_noise": 0.2,
            "target_noise_clip": 0.5,
            "learning_starts": 10_000,
            "buffer_size": 200_000,
            "hidden_layers": (400, 300),
            "arithmetic": "torch",
            "run_length": 20_000,
        },
        environment=PENDULUM,
        algorithm="ddpg",
    ),
)
PRESETS.add(
    Preset(
        "steady",
        N_(
            "Settings found here for continuous CartPole. Observations divided by their usual sizes, targets over three"
            " steps with gamma at 0.995, target networks that follow by 0.02 and noise of 0.2: chosen to keep what is"
            " learned longer. In ten of ten runs of 30,000 steps the best policy balances the whole episode, and in nine the"
            " last one reaches 475."
        ),
        {
            "gamma": 0.995,
            "learning_rate": 1e-3,
            "noise": 0.2,
            "tau": 0.02,
            "batch_size": 256,
            "n_steps": 3,
            "learning_starts": 1_000,
            "buffer_size": 200_000,
            "hidden_layers": (64, 64),
            "scale_observations": "on",
            "run_length": 30_000,
        },
        environment="CartPoleContinuous-v1",
        algorithm="ddpg",
    ),
)
