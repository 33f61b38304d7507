"""Pushes: what a blow from outside changes in an environment, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the cards before anything needs NumPy
    np = lazy_import("numpy")

# What a mark of a push says, by its name.
PUSH_TEXTS = {
    "push_left": N_("pushed left {size}"),
    "push_right": N_("pushed right {size}"),
    "push_clockwise": N_("pushed clockwise {size}"),
    "push_counterclockwise": N_("pushed counterclockwise {size}"),
}


@dataclass(frozen=True)
class Push:
    """A velocity that a push changes at once, as a blow does."""

    number: int  # of the state's numbers, as snapshot() gives them
    most: float  # the hardest push: the largest change
    unit: str  # of the change
    names: tuple[str, str]  # of its marks, see PUSH_TEXTS: a change below 0, and one above
    limit: float | None = None  # no speed is higher in this environment; None: there is no such limit

    def moved(self, state: tuple[float, ...], change: float) -> tuple[float, ...]:
        """Return the state after the velocity changed, as far as the limit lets it."""
        velocity = state[self.number] + change
        if self.limit is not None:
            velocity = min(max(velocity, -self.limit), self.limit)
        return (*state[: self.number], velocity, *state[self.number + 1 :])

    def move_all(self, states: NDArray[np.float64], changes: NDArray[np.float64]) -> None:
        """Change the velocity of many states, (numbers, n), as moved() does one's.

        A change of 0 is no push.
        """
        velocities = states[self.number]
        limit = np.inf if self.limit is None else self.limit
        moved = np.clip(velocities + changes, -limit, limit)
        np.copyto(velocities, moved, where=changes != 0.0)

    def name_of(self, change: float) -> str:
        """Return the name of the mark of a push."""
        return self.names[change > 0]
