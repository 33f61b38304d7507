"""Ticks of a slider: round numbers, evenly, by powers of ten, or closer towards 1."""

from __future__ import annotations

import math
from bisect import bisect_left

from playground.hyper import Hyper, Value

TICKS = 1000  # at most, on an even scale
# 24 round numbers to a power of ten, each about a tenth above the one before
LADDER = (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.2, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 8, 9)

# distances from 1, such that 1 less each of them is round too: 0.99, 0.988, 0.985, ..., 0.92, 0.91
LADDER_FROM_ONE = (1, 1.2, 1.5, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9)


class Scale:
    """Ticks of one record's slider, and the steps of its number box.

    The steps go on beyond the slider.
    """

    def __init__(self, record: Hyper) -> None:
        self._record = record
        low, high = record.slider_low, record.slider_high
        self._step = _round_step((high - low) / TICKS, whole=record.kind == "int")
        if record.from_one:
            self._numbers = self._ticks_from_one(low, high)
        else:
            self._numbers = self._log_ticks(low, high) if record.log else self._even_ticks(low, high)
        self._own = 1 if record.optional else 0  # one tick more at the far left, for None

    @property
    def last(self) -> int:
        """The highest tick; the lowest is 0."""
        return len(self._numbers) - 1 + self._own

    def value(self, tick: int) -> Value:
        """Return the value at `tick`; the ends are slider_low and slider_high exactly."""
        return None if tick < self._own else self._kept(self._numbers[tick - self._own])

    def tick(self, value: Value) -> int:
        """Return the tick nearest to `value`, an end for what lies beyond."""
        if value is None:
            return 0
        number = float(value)  # type: ignore[arg-type]  # a record with a slider holds numbers
        above = bisect_left(self._numbers, number)
        if above == 0:
            return self._own
        if above == len(self._numbers):
            return self.last
        left, right = self._numbers[above - 1], self._numbers[above]
        return above - (number < self._middle(left, right)) + self._own

    def stepped(self, value: Value, steps: int) -> Value:
        """Return the value `steps` above (negative: below) `value`.

        It stays within what the record allows.
        """
        if value is None:
            return self.value(max(0, steps))
        number = float(value)  # type: ignore[arg-type]
        if self._record.from_one:
            for _ in range(abs(steps)):
                number = self._step_from_one(number, up=steps > 0)
        elif self._record.log:
            for _ in range(abs(steps)):
                number = self._log_step(number, up=steps > 0)
        else:
            number = round(number + steps * self._step, _digits(self._step))
        return self._kept(min(self._record.high, max(self._record.low, number)))

    def _kept(self, number: float) -> Value:
        return int(number) if self._record.kind == "int" else float(number)

    def _even_ticks(self, low: float, high: float) -> list[float]:
        count = math.ceil((high - low) / self._step - 1e-9)
        digits = _digits(self._step)
        return [round(low + i * self._step, digits) for i in range(count)] + [high]

    def _log_ticks(self, low: float, high: float) -> list[float]:
        inside = set()
        for exponent in range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1):
            inside |= {float(f"{mantissa}e{exponent}") for mantissa in LADDER}
        if self._record.kind == "int":
            inside = {number for number in inside if number.is_integer()}
            if math.log2(low).is_integer() and math.log2(high).is_integer():  # then people think in powers of two
                inside |= {2.0**power for power in range(int(math.log2(low)), int(math.log2(high)))}
        return [low, *sorted(number for number in inside if low < number < high), high]

    def _ticks_from_one(self, low: float, high: float) -> list[float]:
        """Return 1 less each round distance, the least being `from_one`, and the ends."""
        farthest, nearest = (math.floor(math.log10(far)) for far in (1 - low, self._record.from_one))
        rungs = [(mantissa, power) for power in range(nearest, farthest + 1) for mantissa in LADDER_FROM_ONE]
        ticks = {round(1 - mantissa * 10.0**power, 1 - power) for mantissa, power in rungs}  # 0.95, not 1 - 0.05
        last = min(high, 1 - self._record.from_one * (1 - 1e-9))  # the least distance itself is a tick
        return [low, *sorted(tick for tick in ticks if low < tick < last), high]

    def _middle(self, left: float, right: float) -> float:
        """Return where the ticks `left` and `right` are equally near."""
        if self._record.log:
            return math.sqrt(left * right)
        if self._record.from_one and right < 1:
            return 1 - math.sqrt((1 - left) * (1 - right))
        return (left + right) / 2

    def _step_from_one(self, number: float, *, up: bool) -> float:
        if up:
            return next((tick for tick in self._numbers if tick > number), self._record.high)
        return next((tick for tick in reversed(self._numbers) if tick < number), self._record.low)

    def _log_step(self, number: float, *, up: bool) -> float:
        ticks = self._numbers
        if up and ticks[0] <= number < ticks[-1]:
            return next(tick for tick in ticks if tick > number)
        if not up and ticks[0] < number <= ticks[-1]:
            return next(tick for tick in reversed(ticks) if tick < number)
        if number < ticks[0] * 1e-3 or (number <= ticks[0] * 1e-3 and not up):  # further down there is only the end
            return ticks[0] * 1e-3 if up else self._record.low
        exponent = math.floor(math.log10(number))
        rungs = [float(f"{mantissa}e{e}") for e in (exponent - 1, exponent, exponent + 1) for mantissa in LADDER]
        if self._record.kind == "int":
            rungs = [rung for rung in rungs if rung.is_integer()]
        beyond = [rung for rung in rungs if (rung > number if up else rung < number)]
        if not beyond:
            return self._record.high if up else self._record.low
        return min(beyond) if up else max(beyond)


def _round_step(least: float, *, whole: bool) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten at or above `least`."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least) + 1e-9)
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))
    return max(1.0, step) if whole else step


def _digits(step: float) -> int:
    """Return how many decimals matter.

    The rest is what binary fractions add to a sum of decimal ones.
    """
    return max(0, 2 - math.floor(math.log10(step)))
