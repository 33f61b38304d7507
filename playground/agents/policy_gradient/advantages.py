"""Returns and advantages of a rollout of several environments side by side.

All arrays have shape (steps, environments). An episode may end anywhere: after termination nothing follows; a truncated
episode is worth what the critic says of its final observation, and so is the step a rollout breaks off at. Neither sum
ever runs on into the next episode.
"""

from __future__ import annotations

import math

import numpy as np

from playground.agents.nn.backend import Array
from playground.agents.policy_gradient.rollout import Rollout


def discounted_returns(rollout: Rollout, next_values: Array, gamma: float) -> Array:
    """Return the discounted returns R_t = r_t + gamma R_{t+1} within each episode.

    Sutton & Barto 2018, equation 3.9. Where one is truncated or the rollout breaks off, R_t = r_t + gamma V(s_{t+1}).
    `next_values` are V(s_{t+1}); those in the middle of an episode are not used.
    """
    returns = np.empty_like(rollout.rewards)
    after = next_values[-1] * rollout.not_terminated[-1]
    for t in reversed(range(len(returns))):
        after = np.where(rollout.ended[t], next_values[t] * rollout.not_terminated[t], after)
        after = rollout.rewards[t] + gamma * after
        returns[t] = after
    return returns


def generalized_advantages(rollout: Rollout, values: Array, next_values: Array, gamma: float, lam: float) -> Array:
    """Return the advantages A_t = delta_t + gamma lambda A_{t+1}.

    Here delta_t = r_t + gamma V(s_{t+1}) - V(s_t). Schulman et al. 2016, "High-dimensional continuous control using
    generalized advantage estimation", equations 11 and 16. With lambda = 1, A_t + V(s_t) are the n-step returns of Mnih
    et al. 2016; with 0, one step alone counts.
    """
    advantages = rollout.rewards + gamma * rollout.not_terminated * next_values - values
    carried = gamma * lam * ~rollout.ended
    for t in reversed(range(len(advantages) - 1)):
        advantages[t] += carried[t] * advantages[t + 1]
    return advantages.astype(np.float32, copy=False)


def normalized(advantages: Array) -> Array:
    """Return advantages, shape (batch,), with mean 0 and standard deviation 1.

    Stable-Baselines3 does it in the same way. A single advantage is returned as it is.
    """
    if advantages.size < 2:
        return advantages
    centred: Array = advantages - advantages.sum() / np.float32(advantages.size)
    std = math.sqrt(np.dot(centred, centred) / (advantages.size - 1))
    centred *= np.float32(1 / (std + 1e-8))
    return centred


def explained_variance(values: Array, returns: Array) -> float:
    """Return the explained variance of the returns, 1 - Var(R - V) / Var(R).

    It is 1 where the critic foresees all, 0 where a constant would do as well, and NaN where R never varies.
    """
    variance = _variance(returns)
    return 1.0 - _variance(returns - values) / variance if variance else math.nan


def _variance(numbers: Array) -> float:
    centred = numbers - numbers.sum() / np.float32(numbers.size)  # a call of ndarray.var() takes three times as long
    return float(np.dot(centred, centred)) / numbers.size
