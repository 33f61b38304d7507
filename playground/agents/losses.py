"""What an update makes small, and its derivative: of errors d, shape (batch,), as a mean over the batch."""

from __future__ import annotations

import numpy as np

from playground.agents.arrays import Array


def squared(error: Array, slope: Array) -> float:
    """Return the mean of d^2; put dL/dd = 2 d / n into `slope`."""
    np.multiply(error, np.float32(2 / len(error)), out=slope)
    return float(np.dot(error, error)) / len(error)


def huber(error: Array, slope: Array, work: Array) -> float:
    """Return the mean of d^2 / 2 within [-1, 1] and |d| - 1/2 beyond; put dL/dd = d clipped to [-1, 1], / n, into `slope`.

    Huber 1964. `work` is overwritten.
    """
    clipped = np.clip(error, -1.0, 1.0, out=slope)
    beyond = np.multiply(clipped, -0.5, out=work)
    np.add(beyond, error, out=beyond)
    loss = float(np.dot(clipped, beyond)) / len(error)
    np.multiply(clipped, np.float32(1 / len(error)), out=slope)
    return loss
