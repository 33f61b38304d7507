"""Controls: how a person plays an environment by keys, and how fast at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right", "up", "down", ""]


@dataclass(frozen=True)
class Controls:
    """What a person who plays needs to know beyond the actions of a card."""

    steps_per_second: int  # that somebody survives who plays for the first time; real time or slower
    sides: tuple[Side, ...] = ()  # of each discrete action; "" for one that has none
    no_op: int | None = None  # the discrete action that does nothing
    is_turn_based: bool = False  # one press of a key is one step, and no clock runs
