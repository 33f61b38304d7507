"""Schedules of hyperparameters, which move without jumps and can be held."""

from __future__ import annotations

from typing import Any


def approach(value: float, goal: float, *, factor: float = 1.0, step: float = 0.0) -> float:
    """Return `value` moved towards `goal` and never past it.

    From above, where a schedule begins, the value itself is multiplied by `factor`, as epsilon's decay is meant. From
    below, where it is after the goal was raised or a person held it there, the remaining distance is multiplied. In
    either direction the value then moves by `step`.
    """
    if value > goal:
        return max(goal, value * factor - step)
    if value < goal:
        return min(goal, goal - (goal - value) * factor + step)
    return value


class Schedules:
    """Schedules of one learner's live `params`, and which of them a person holds.

    The learner asks it to move values step by step. A value that a person set is held: it stays until it is released,
    and its schedule then starts from there.
    """

    def __init__(self, params: Any, *names: str) -> None:
        """Let these hyperparameters follow a schedule from their present values."""
        self._params = params
        self.held: set[str] = set()
        self._first: dict[str, float] = {name: getattr(params, name) for name in names}

    def hold(self, name: str) -> None:
        """Hold a hyperparameter at its present value."""
        self.held.add(name)

    def release(self, name: str) -> None:
        """Let the schedule take over again, from the present value."""
        self.held.discard(name)
        self._first[name] = getattr(self._params, name)

    def step_line(self, name: str, goal: float, n_steps: float) -> None:
        """Move a value by one of `n_steps` equal steps from its first value to `goal`.

        `goal` may have changed meanwhile.
        """
        if name not in self.held:
            value = getattr(self._params, name)
            distance = max(abs(self._first[name] - goal), abs(value - goal))
            setattr(self._params, name, approach(value, goal, step=distance / n_steps))

    def step_to_end(self, name: str, n_steps: float) -> None:
        """Move a value by one of `n_steps` equal steps to `<name>_end` of its first value."""
        self.step_line(name, self._first[name] * getattr(self._params, f"{name}_end"), n_steps)

    def step_decay(self, name: str, goal: float, factor: float) -> None:
        """Multiply a value by `factor` on its way down to `goal`."""
        if name not in self.held:
            setattr(self._params, name, approach(getattr(self._params, name), goal, factor=factor))

    def state(self) -> dict[str, Any]:
        """Return copies of what is held, and of each schedule's first value."""
        return {"held": set(self.held), "lines": dict(self._first)}

    def restore(self, state: dict[str, Any]) -> None:
        """Restore what state() returned."""
        self.held, self._first = set(state["held"]), dict(state["lines"])
