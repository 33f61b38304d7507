"""Hyperparameters that move by themselves: never with a jump, and held by a person."""

from __future__ import annotations

from typing import Any


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


class Schedules:
    """Schedules of one learner's live `params`; each learner holds one, and asks it to move values step by step.

    A value that a person set is held: it stays until it is released, and its schedule then sets out from there.
    """

    def __init__(self, params: Any, *names: str) -> None:
        """Let these hyperparameters follow a schedule from the values that they have now."""
        self._params = params
        self.held: set[str] = set()
        self._first: dict[str, float] = {name: getattr(params, name) for name in names}

    def hold(self, name: str) -> None:
        """Leave a hyperparameter where it is."""
        self.held.add(name)

    def release(self, name: str) -> None:
        """Let its schedule take over again, setting out from where it is."""
        self.held.discard(name)
        self._first[name] = getattr(self._params, name)

    def step_line(self, name: str, goal: float, n_steps: float) -> None:
        """Move a value one of `n_steps` equal steps from its first value to `goal`, which may have been moved meanwhile."""
        if name not in self.held:
            value = getattr(self._params, name)
            way = max(abs(self._first[name] - goal), abs(value - goal))
            setattr(self._params, name, approach(value, goal, step=way / n_steps))

    def step_to_end(self, name: str, n_steps: float) -> None:
        """Move a value likewise to the part of its first value that hyperparameter `<name>_end` says."""
        self.step_line(name, self._first[name] * getattr(self._params, f"{name}_end"), n_steps)

    def step_decay(self, name: str, goal: float, factor: float) -> None:
        """Multiply a value by `factor` on its way down to `goal`."""
        if name not in self.held:
            setattr(self._params, name, approach(getattr(self._params, name), goal, factor=factor))

    def state(self) -> dict[str, Any]:
        """Return copies of what is held, and of where each schedule set out."""
        return {"held": set(self.held), "lines": dict(self._first)}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what state() gave."""
        self.held, self._first = set(state["held"]), dict(state["lines"])
