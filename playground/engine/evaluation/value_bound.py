"""Bound of the values: no discounted sum of rewards can exceed it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

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


def value_bounds(card: EnvironmentCard, values: Mapping[str, Any], marks: Iterable[Mark]) -> Bounds:
    """Return the bounds of a run and the env steps from which on each holds.

    `values` are what it began with, `marks` its changes. During a drag the larger of the two at its ends holds.
    """
    changes = sorted(
        ((step, mark.name, value) for mark in marks if mark.name in _MATTERS for step, value in _steps_of(mark)),
        key=lambda change: change[0],
    )
    now = dict(values)
    bounds = [(0, value_bound(card, now))]
    for step, name, value in changes:
        now[name] = value
        bound = value_bound(card, now)
        if bounds[-1][0] == step:
            bounds[-1] = step, bound
        elif bound != bounds[-1][1]:
            bounds.append((step, bound))
    return tuple(bounds)


def _steps_of(mark: Mark) -> list[tuple[int, Any]]:
    """Return from which steps on a change made what of the value."""
    if mark.end == mark.step:
        return [(mark.step, mark.after)]
    during = max((value for value in (mark.before, mark.after) if isinstance(value, float)), key=abs, default=None)
    return [(mark.step, during), (mark.end, mark.after)]
