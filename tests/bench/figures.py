"""A figure: what was measured, what it is to reach, and whether it does."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playground.experiments.markdown_blocks import markdown_table

AIM, AT_LEAST, NO = "aim", "at least", "**no**"
HEAD = ("figure", "measured", "at least", "aim", "reached", "in detail")


@dataclass(frozen=True)
class Figure:
    """A row of the table; all but the name and the measured value may be empty."""

    name: str
    measured: str
    at_least: str = ""
    aim: str = ""
    reached: str = ""
    details: str = ""


def reaches(value: float, at_least: float, aim: float) -> str:
    """Say which target `value` reaches. Where the aim is the smaller of the two, smaller is better."""
    sign = 1 if aim >= at_least else -1
    if value * sign >= aim * sign:
        return AIM
    return AT_LEAST if value * sign >= at_least * sign else NO


def worst(reached: Iterable[str]) -> str:
    """Return what several values together reach."""
    return max(reached, key=(AIM, AT_LEAST, NO).index)


def spread(values: Sequence[float], form: str = "{:,.1f}") -> str:
    """Return the median and, where there are several, the range."""
    middle = form.format(statistics.median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({form.format(min(values))} to {form.format(max(values))})"


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def or_never(number: float, form: str, unit: str = "") -> str:
    """Return a number of steps or seconds, which is infinite where it never happened."""
    return "never" if number == math.inf else format(number, form) + unit


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table in Markdown, without the columns that would be empty."""
    return markdown_table(HEAD, [(f.name, f.measured, f.at_least, f.aim, f.reached, f.details) for f in figures])
