"""The numbers of one step, stage by stage, for somebody who looks. Filling it changes nothing in the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass
class Trace:
    """One step from the observation to the update it paid for; what did not happen stays None."""

    step: int = 0  # environment steps done after this one
    episode: int = 0
    observation: NDArray[np.float32] | None = None
    values: NDArray[np.float32] | None = None  # Q(s, .)
    epsilon: float = 0.0  # when the die was thrown
    die: float = 0.0  # below epsilon: explore
    explored: bool = False
    action: int = 0
    reward: float = 0.0
    next_observation: NDArray[np.float32] | None = None
    terminated: bool = False
    truncated: bool = False
    n_updates: int = 0  # made in this step
    loss: float | None = None
    mean_target: float | None = None
    mean_abs_td_error: float | None = None
    gradient_norm: float | None = None
    epsilon_after: float = 0.0
    target_copied: bool = False
    update: dict[str, Any] = field(default_factory=dict)  # the arrays of the newest update, copied

    def record(self, **numbers: Any) -> None:
        """Take the numbers of an update; arrays are copied, for the next update overwrites them."""
        self.n_updates += 1
        self.loss = numbers["loss"]
        self.gradient_norm = numbers["gradient_norm"]
        self.mean_target = float(numbers["target"].mean())
        self.mean_abs_td_error = float(np.abs(numbers["td_error"]).mean())
        self.update = {name: value.copy() for name, value in numbers.items() if isinstance(value, np.ndarray)}
