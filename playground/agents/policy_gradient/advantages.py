"""Returns and advantages of a rollout of several environments side by side.

All arrays have shape (steps, environments). An episode may end anywhere: after termination nothing follows; a truncated
episode is worth what the critic says of its final observation, and so is the step a rollout breaks off at. Neither sum
ever runs on into the next episode. The loops are in playground.arithmetic.advantages.
"""

from __future__ import annotations

import numpy as np

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
