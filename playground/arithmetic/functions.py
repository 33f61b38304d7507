"""Functions that no library computes with the same bits everywhere."""

from __future__ import annotations

import numpy as np

from playground.arithmetic.compiled import kernel


@kernel()
def tanh32(x: np.float32) -> np.float32:
    """Return tanh(x)."""
    return np.float32(np.tanh(x))
