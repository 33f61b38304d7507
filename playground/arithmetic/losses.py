"""Kernels of losses: means over a batch of errors d, and their slopes dL/dd.

Sums are taken in the order of the batch, in float64.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Array = NDArray[np.float32]

F = np.float32


@kernel("float64(float32[::1], float32[::1], float32[::1])")
def squared(errors: Array, weights: Array, slopes: Array) -> float:
    """Return the mean of d^2; put 2 d / n into `slopes`.

    Each error's share of both is multiplied by its own of `weights`, if there are any.
    """
    n, has_weights = len(errors), len(weights) > 0
    loss, factor = np.float64(0), F(2 / n)
    for s in range(n):
        error, weight = errors[s], weights[s] if has_weights else F(1)
        slopes[s] = weight * (error * factor)
        loss += np.float64(weight) * (np.float64(error) * np.float64(error))
    return loss / n


@kernel("float64(float32[::1], float32[::1], float32[::1])")
def huber(errors: Array, weights: Array, slopes: Array) -> float:
    """Return the mean of Huber's loss; put clip(d, -1, 1) / n into `slopes`.

    Huber 1964. The loss of an error is d^2 / 2 within [-1, 1], and |d| - 1/2 beyond. With c = d clipped, both are c d - c^2 / 2.
    Each error's share of both is multiplied by its own of `weights`, if there are any.
    """
    n, has_weights = len(errors), len(weights) > 0
    loss, factor = np.float64(0), F(1 / n)
    for s in range(n):
        error, weight = errors[s], weights[s] if has_weights else F(1)
        clipped = F(1) if error > F(1) else (F(-1) if error < F(-1) else error)
        slopes[s] = weight * (clipped * factor)
        c = np.float64(clipped)
        loss += np.float64(weight) * (c * np.float64(error) - c * c / 2)
    return loss / n
