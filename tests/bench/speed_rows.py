"""The rows that speed.py compares, each in the words of both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EPSILON, CLIP, SEED = 0.05, 10.0, 1
BOTH = ("portable", "torch")


@dataclass(frozen=True)
class Row:
    """One comparison: the same learner in the same environment."""

    name: str
    at_least: float
    aim: float
    algorithm: str
    environment: str
    ours: dict[str, Any]  # hyperparameters
    theirs: dict[str, Any]  # arguments of the peer's class, as JSON
    every: int  # env steps from one round of learning to the next,
    updates: int  # and the updates in it; for ppo, its epochs, which are one minibatch each
    peer: str = "SB3"
    arithmetics: tuple[str, ...] = ("portable",)  # of ours; the faster one counts
    with_host: bool = False  # ours also compiled for this very processor
    n_environments: int = 1
    round_steps: int = 10_240  # whole rounds of learning for every row
    warm_up_steps: int = 12_800
    quick_round_steps: int = 1280
    quick_warm_up_steps: int = 2560

    def n_updates(self, n_steps: int) -> int:
        """Return how many updates so many env steps owe, once learning has begun."""
        return n_steps // self.every * self.updates


def dqn(
    name: str,
    at_least: float,
    aim: float,
    hidden: tuple[int, ...],
    batch: int,
    buffer: int,
    learning_rate: float,
    target_period: int,
    *,
    every: int = 1,
    updates: int = 1,
    learning_starts: int = 1000,
    gamma: float = 0.99,
    arithmetics: tuple[str, ...] = ("portable",),
    with_host: bool = False,
) -> Row:
    """Return a row of DQN on CartPole; `target_period` counts env steps."""
    return Row(
        name,
        at_least,
        aim,
        "dqn",
        "CartPole-v1",
        ours={
            "hidden_layers": hidden,
            "batch_size": batch,
            "buffer_size": buffer,
            "learning_rate": learning_rate,
            "gamma": gamma,
            "train_every": every,
            "updates_per_training": updates,
            "learning_starts": learning_starts,
            "target_period": target_period,
            "target_unit": "steps",
            "loss": "huber",
            "gradient_clip": CLIP,
            "epsilon_schedule": "linear",
            "epsilon": EPSILON,
            "epsilon_min": EPSILON,
        },
        theirs={
            "policy_kwargs": {"net_arch": hidden},
            "batch_size": batch,
            "buffer_size": buffer,
            "learning_rate": learning_rate,
            "gamma": gamma,
            "train_freq": every,
            "gradient_steps": updates,
            "learning_starts": learning_starts,
            "target_update_interval": target_period,
            "max_grad_norm": CLIP,
            "exploration_initial_eps": EPSILON,
            "exploration_final_eps": EPSILON,
        },
        every=every,
        updates=updates,
        arithmetics=arithmetics,
        with_host=with_host,
    )


def dqn_of_rejax(name: str, at_least: float, aim: float, buffer: int) -> Row:
    """Return a row of DQN on CartPole, 24x24, batch 64, an update at every step, as rejax can do it too."""
    return Row(
        name,
        at_least,
        aim,
        "dqn",
        "CartPole-v1",
        ours={
            "hidden_layers": (24, 24),
            "batch_size": 64,
            "buffer_size": buffer,
            "learning_rate": 1e-3,
            "gamma": 0.99,
            "train_every": 1,
            "updates_per_training": 1,
            "learning_starts": 1000,
            "target_period": 500,
            "target_unit": "steps",
            "loss": "squared",
            "gradient_clip": None,
            "epsilon_schedule": "linear",
            "epsilon": EPSILON,
            "epsilon_min": EPSILON,
        },
        theirs={
            "hidden_layer_sizes": (24, 24),
            "agent_kwargs": {"activation": "relu"},
            "batch_size": 64,
            "buffer_size": buffer,
            "learning_rate": 1e-3,
            "gamma": 0.99,
            "num_envs": 1,
            "num_epochs": 1,
            "fill_buffer": 1000,
            "target_update_freq": 500,
            "polyak": 0.0,  # a copy
            "ddqn": False,
            "eps_start": EPSILON,
            "eps_end": EPSILON,
        },
        every=1,
        updates=1,
        peer="rejax",
    )


def a2c(name: str, at_least: float, aim: float, *, n_environments: int = 8, steps: int = 5) -> Row:
    """Return a row of A2C on CartPole with the defaults of Stable-Baselines3, spelled out."""
    return Row(
        name,
        at_least,
        aim,
        "a2c",
        "CartPole-v1",
        ours={
            "hidden_layers": (64, 64),
            "n_environments": n_environments,
            "rollout_steps": steps,
            "gamma": 0.99,
            "learning_rate": 7e-4,
            "gae_lambda": 1.0,
            "entropy_coefficient": 0.0,
            "value_coefficient": 0.5,
            "gradient_clip": 0.5,
        },
        theirs={
            "policy_kwargs": {"net_arch": (64, 64)},
            "n_steps": steps,
            "gamma": 0.99,
            "learning_rate": 7e-4,
            "gae_lambda": 1.0,
            "ent_coef": 0.0,
            "vf_coef": 0.5,
            "max_grad_norm": 0.5,
        },
        every=n_environments * steps,
        updates=1,
        n_environments=n_environments,
    )


def ppo(name: str, at_least: float, aim: float, *, n_environments: int = 8, steps: int = 32, epochs: int = 20) -> Row:
    """Return a row of PPO on CartPole as in rl-zoo: one minibatch of the whole rollout in each epoch."""
    batch = n_environments * steps
    return Row(
        name,
        at_least,
        aim,
        "ppo",
        "CartPole-v1",
        ours={
            "hidden_layers": (64, 64),
            "n_environments": n_environments,
            "rollout_steps": steps,
            "batch_size": batch,
            "n_epochs": epochs,
            "gamma": 0.98,
            "gae_lambda": 0.8,
            "entropy_coefficient": 0.0,
            "value_coefficient": 0.5,
            "gradient_clip": 0.5,
            "learning_rate": 1e-3,
            "learning_rate_end": 0.0,
            "clip_range": 0.2,
            "clip_range_end": 0.0,
            "run_length": 1_000_000,
        },
        theirs={
            "policy_kwargs": {"net_arch": (64, 64)},
            "n_steps": steps,
            "batch_size": batch,
            "n_epochs": epochs,
            "gamma": 0.98,
            "gae_lambda": 0.8,
            "ent_coef": 0.0,
            "vf_coef": 0.5,
            "max_grad_norm": 0.5,
            "learning_rate": "linear 0.001",
            "clip_range": "linear 0.2",
        },
        every=batch,
        updates=epochs,
        n_environments=n_environments,
    )


def ddpg(name: str, at_least: float, aim: float, hidden: tuple[int, ...], round_steps: int) -> Row:
    """Return a row of DDPG on Pendulum as in rl-zoo; its rounds begin after its 10,000 steps without learning."""
    return Row(
        name,
        at_least,
        aim,
        "ddpg",
        "Pendulum-v1",
        ours={
            "hidden_layers": hidden,
            "batch_size": 256,
            "buffer_size": 200_000,
            "learning_rate": 1e-3,
            "gamma": 0.98,
            "tau": 0.005,
            "noise": 0.1,
            "learning_starts": 10_000,
            "train_every": 1,
            "updates_per_training": 1,
        },
        theirs={
            "policy_kwargs": {"net_arch": hidden},
            "batch_size": 256,
            "buffer_size": 200_000,
            "learning_rate": 1e-3,
            "gamma": 0.98,
            "tau": 0.005,
            "action_noise": 0.1,
            "learning_starts": 10_000,
            "train_freq": 1,
            "gradient_steps": 1,
        },
        every=1,
        updates=1,
        arithmetics=BOTH,
        round_steps=round_steps,
        warm_up_steps=10_100,
        quick_round_steps=20,
        quick_warm_up_steps=10_020,
    )


WITH_REJAX = (
    dqn_of_rejax("dqn, 24x24, batch 64, 1 update per step, buffer of 2,000", 1.6, 2.5, 2000),
    dqn_of_rejax("dqn, 24x24, batch 64, 1 update per step, buffer of 20,000", 4.5, 6, 20_000),
)
ROWS = (
    dqn("dqn, 24x24, batch 64, 1 update per step", 35, 50, (24, 24), 64, 50_000, 1e-3, 500, with_host=True),
    *WITH_REJAX,
    dqn(
        "dqn, 120x84, batch 128, 1 update per 10 steps",
        *(9, 12, (120, 84), 128, 10_000, 2.5e-4, 500),
        every=10,
        arithmetics=BOTH,
    ),
    dqn(
        "dqn, 256x256, batch 64, rl-zoo settings",
        *(4.3, 5, (256, 256), 64, 100_000, 2.3e-3, 10),
        every=256,
        updates=128,
        arithmetics=BOTH,
    ),
    a2c("a2c, 8 environments, Stable-Baselines3's defaults", 8, 14),
    ppo("ppo, 8 environments, rl-zoo settings", 6, 10),
    ddpg("ddpg on Pendulum, 64x64, batch 256", 6, 9, (64, 64), 512),
    ddpg("ddpg on Pendulum, 400x300, batch 256, rl-zoo settings", 1.6, 1.8, (400, 300), 256),
)
