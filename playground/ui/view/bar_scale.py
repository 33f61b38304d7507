"""Scale of the bars of Q-values: one on which their differences can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from playground.number_text import nice_step, three_digits

ALIKE = 0.25  # of the largest value: bars from zero that differ by less are hard to tell apart
FINEST = 1e-3  # of the largest value, between the ends of a scale: beyond it lies the noise of float32
FILLED = 0.15  # of a scale by values, for it to stay while they move
MOST_DECIMALS = 5
MINUS = "−"


@dataclass(frozen=True)
class BarScale:
    """Values at the two ends of every bar's groove."""

    low: float
    high: float

    @property
    def is_cut(self) -> bool:
        """Whether zero lies beyond an end, so that lengths alone mean nothing."""
        return self.low > 0 or self.high < 0

    @property
    def decimals(self) -> int:
        """How many decimals tell values on it apart."""
        return max(0, -math.floor(math.log10(nice_step((self.high - self.low) / 10)) + 1e-9))

    def words(self) -> tuple[str, str]:
        """Write the two ends, with as many digits as tell them apart."""
        decimals, size = self.decimals, max(abs(self.low), abs(self.high))
        if decimals <= MOST_DECIMALS and size < 1e6:
            low, high = (f"{end:,.{decimals}f}" for end in (self.low, self.high))
            while decimals and low.endswith("0") and high.endswith("0"):
                decimals -= 1
                low, high = (word[:-1].removesuffix(".") for word in (low, high))
        else:
            digits = max(0, math.ceil(math.log10(size / (self.high - self.low)))) + 1
            low, high = (_scientific(end, digits) for end in (self.low, self.high))
        return low.replace("-", MINUS), high.replace("-", MINUS)

    def value_words(self, value: float) -> str:
        """Write a value on it: three digits, and more where those beside it need them."""
        if self.is_cut and self.decimals <= MOST_DECIMALS and 0.1 <= abs(value) < 1e6:
            decimals = max(self.decimals, 2 - math.floor(math.log10(abs(value))))
            return f"{value:,.{decimals}f}".replace("-", MINUS)
        return three_digits(value)


def fitting_scale(values: Sequence[float], before: BarScale | None = None) -> BarScale:
    """Return a scale for `values`, from zero unless the bars would look alike then.

    One from `before` stays while it fits, so that bars that move keep their scale.
    """
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return BarScale(0.0, 1.0)
    least, most = min(finite), max(finite)
    size, spread = max(abs(least), abs(most)), most - least
    is_cut = 0 < spread < ALIKE * size and least * most > 0
    if before is not None and before.is_cut == is_cut and before.low <= least and most <= before.high:
        room = before.high - before.low
        if (spread if is_cut else size) >= FILLED * room:
            return before
    if not is_cut:
        end = nice_step(max(size, 1e-6) if size else 1.0)
        return BarScale(-end if least < 0 else 0.0, end if most > 0 or least >= 0 else 0.0)
    step = nice_step(max(spread, FINEST * size)) / 2
    low, high = math.floor((least - 0.4 * step) / step) * step, math.ceil((most + 0.2 * step) / step) * step
    return BarScale(max(low, 0.0) if least > 0 else low, min(high, 0.0) if most < 0 else high)


def gap_words(gap: float) -> str:
    """Write a gap with the two digits that count: 0.70, 1.7, 25, 1,234, 1.0e−4."""
    if not math.isfinite(gap):
        return "–"
    if gap == 0 or 1e-3 <= gap < 1e6:
        decimals = max(0, 1 - math.floor(math.log10(gap))) if gap else 0
        return f"{gap:,.{decimals}f}"
    return _scientific(gap, 1).replace("-", MINUS)


def _scientific(value: float, digits: int) -> str:
    return "0" if value == 0 else f"{value:.{digits}e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e")
