"""Losses of errors d, shape (batch,), as means over the batch; their derivatives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.agents.nn.backend import Array
from playground.arithmetic import losses

NO_WEIGHTS = np.empty(0, np.float32)


def squared(error: Array, slope: Array, weights: Array | None = None) -> float:
    """Return the mean of d^2; put dL/dd = 2 d / n into `slope`.

    Where there are `weights`, (batch,), each error's share of both is multiplied by its own.
    """
    return float(losses.squared(error, NO_WEIGHTS if weights is None else weights, slope))


def huber(error: Array, slope: Array, weights: Array | None = None) -> float:
    """Return the mean of Huber's loss; put dL/dd = clip(d, -1, 1) / n into `slope`.

    The loss of an error is d^2 / 2 within [-1, 1], and |d| - 1/2 beyond. `weights` as for squared().
    """
    return float(losses.huber(error, NO_WEIGHTS if weights is None else weights, slope))


LOSSES: dict[str, Callable[[Array, Array, Array | None], float]] = {"squared": squared, "huber": huber}
