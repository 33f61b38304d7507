"""Plots from top to bottom: those made so far, and which are shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from playground.engine.run.metrics import Metrics
from playground.ui.plots.base import Plot
from playground.ui.plots.chooser import PlotChooser
from playground.ui.plots.kinds.reference_lines import ShownReferences
from playground.ui.plots.kinds.returns import ReturnPlot
from playground.ui.plots.plots import PLOTS
from playground.ui.plots.spec import PlotSpec
from playground.ui.support.limits import NO_LIMITS, Limits

MOST_AT_FIRST = 5  # plots; a person may have more, or others


class PlotStack:
    """Plots in the order of PLOTS; one is made when it is shown for the first time."""

    def __init__(self, layout: QVBoxLayout, chooser: PlotChooser, make: Callable[[PlotSpec], Plot]) -> None:
        self._layout, self._chooser, self._make = layout, chooser, make
        self.chosen: dict[str, bool] = {}  # by objectName; what a person chose
        self.references: ShownReferences | None = None
        self._limits = NO_LIMITS
        self.plots: list[Plot] = []  # all that were shown so far: making one takes a while

    @property
    def shown(self) -> list[Plot]:
        """The plots that are shown."""
        return [plot for plot in self.plots if not plot.isHidden()]

    @property
    def returns(self) -> list[ReturnPlot]:
        """The plots of returns."""
        return [plot for plot in self.plots if isinstance(plot, ReturnPlot)]

    @property
    def wants_references(self) -> bool:
        """Whether a person wants lines of reference on them."""
        return self._chooser.references.isChecked()

    def fit_axes(self) -> None:
        """Give the numbers beside all plots that are drawn the width of the widest."""
        drawn = [plot for plot in self.shown if plot.drawn]
        width = max((plot.needed_axis_width() for plot in drawn), default=0)
        for plot in drawn:
            plot.set_axis_width(width)

    def show_references(self, wanted: bool) -> None:
        """Show the references on the plots of returns, or none."""
        self._chooser.references.setChecked(wanted)
        for plot in self.returns:
            plot.set_references(self.references if wanted else None)

    def choose(self, name: str, wanted: bool) -> None:
        """Remember that a person wants a plot, or not."""
        self.chosen[name] = wanted

    def set_limits(self, limits: Limits) -> None:
        """Show and offer no other plots from now on; those that they name are shown."""
        self._limits = limits
        self._chooser.setHidden(bool(limits.shown))

    def show_wanted(self, metrics: Metrics) -> None:
        """Show the plots of a run that are wanted, and offer all that it has."""
        offered = [spec for spec in PLOTS if spec.is_recorded_in(metrics) and not self._limits.hides(spec.name)]
        first = [spec.name for spec in offered[:MOST_AT_FIRST]]
        chosen = {} if self._limits.shown else self.chosen
        wanted = [spec for spec in offered if chosen.get(spec.name, spec.name in first)]
        made = {plot.spec.name: plot for plot in self.plots}
        for spec in wanted:
            if spec.name not in made:
                made[spec.name] = self._make(spec)
        self.plots = [made[spec.name] for spec in PLOTS if spec.name in made]
        for number, plot in enumerate(self.plots):
            self._layout.insertWidget(number, plot, plot.spec.share)
            plot.setHidden(plot.spec not in wanted)
        for plot in self.plots:
            plot.set_labelled(plot.spec is wanted[-1] if wanted else False)
        self._chooser.offer(offered, wanted)
