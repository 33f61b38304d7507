"""View into a learner while it races and no single step can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.engine.insight.buffer import BufferView


@dataclass(frozen=True)
class InsideView:
    """Numbers of where a run stands, from between two steps."""

    step: int  # environment steps done
    insight: Mapping[str, Any]  # Agent.insight()
    buffer: BufferView | None  # None where nothing is kept
    rates: Mapping[str, float]  # of the time since the view before: see InsideCapture
