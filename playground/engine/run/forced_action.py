"""The action that a step has to take, as the inputs of its run say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.engine.run.inputs import Input


def forced_action(inputs: Sequence[Input], step: int) -> Any:
    """Return the action that the step after `step` calls has to take.

    It is as its input has it; None where none is forced; of several, the newest. `inputs` rise in their steps and say it all, so that a moment of
    the run needs no further state for it.
    """
    for entry in reversed(inputs):
        if entry.step < step:
            return None
        if entry.step == step and entry.kind == "force_action":
            return entry.payload["action"]
    return None
