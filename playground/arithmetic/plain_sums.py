"""Sums of a few Python floats, made one after the other.

The built-in sum() is compensated from Python 3.12 on, and NumPy's order depends on how long an array is and on the
processor: a run must not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def sum_in_order(numbers: Iterable[float]) -> float:
    """Return their sum, each added to those before it; of none it is 0."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def mean_of(numbers: Sequence[float]) -> float:
    """Return their mean; of none it is NaN."""
    return sum_in_order(numbers) / len(numbers) if numbers else math.nan


def spread_of(numbers: Sequence[float]) -> float:
    """Return their standard deviation, of all of them; of none it is NaN."""
    mean = mean_of(numbers)
    return math.sqrt(mean_of([(number - mean) * (number - mean) for number in numbers]))
