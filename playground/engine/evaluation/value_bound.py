"""Bound of the values: no discounted sum of rewards can exceed it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from playground.envs.base import EnvironmentCard


def value_bound(card: EnvironmentCard, values: Mapping[str, Any]) -> float | None:
    """Return the largest value that rewards allow.

    Where rewards are mostly costs it is the lowest one, a negative number. It is the reward of largest size times 1 /
    (1 - gamma), for gamma 1 times the length of an episode, unless the environment's card knows better; `values` are
    the hyperparameters. None where the rewards or gamma are not known.
    """
    gamma = values.get("gamma")
    if card.rewards is None or not isinstance(gamma, float):
        return None
    horizon = 1 / (1 - gamma) if gamma < 1.0 else float(values.get("steps_per_episode", card.steps_per_episode))
    bound = max(reversed(card.rewards), key=abs) * horizon if card.highest_value is None else card.highest_value
    instead = values.get("reward_on_termination")  # learned from in place of the environment's own
    if isinstance(instead, float):
        bound = max(bound, instead) if bound > 0 else min(bound, instead)
    return bound if math.isfinite(bound) else None
