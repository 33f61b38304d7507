"""How a scheduled value moves: towards its goal, from wherever it is, and never with a jump."""

from __future__ import annotations


def approach(value: float, goal: float, *, factor: float = 1.0, step: float = 0.0) -> float:
    """Return `value` moved towards `goal` and never past it.

    From above, where a schedule begins, the value itself is multiplied by `factor`, as epsilon's decay is meant. From
    below, where it is after the goal was raised or a person held it there, the way that is left is multiplied. `step`
    is gone in either direction.
    """
    if value > goal:
        return max(goal, value * factor - step)
    if value < goal:
        return min(goal, goal - (goal - value) * factor + step)
    return value


class LinearSchedule:
    """A straight way from a first value to a goal over a number of steps; a held value sets out anew from there."""

    def __init__(self, first: float) -> None:
        self.first = first

    def step(self, value: float, goal: float, n_steps: float) -> float:
        """Return the value one step further; the goal may have been moved meanwhile."""
        way = max(abs(self.first - goal), abs(value - goal))
        return approach(value, goal, step=way / n_steps)
