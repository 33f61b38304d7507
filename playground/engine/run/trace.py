"""The numbers of one step, stage by stage.

Filling it changes nothing in the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.plain_sums import mean_of


@dataclass
class Trace:
    """One step, from its observation to the update it ended with.

    What did not happen stays None.
    """

    step: int = 0  # environment steps done after this one
    episode: int = 0
    observation: NDArray[np.float32] | None = None
    before: dict[str, float] = field(default_factory=dict)  # the algorithm's curves, when it chose to explore or not
    values: NDArray[np.float32] | None = None  # Q(s, .), probabilities, or a continuous action
    die: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)  # what else the algorithm says of its choice
    explored: bool = False
    action: Any = 0
    reward: float = 0.0
    next_observation: NDArray[np.float32] | None = None
    terminated: bool = False
    truncated: bool = False
    n_updates: int = 0  # made in this step
    after: dict[str, float] = field(default_factory=dict)  # the algorithm's curves, at the end of the step
    target_copied: bool = False
    update: dict[str, Any] = field(default_factory=dict)  # the numbers of the newest update, arrays copied

    def record(self, **numbers: Any) -> None:
        """Take the numbers of an update.

        Arrays are copied, for the next update overwrites them.
        """
        self.n_updates += 1
        self.update = {
            name: value.copy() if isinstance(value, np.ndarray) else value for name, value in numbers.items()
        }

    @property
    def loss(self) -> float | None:
        """The loss of the newest update."""
        return self.update.get("loss")

    @property
    def gradient_norm(self) -> float | None:
        """The norm of its gradient, before it was clipped."""
        return self.update.get("gradient_norm")

    @property
    def mean_target(self) -> float | None:
        """The mean of its targets."""
        return mean_of(np.ravel(self.update["target"]).tolist()) if "target" in self.update else None

    @property
    def mean_abs_td_error(self) -> float | None:
        """The mean of its absolute TD errors."""
        return mean_of(np.abs(np.ravel(self.update["td_error"])).tolist()) if "td_error" in self.update else None
