"""The result of an evaluation, and how its returns are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.arithmetic.plain_sums import mean_of, spread_of

SMALL = 5.0  # returns below this have two digits after the point
HUGE = 1e9  # and those beyond are written as powers of ten


@dataclass(frozen=True)
class Evaluation:
    """The returns of greedy episodes."""

    returns: tuple[float, ...]
    lengths: tuple[int, ...]

    @property
    def mean(self) -> float:
        return self._measured(mean_of)

    @property
    def std(self) -> float:
        return self._measured(spread_of)

    def _measured(self, measure: Callable[[Sequence[float]], float]) -> float:
        """Return a measure of the returns, however large they are."""
        result = measure(self.returns)
        if math.isfinite(result):
            return result
        largest = max(map(abs, self.returns))
        return measure([number / largest for number in self.returns]) * largest


def rounded(value: float, beside: float = 0.0) -> str:
    """Write a return with the digits that count: 481.3, but 0.91.

    A spread is written with the digits of the mean that it stands `beside`.
    """
    if max(abs(value), abs(beside)) >= HUGE:
        return f"{value:.4g}"
    return f"{value:.1f}" if max(abs(value), abs(beside)) >= SMALL else f"{value:.2f}"
