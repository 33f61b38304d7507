"""Bound of the values: no discounted sum of rewards can exceed it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from playground.engine.run.common_start import n_in_common
from playground.envs.base import EnvironmentCard

if TYPE_CHECKING:  # the window reads this before it has NumPy
    from playground.engine.run.metrics import Mark

Bounds = tuple[tuple[int, float | None], ...]  # from which env step on each holds; None where it is not known

_MATTERS = ("gamma", "reward_on_termination")  # of what a person changes in a run


def value_bound(card: EnvironmentCard, values: Mapping[str, Any]) -> float | None:
    """Return the largest value that rewards allow.

    Where rewards are mostly costs it is the lowest one, a negative number. It is the reward of largest size times 1 /
    (1 - gamma), unless the environment's card knows better; `values` are the hyperparameters. None where the rewards or
    gamma are not known, and at gamma 1: an episode that is cut off counts on what would follow, without an end.
    """
    gamma = values.get("gamma")
    if card.rewards is None or not isinstance(gamma, float) or gamma >= 1.0:
        return None
    horizon = 1 / (1 - gamma)
    bound = max(reversed(card.rewards), key=abs) * horizon if card.highest_value is None else card.highest_value
    instead = values.get("reward_on_termination")  # learned from in place of the environment's own
    if isinstance(instead, float):
        bound = max(bound, instead) if bound > 0 else min(bound, instead)
    return bound if math.isfinite(bound) else None


def value_bounds(card: EnvironmentCard, values: Mapping[str, Any], marks: Sequence[Mark]) -> Bounds:
    """Return the bounds of a run and the env steps from which on each holds.

    `values` are what it began with, `marks` its changes. During a drag the larger of the two at its ends holds.
    """
    return ValueBounds(card, values).of(marks)


class ValueBounds:
    """The bounds of a run that goes on.

    Each change is looked at once, not whenever another one is added.
    """

    def __init__(self, card: EnvironmentCard, values: Mapping[str, Any]) -> None:
        self._card, self._values = card, dict(values)
        self._settled: Sequence[Mark] = ()
        self._now: dict[str, Any] = {}
        self._bounds: list[tuple[int, float | None]] = []
        self._begin()

    def of(self, marks: Sequence[Mark]) -> Bounds:
        """Return the bounds with these changes, in their order."""
        if n_in_common(self._settled, marks) < len(self._settled):
            self._begin()  # another past
        new = marks[len(self._settled) :]
        n_sure = _n_sure(new)
        self._go_on(self._bounds, self._now, new[:n_sure])
        self._settled = marks[: len(self._settled) + n_sure]
        bounds = self._bounds.copy()
        self._go_on(bounds, self._now.copy(), new[n_sure:])
        return tuple(bounds)

    def _begin(self) -> None:
        self._settled, self._now = (), dict(self._values)
        self._bounds = [(0, value_bound(self._card, self._now))]

    def _go_on(self, bounds: list[tuple[int, float | None]], now: dict[str, Any], marks: Sequence[Mark]) -> None:
        changes = sorted(
            ((step, mark.name, value) for mark in marks if mark.name in _MATTERS for step, value in _steps_of(mark)),
            key=lambda change: change[0],
        )
        for step, name, value in changes:
            now[name] = value
            bound = value_bound(self._card, now)
            if bounds[-1][0] == step:
                bounds[-1] = step, bound
            elif bound != bounds[-1][1]:
                bounds.append((step, bound))


def _n_sure(marks: Sequence[Mark]) -> int:
    """Return how many of the first changes stay as they are, whatever comes next.

    A drag that may still go on is not among them, and nothing that lasts longer than the next one begins.
    """
    n = len(marks)
    while n and marks[n - 1].gesture and marks[n - 1].gesture == marks[-1].gesture:
        n -= 1
    if not n:
        return 0
    return n if max(mark.end for mark in marks[:n]) <= marks[min(n, len(marks) - 1)].step else 0


def _steps_of(mark: Mark) -> list[tuple[int, Any]]:
    """Return from which steps on a change made what of the value."""
    if mark.end == mark.step:
        return [(mark.step, mark.after)]
    during = max((value for value in (mark.before, mark.after) if isinstance(value, float)), key=abs, default=None)
    return [(mark.step, during), (mark.end, mark.after)]
