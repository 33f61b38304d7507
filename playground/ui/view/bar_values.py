"""Values that the bars show: those that chose an action, and the next ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Values = Any  # numbers by action (a sequence or an array), or None


@dataclass(frozen=True)
class BarValues:
    """What one picture of the bars shows; no numbers where there are none."""

    shown: tuple[float, ...] = ()  # by the bars
    taken: int | None = None  # the action that was taken on them
    is_next: bool = True  # whether they are of the state that is shown, and nothing was done on them yet
    is_moving: bool = False  # whether others follow at once
    next: tuple[float, ...] = ()  # beside the bars
    is_over: bool = False  # whether there is no next state
    whose: str = ""  # of which of two runs they are

    @property
    def largest(self) -> int | None:
        """The action of the largest of what the bars show."""
        return largest(self.shown)

    @property
    def gap(self) -> float:
        """The largest less the second largest; NaN if there are no two."""
        finite = sorted(value for value in self.shown if math.isfinite(value))
        return finite[-1] - finite[-2] if len(finite) > 1 else math.nan


def numbers(values: Values) -> tuple[float, ...]:
    """Return values as plain numbers."""
    return () if values is None else tuple(float(value) for value in values)


def largest(values: Sequence[float]) -> int | None:
    """Return the number of the largest value, None where there is none."""
    finite = [number for number, value in enumerate(values) if math.isfinite(value)]
    return max(finite, key=values.__getitem__, default=None)
