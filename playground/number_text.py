"""Numbers as text, the one way everywhere, and the round numbers of an axis.

Whatever the number, its text is short, has a true minus, and never reads as less than that of a smaller one.
"""

from __future__ import annotations

import math
import string
from typing import Any

_MINUS = "−"
_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_UNITS_END = 1e12  # beyond it, and below the next, powers of ten are written
_LEAST_PLAIN = 1e-4
_MOST_DECIMALS = 4  # of a tick
_MOST_PLAIN = 1e6  # of other numbers; from here on a power of ten says more than digits
_SMALL_RETURN = 10.0
_LEAST_RETURN = 0.1  # below it two decimals would be less than two digits
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
    """Write the ticks of an axis, `step` apart, in one unit: 0.5, 150, 10k, 2.05e16."""
    largest = max((abs(value) for value in values), default=0.0)
    unit, letter = 1.0, ""
    for size, name in _UNITS:
        if largest >= size and step >= size / (10 if largest >= _PLAIN_BELOW else 2):
            unit, letter = size, name
            break
    decimals = _decimals(step / unit)
    if decimals > _MOST_DECIMALS or largest >= _UNITS_END:
        power = math.floor(math.log10(largest) + 1e-9) if largest else 0
        words = [_mantissa(value, power, _decimals(step / 10.0**power)) for value in values]
    else:
        words = [f"{value / unit:,.{decimals}f}{letter}" for value in values]
    return [_signed(word) if abs(value) > step / 2 else "0" for word, value in zip(words, values, strict=True)]


def power_word(value: float) -> str:
    """Write 1, 2 or 5 times a power of ten: 0.001, 0.5, 20, 100k, 1e−6, 2e13."""
    if not _LEAST_PLAIN * (1 - 1e-9) <= value < _UNITS_END * (1 - 1e-9):
        return _scientific(value, 0)
    for size, name in _UNITS:
        if value >= size * (1 - 1e-9):
            return f"{value / size:.6g}{name}"
    return f"{value:.6g}"


def three_digits(value: float) -> str:
    """Write three digits that count: 0.00123, 0.310, 45.2, 1,234, 1.23e7."""
    if value == 0.0:
        return "0.00"
    if not math.isfinite(value):
        return _not_finite(value)
    power = _power_of(value, 3)
    if round(abs(value)) >= _MOST_PLAIN or power < -4:
        return _scientific(value, 2)
    return _signed(f"{value:,.{max(2 - power, 0)}f}")


def four_digits(value: float) -> str:
    """Write up to four digits that count: 0.5, 0.1235, 12,346, 1e−5."""
    if value == 0.0:
        return "0"
    if not math.isfinite(value):
        return _not_finite(value)
    power = _power_of(value, 4)
    if round(abs(value)) >= _MOST_PLAIN or power < -4:
        mantissa, mark, exponent = _scientific(value, 3).partition("e")
        return _without_zeros(mantissa) + mark + exponent
    return _without_zeros(_signed(f"{value:,.{max(3 - power, 0)}f}"))


def return_words(value: float) -> str:
    """Write a return: 481.3, 500, and with more digits where small: 0.85, 1e−7."""
    mantissa, mark, exponent = steady_return_words(value).partition("e")
    return _without_zeros(mantissa) + mark + exponent


def spread_words(spread: float, mean: float) -> str:
    """Write a spread with the decimals of the mean that it stands beside.

    So it is 268.2 ± 144.4, 25 ± 2.7 and −1 ± 0.
    """
    size = abs(mean)
    if _LEAST_RETURN <= size < _PLAIN_BELOW and spread < _PLAIN_BELOW:
        return _without_zeros(f"{spread:,.{1 if size >= _SMALL_RETURN else 2}f}")
    return return_words(spread)


def steady_return_words(value: float) -> str:
    """Write a return that changes all the time: 500.0, so that it stands still."""
    size = abs(value)
    if value == 0.0 or _LEAST_RETURN <= size < _SMALL_RETURN:
        return _signed(f"{value + 0.0:.2f}")
    if _SMALL_RETURN <= size < _PLAIN_BELOW:
        return _signed(f"{value:,.1f}")
    return three_digits(value)


def share_words(value: float) -> str:
    """Write a share, or what is of its size, with digits that never shift: 0.310."""
    if math.isfinite(value) and (value == 0.0 or 0.0005 <= abs(value) < 99.9995):
        return _signed(f"{value + 0.0:.3f}")
    return three_digits(value)


def filled(text: str, **values: Any) -> str:
    """Fill the places of a text, as format does, with numbers written as everywhere.

    A place for three decimals would write a million as ten digits and a millionth as 0.000: those have four digits that
    count, and a power of ten.
    """
    return _FILLER.vformat(text, (), values)


class _Filler(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec.endswith(("f", "g")):
            return str(super().format_field(value, format_spec))
        value = float(value) + 0.0  # there is no −0
        written = str(super().format_field(value, format_spec))
        if not math.isfinite(value):
            return _not_finite(value)
        if abs(value) >= _PLAIN_BELOW or "e" in written or (value != 0.0 and float(written) == 0.0):
            sign = "+" if "+" in format_spec and value > 0 else ""
            return sign + four_digits(float(value))
        return _signed(written)


_FILLER = _Filler()


def picture_number(value: float, decimals: int = 1) -> str:
    """Write a number of a picture: whole ones as such, others with so many decimals.

    Where that would say nothing or be too long, two digits that count are written: 0.012, 1.0e−7, −8.0e10.
    """
    if not math.isfinite(value):
        return _not_finite(value)
    size = abs(value)
    if size >= _MOST_PLAIN - 0.5:
        return _scientific(value, 1)
    if float(value).is_integer() or size >= 999.5:
        return _signed(f"{value + 0.0:,.0f}")
    if size >= 0.5 * 10.0**-decimals:
        return _signed(f"{value:.{decimals}f}")
    power = _power_of(value, 2)
    return _scientific(value, 1) if power < -3 else _signed(f"{value:.{1 - power}f}")


def shorter_numbers(value: float) -> tuple[str, ...]:
    """Return ever shorter texts where there is little room: 1.2e−12, 1e−12, ≈0."""
    if not math.isfinite(value):
        return (_not_finite(value),)
    return _scientific(value, 1), _scientific(value, 0), *(("≈0",) if abs(value) < _LEAST_PLAIN else ())


def steady_picture_number(value: float) -> str:
    """Write a number that changes with every picture: always with one decimal."""
    if math.isfinite(value) and abs(value) < 9999.95:
        return _signed(f"{round(value, 1) + 0.0:,.1f}")
    return picture_number(value)


def _decimals(step: float) -> int:
    return max(0, math.ceil(-math.log10(step) - 1e-9))


def _power_of(value: float, n_digits: int) -> int:
    """Return the power of ten of a number once it is rounded to so many digits."""
    return int(f"{value:.{n_digits - 1}e}".partition("e")[2])


def _scientific(value: float, decimals: int) -> str:
    mantissa, _mark, exponent = f"{value:.{decimals}e}".partition("e")
    return _signed(f"{mantissa}e{int(exponent)}")


def _mantissa(value: float, power: int, decimals: int) -> str:
    """Write a number as so many tens: all ticks of an axis have one power."""
    return f"{value / 10.0**power:.{decimals}f}e{power}"


def _without_zeros(text: str) -> str:
    return text.rstrip("0").removesuffix(".") if "." in text else text


def _not_finite(value: float) -> str:
    return "–" if math.isnan(value) else f"{_MINUS if value < 0 else ''}∞"


def _signed(text: str) -> str:
    return text.replace("-", _MINUS)
