"""The result of an evaluation, and how its returns are written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALL = 5.0  # returns below this have two digits after the point
HUGE = 1e9  # and those beyond are written as powers of ten


@dataclass(frozen=True)
class Evaluation:
    """The returns of greedy episodes."""

    returns: tuple[float, ...]
    lengths: tuple[int, ...]

    @property
    def mean(self) -> float:
        return self._measured(np.mean)

    @property
    def std(self) -> float:
        return self._measured(np.std)

    def _measured(self, measure: Callable[[NDArray[np.float64]], Any]) -> float:
        """Return a measure of the returns, however large they are."""
        returns = np.array(self.returns, np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            result = float(measure(returns))
        if math.isfinite(result):
            return result
        largest = float(np.abs(returns).max())
        return float(measure(returns / largest)) * largest


def rounded(value: float, beside: float = 0.0) -> str:
    """Write a return with the digits that count: 481.3, but 0.91.

    A spread is written with the digits of the mean that it stands `beside`.
    """
    if max(abs(value), abs(beside)) >= HUGE:
        return f"{value:.4g}"
    return f"{value:.1f}" if max(abs(value), abs(beside)) >= SMALL else f"{value:.2f}"
