"""Returns and advantages of a rollout, and what an update makes of them.

Arrays of a rollout have shape (steps, environments). Sums are made in float64, in order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Array = NDArray[np.float32]
Bools = NDArray[np.bool_]

F = np.float32

ROLLOUT = "float32[:, ::1], float32[:, ::1], boolean[:, ::1]"


@kernel(f"void(float32[:, ::1], float64, float32[:, :, ::1], {ROLLOUT})")
def split_rows(
    rows: Array, reward_scale: float, both: Array, rewards: Array, not_terminated: Array, ended: Bools
) -> None:
    """Split rows of a log into what an update takes.

    A row is [observation, next observation, action..., reward, terminated, truncated]. `both` gets the observations and the next ones, (2, numbers, rows); row t n + i of the log is step t of environment i
    of n.
    """
    numbers, width, n = both.shape[1], rows.shape[1], rewards.shape[1]
    scale = F(reward_scale)
    for row in range(len(rows)):
        for f in range(numbers):
            both[0, f, row] = rows[row, f]
            both[1, f, row] = rows[row, numbers + f]
        t, i = row // n, row % n
        terminated, truncated = rows[row, width - 2], rows[row, width - 1]
        rewards[t, i] = scale * rows[row, width - 3]
        not_terminated[t, i] = F(1) - terminated
        ended[t, i] = terminated + truncated > F(0)


@kernel(f"void({ROLLOUT}, float32[:, ::1], float64, float32[:, ::1])")
def discounted_returns(
    rewards: Array, not_terminated: Array, ended: Bools, next_values: Array, gamma: float, out: Array
) -> None:
    """Put R_t = r_t + gamma R_{t+1} within each episode into `out`.

    Where one ends or the rollout breaks off, R_{t+1} is V(s_{t+1}), or 0 after termination.
    """
    n_steps, g = len(rewards), F(gamma)
    for t in range(n_steps - 1, -1, -1):
        for i in range(rewards.shape[1]):
            if ended[t, i] or t == n_steps - 1:
                after = next_values[t, i] * not_terminated[t, i]
            else:
                after = out[t + 1, i]
            out[t, i] = rewards[t, i] + g * after


@kernel(f"void({ROLLOUT}, float32[:, ::1], float32[:, ::1], float64, float64, float32[:, ::1])")
def generalized_advantages(
    rewards: Array,
    not_terminated: Array,
    ended: Bools,
    values: Array,
    next_values: Array,
    gamma: float,
    lam: float,
    out: Array,
) -> None:
    """Put A_t = delta_t + gamma lambda A_{t+1} within each episode into `out`.

    Here delta_t = r_t + gamma V(s_{t+1}) - V(s_t).
    """
    n_steps, g, fade = len(rewards), F(gamma), F(gamma * lam)
    for t in range(n_steps - 1, -1, -1):
        for i in range(rewards.shape[1]):
            delta = rewards[t, i] + g * not_terminated[t, i] * next_values[t, i] - values[t, i]
            goes_on = t < n_steps - 1 and not ended[t, i]
            out[t, i] = delta + fade * out[t + 1, i] if goes_on else delta


@kernel("void(float32[::1], float32[::1])")
def normalize(values: Array, out: Array) -> None:
    """Put values with mean 0 and the sample standard deviation 1 into `out`.

    A single value is put there as it is.
    """
    n = len(values)
    if n < 2:
        for i in range(n):  # an assignment of all at once takes numba three seconds to compile
            out[i] = values[i]
        return
    total = 0.0
    for i in range(n):
        total += np.float64(values[i])
    mean, square = F(total / n), 0.0
    for i in range(n):
        out[i] = values[i] - mean
        square += np.float64(out[i]) * np.float64(out[i])
    scale = F(1.0 / (np.sqrt(square / (n - 1)) + 1e-8))
    for i in range(n):
        out[i] *= scale


@kernel("float64(float32[::1], float32[::1])")
def explained_variance(values: Array, returns: Array) -> float:
    """Return 1 - Var(R - V) / Var(R); NaN where R never varies."""
    n = len(returns)
    total, total_error = 0.0, 0.0
    for i in range(n):
        total += np.float64(returns[i])
        total_error += np.float64(returns[i]) - np.float64(values[i])
    mean, mean_error, square, square_error = total / n, total_error / n, 0.0, 0.0
    for i in range(n):
        difference = np.float64(returns[i]) - mean
        error = np.float64(returns[i]) - np.float64(values[i]) - mean_error
        square += difference * difference
        square_error += error * error
    return 1.0 - square_error / square if square != 0.0 else np.nan


@kernel("float64(float32[::1], float32[::1], float64, float32[::1])")
def squared_errors(values: Array, targets: Array, weight: float, slope: Array) -> float:
    """Return mean[(V - R)^2]; put `weight` times its slope in V into `slope`."""
    n = len(values)
    factor, total = F(2.0 * weight / n), 0.0
    for i in range(n):
        error = values[i] - targets[i]
        total += np.float64(error) * np.float64(error)
        slope[i] = factor * error
    return total / n
