"""What a plot says of itself: in its tooltip, and to who walks along it by keys."""

from __future__ import annotations

from typing import Any, Protocol

from playground.engine.run.metrics import Metrics
from playground.i18n import N_, _
from playground.ui.plots.drawing.mark_list import MarkList
from playground.ui.plots.drawing.mark_text import NEAR, list_words
from playground.ui.plots.drawing.marks import MarkLines
from playground.ui.plots.drawing.pointer import PlotPointer
from playground.ui.plots.spec import PlotSpec

_STAYS = N_(
    "A fork goes on beside the run, so no other moment can be shown now. Close the fork, or let it become the run, and go back then."
)


class ToldPlot(Protocol):
    """What is asked of the plot that says something of itself."""

    spec: PlotSpec
    second: Metrics | None
    marks: MarkList
    difference_line: MarkLines
    difference_words: str
    more_words: str
    pointer: PlotPointer

    def x_of(self, step: Any) -> Any: ...

    def words_at(self, step: int) -> str: ...

    def hasFocus(self) -> bool: ...


def tip(plot: ToldPlot, x: float) -> str:
    """Return the tooltip at `x` pixels from the left of a plot.

    It lists the changes near there, or else says what is drawn; and beside a fork, why a click goes nowhere.
    """
    close = plot.marks.near(x, plot.x_of)
    said = [list_words(close)] if close else []
    if any(abs(plot.x_of(step) - x) <= NEAR for step in plot.difference_line.steps):
        said.append(plot.difference_words)
    said = said or _about(plot)
    return "\n".join(said if plot.second is None else [*said, _(_STAYS)])


def description(plot: ToldPlot) -> str:
    """Say what the plot is and, to who walks along it, its numbers."""
    said, step = [], plot.pointer.step
    if plot.hasFocus():
        step = plot.pointer.newest() if step is None else step
        goes = _("Left and Right walk along the points, Enter goes to that step.")
        said = [goes if plot.second is None else _(_STAYS)]
    said = [*_about(plot), *said] if step is None else [plot.words_at(step), *_about(plot), *said]
    return "\n".join(said)


def _about(plot: ToldPlot) -> list[str]:
    return list(filter(None, (_(plot.spec.about), plot.more_words)))
