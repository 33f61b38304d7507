"""Returns and advantages of a rollout of several environments side by side.

All arrays have shape (steps, environments). An episode may end anywhere: after termination nothing follows; a truncated
episode is worth what the critic says of its final observation, and so is the step a rollout breaks off at. Neither sum
ever runs on into the next episode. The loops are in playground.arithmetic.advantages.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.backend import Array
from playground.agents.policy_gradient.rollout import Rollout
from playground.arithmetic import advantages as kernels


def discounted_returns(rollout: Rollout, next_values: Array, gamma: float) -> Array:
    """Return the discounted returns R_t = r_t + gamma R_{t+1} within each episode.

    Sutton & Barto 2018, equation 3.9. Where one is truncated or the rollout breaks off, R_t = r_t + gamma V(s_{t+1}).
    `next_values` are V(s_{t+1}); those in the middle of an episode are not used.
    """
    returns = np.empty_like(rollout.rewards)
    kernels.discounted_returns(rollout.rewards, rollout.not_terminated, rollout.ended, next_values, gamma, returns)
    return returns


def generalized_advantages(rollout: Rollout, values: Array, next_values: Array, gamma: float, lam: float) -> Array:
    """Return the advantages A_t = delta_t + gamma lambda A_{t+1}.

    Here delta_t = r_t + gamma V(s_{t+1}) - V(s_t). Schulman et al. 2016, "High-dimensional continuous control using
    generalized advantage estimation", equations 11 and 16. With lambda = 1, A_t + V(s_t) are the n-step returns of Mnih
    et al. 2016; with 0, one step alone counts.
    """
    advantages = np.empty_like(rollout.rewards)
    kernels.generalized_advantages(
        rollout.rewards, rollout.not_terminated, rollout.ended, values, next_values, gamma, lam, advantages
    )
    return advantages


def advantage_parts(
    rollout: Rollout, values: Array, next_values: Array, advantages: Array, gamma: float
) -> dict[str, NDArray[Any]]:
    """Return what each advantage was made of, by name, in one row after the other.

    Each has shape (rows,). For those who look; the sums themselves are made by generalized_advantages().
    """
    terminated = rollout.not_terminated == 0
    goes_on = ~rollout.ended
    goes_on[-1] = False
    following = np.zeros_like(advantages)
    following[:-1] = np.where(goes_on[:-1], advantages[1:], 0)
    after = np.where(terminated, 0, next_values)
    parts = {
        "reward": rollout.rewards,
        "next_value": after,
        "step_error": rollout.rewards + np.float32(gamma) * after - values,
        "next_advantage": following,
        "terminated": terminated,
        "truncated": rollout.ended & ~terminated,
        "breaks_off": ~rollout.ended & ~goes_on,
    }
    return {name: part.reshape(-1) for name, part in parts.items()}


def return_parts(rollout: Rollout, next_values: Array, returns: Array) -> dict[str, NDArray[Any]]:
    """Return what each return, (rows,), was made of, as advantage_parts() does."""
    terminated = rollout.not_terminated == 0
    following = np.where(terminated, 0, next_values).reshape(-1)
    ended = rollout.ended.reshape(-1)
    following[:-1] = np.where(ended[:-1], following[:-1], returns[1:])
    return {
        "reward": rollout.rewards.reshape(-1),
        "next_return": following,
        "terminated": terminated.reshape(-1),
        "truncated": (rollout.ended & ~terminated).reshape(-1),
    }


def normalized(advantages: Array) -> Array:
    """Return advantages, shape (batch,), with mean 0 and standard deviation 1.

    Stable-Baselines3 does it in the same way. A single advantage is returned as it is.
    """
    normal = np.empty_like(advantages)
    kernels.normalize(advantages, normal)
    return normal


def explained_variance(values: Array, returns: Array) -> float:
    """Return the explained variance of the returns, 1 - Var(R - V) / Var(R).

    It is 1 where the critic foresees all, 0 where a constant would do as well, and NaN where R never varies.
    """
    return kernels.explained_variance(values, returns)
