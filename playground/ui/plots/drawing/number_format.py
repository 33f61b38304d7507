"""Numbers as the plots write them, and those at which an axis has ticks."""

from __future__ import annotations

import math

_MINUS = "−"
_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_SMALL_RETURN = 10.0
_PLAIN_BELOW = 1e4  # 2,000 reads as well as 2k, unless all ticks are such


def nice_step(least: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is at least `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= least * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def multiples(step: float, low: float, high: float) -> list[float]:
    """Return the multiples of `step` from `low` to `high`."""
    first = math.ceil(low / step - 1e-6)
    last = math.floor(high / step + 1e-6)
    return [n * step for n in range(first, last + 1)]


def tick_words(values: list[float], step: float) -> list[str]:
    """Write the ticks of an axis, `step` apart, all in one unit: 0.5, 150, 10k, 2.5M."""
    largest = max((abs(value) for value in values), default=0.0)
    unit, letter = 1.0, ""
    for size, name in _UNITS:
        if largest >= size and step >= size / (10 if largest >= _PLAIN_BELOW else 2):
            unit, letter = size, name
            break
    decimals = max(0, math.ceil(-math.log10(step / unit) - 1e-9))
    if decimals > 4:
        words = [_power(value) for value in values]
    else:
        words = [f"{value / unit:,.{decimals}f}{letter}" for value in values]
    return [_signed(word) if abs(value) > step / 2 else "0" for word, value in zip(words, values, strict=True)]


def power_word(value: float) -> str:
    """Write 1, 2 or 5 times a power of ten: 0.001, 0.5, 20, 100k, 1e−6."""
    if value < 1e-4 * (1 - 1e-9):
        return _signed(_power(value))
    for size, name in _UNITS:
        if value >= size * (1 - 1e-9):
            return f"{value / size:.6g}{name}"
    return f"{value:.6g}"


def three_digits(value: float) -> str:
    """Write three digits that count: 0.00123, 0.310, 45.2, 1,234, 1.23e7."""
    size = abs(value)
    if size == 0.0:
        return "0.00"
    if size >= 1e6 or size < 1e-4:
        return _signed(f"{value:.2e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e"))
    if size >= 99.95:
        return _signed(f"{value:,.0f}")
    return _signed(f"{value:.{2 - math.floor(math.log10(size))}f}")


def return_words(value: float) -> str:
    """Write a return: 481.3, 500, and with a digit more where it is small, 0.85."""
    text = f"{value:,.1f}" if abs(value) >= _SMALL_RETURN else f"{value:,.2f}"
    return _signed(text.rstrip("0").removesuffix("."))


def steady_return_words(value: float) -> str:
    """Write a return that changes all the time: 500.0, so that the text stands still."""
    return _signed(f"{value:,.1f}" if abs(value) >= _SMALL_RETURN else f"{value:,.2f}")


def _power(value: float) -> str:
    return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e")


def _signed(text: str) -> str:
    return text.replace("-", _MINUS)
