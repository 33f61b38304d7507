"""The changes of a run with their steps as arrays, so that many are found at once.

The timeline has them before the first paint, so nothing is imported here that takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.engine.run.common_start import n_in_common
from playground.lazy import lazy_import
from playground.ui.plots.drawing.mark_text import NEAR, marks_of_both

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.engine.run.metrics import Mark, Metrics
else:  # the timeline is there before the first paint
    np = lazy_import("numpy")

Places = Callable[[Any], Any]  # from steps to pixels, for one or for an array


@dataclass(frozen=True, eq=False)
class MarkList:
    """Changes in the order of their steps; another one is another object."""

    marks: tuple[Mark, ...]
    steps: NDArray[np.int64]
    ends: NDArray[np.int64]  # of drags; elsewhere the same as the steps
    is_b: NDArray[np.bool_]  # whether run B alone has it

    def __len__(self) -> int:
        return len(self.marks)

    def of_a(self) -> MarkList:
        """Return those of run A, or of both."""
        return self._chosen(~self.is_b)

    def of_b(self) -> MarkList:
        """Return those of run B alone."""
        return self._chosen(self.is_b)

    def _chosen(self, chosen: NDArray[np.bool_]) -> MarkList:
        if chosen.all():
            return self
        marks = tuple(self.marks[number] for number in np.flatnonzero(chosen).tolist())
        return MarkList(marks, self.steps[chosen], self.ends[chosen], self.is_b[chosen])

    def near(self, x: float, x_of: Places, reach: int = NEAR) -> list[Mark]:
        """Return the marks at a pointer at `x` pixels: near it, or dragged there."""
        if not self.marks:
            return []
        is_there = (x_of(self.steps) - reach <= x) & (x <= x_of(self.ends) + reach)
        return [self.marks[number] for number in np.flatnonzero(is_there).tolist()]


def mark_list(marks: Sequence[Mark], before: MarkList | None = None) -> MarkList:
    """Return the list of these marks; what it has in common with one before is kept."""
    marks = tuple(marks)
    n = 0 if before is None else n_in_common(before.marks, marks)
    if before is not None and n == len(before) == len(marks):
        return before
    new = marks[n:]
    columns = (
        np.array([mark.step for mark in new], np.int64),
        np.array([mark.end for mark in new], np.int64),
        np.array([mark.run == "B" for mark in new], np.bool_),
    )
    if before is None or not n:
        return MarkList(marks, *columns)
    earlier = (before.steps, before.ends, before.is_b)
    return MarkList(marks, *(np.concatenate((old[:n], more)) for old, more in zip(earlier, columns, strict=True)))


def marks_of(runs: Sequence[Metrics | None], before: MarkList | None = None) -> MarkList:
    """Return the changes of a run, or of runs A and B, by their steps."""
    marks = [tuple(run.marks) for run in runs if run is not None]
    return mark_list(marks_of_both(*marks) if len(marks) > 1 else sum(marks, ()), before)


def first_in_each_pixel(xs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the numbers of the first of these places in each pixel."""
    _pixels, first = np.unique(np.round(xs), return_index=True)
    return first
