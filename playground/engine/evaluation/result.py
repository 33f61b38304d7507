"""The result of an evaluation, and how its returns are written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SMALL = 5.0  # returns below this have two digits after the point


@dataclass(frozen=True)
class Evaluation:
    """The returns of greedy episodes."""

    returns: tuple[float, ...]
    lengths: tuple[int, ...]

    @property
    def mean(self) -> float:
        return float(np.mean(self.returns))

    @property
    def std(self) -> float:
        return float(np.std(self.returns))


def rounded(value: float, beside: float = 0.0) -> str:
    """Write a return with the digits that count: 481.3, but 0.91.

    A spread is written with the digits of the mean that it stands `beside`.
    """
    return f"{value:.1f}" if max(abs(value), abs(beside)) >= SMALL else f"{value:.2f}"
