"""The record that describes one plot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.engine.run.metrics import Columns, Metrics


@dataclass(frozen=True, kw_only=True)
class PlotSpec:
    """One plot of the panel; its texts are translated where they are shown.

    `table` is one of those of Metrics: "curve" has a row for each environment step, "episodes" one for each episode,
    at the step at which it ended, "evaluations" one for each evaluation. A run whose table lacks `column` has no
    such plot.
    """

    name: str  # the objectName of the plot
    title: str
    about: str  # tooltip
    empty: str  # what will be drawn here, said while nothing is
    table: str
    column: str
    make: Callable[..., Any]  # (spec, theme) -> Plot
    share: int = 5  # of the height
    log: bool = False
    exact: bool = False  # values without noise: all are drawn, none as spread around a mean

    def table_of(self, metrics: Metrics) -> Columns:
        """Return the table that the plot draws from; its first column is the step."""
        table: Columns = getattr(metrics, self.table)
        return table

    def is_recorded_in(self, metrics: Metrics) -> bool:
        """Return whether a run has the column that the plot draws."""
        return self.column in self.table_of(metrics).names
