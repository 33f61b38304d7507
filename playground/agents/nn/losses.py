"""Losses of errors d, shape (batch,), as means over the batch; their derivatives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.agents.nn.backend import Array

ONE = np.ones((), np.float32)
_MINUS_ONE = -ONE


def squared(error: Array, slope: Array, weights: Array | None = None) -> float:
    """Return the mean of d^2; put dL/dd = 2 d / n into `slope`.

    Where there are `weights`, (batch,), each error's share of both is multiplied by its own.
    """
    np.multiply(error, np.float32(2 / len(error)), out=slope)
    if weights is not None:
        np.multiply(slope, weights, out=slope)
        return float(np.dot(slope, error)) / 2
    return float(np.dot(error, error)) / len(error)


def huber(error: Array, slope: Array, weights: Array | None = None) -> float:
    """Return the mean of Huber's loss; put dL/dd = clip(d, -1, 1) / n into `slope`.

    The loss of an error is d^2 / 2 within [-1, 1], and |d| - 1/2 beyond. Huber 1964. With c = d clipped, both cases are
    c d - c^2 / 2. `weights` as for squared().
    """
    clipped = np.minimum(error, ONE, out=slope)  # np.clip takes three times as long
    np.maximum(clipped, _MINUS_ONE, out=clipped)
    if weights is not None:
        loss = float(np.dot(weights, clipped * (error - clipped / 2))) / len(error)
        np.multiply(clipped, weights / np.float32(len(error)), out=slope)
        return loss
    loss = float(np.dot(clipped, error) - np.dot(clipped, clipped) / 2) / len(error)
    np.multiply(clipped, np.float32(1 / len(error)), out=slope)
    return loss


LOSSES: dict[str, Callable[[Array, Array, Array | None], float]] = {"squared": squared, "huber": huber}
