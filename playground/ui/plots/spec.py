"""What there is to know about one plot before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PlotSpec:
    """One plot of the panel; texts are translated where they are shown."""

    name: str  # objectName
    title: str
    about: str  # tooltip
    empty: str  # what will be drawn here, said while nothing is
    table: str  # of Metrics
    column: str  # a plot whose column the table lacks is hidden
    make: Callable[..., Any]  # (spec, theme) -> Plot
    share: int = 1  # of the height
    log: bool = False
    exact: bool = False  # the curve has no noise that would be drawn apart from its course
