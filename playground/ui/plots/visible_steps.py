"""The steps in view, which all plots share, and the end of what can be viewed."""

from __future__ import annotations

import math

from playground.number_text import nice_step

_LEAST_SPAN = 200.0  # steps in view at the beginning


class VisibleSteps:
    """A range of steps that follows the newest until a person zooms or pans."""

    def __init__(self) -> None:
        self.range = (0.0, _LEAST_SPAN)
        self.end = 0.0  # nobody can look further
        self.follows = True

    def restart(self) -> None:
        """Follow another run, from its beginning."""
        self.end = 0.0
        self.follows = True

    def extend(self, newest: float) -> bool:
        """Let the end lie beyond the newest step; return whether it moved."""
        end = _round_end(newest)
        moves = end > self.end
        if moves:
            self.end = end
        if self.follows:
            self.range = (0.0, self.end)
        return moves

    def look_at(self, first: float, last: float) -> None:
        """View a part that a person chose; all of it is followed again."""
        self.range = (first, last)
        self.follows = first <= 0.0 and last >= self.end


def _round_end(newest: float) -> float:
    """Return a round number of steps a little after the newest, which seldom changes."""
    wanted = max(1.01 * newest, _LEAST_SPAN)
    step = nice_step(wanted / 8)
    return math.ceil(wanted / step) * step
