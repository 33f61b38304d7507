"""The numbers of one step, stage by stage.

Filling it changes nothing in the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.plain_sums import mean_of
from playground.arithmetic.sums import norm
from playground.engine.insight.buffer import BufferView
from playground.engine.insight.minibatch import Minibatch


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
    forced: bool = False  # a person chose the action: `die` and `details` are of the one that it took the place of
    action: Any = 0
    reward: float = 0.0
    next_observation: NDArray[np.float32] | None = None
    terminated: bool = False
    truncated: bool = False
    n_updates: int = 0  # made in this step
    after: dict[str, float] = field(default_factory=dict)  # the algorithm's curves, at the end of the step
    target_copied: bool = False
    update: dict[str, Any] = field(default_factory=dict)  # the numbers of the newest update, arrays copied
    shows_inside: bool = True  # whether what follows is wanted, and the parameters in `update`
    params: Any = None  # a copy of the hyperparameters as they were when the action was chosen
    insight: dict[str, Any] = field(default_factory=dict)  # Agent.insight() at the end of the step
    minibatch: Minibatch | None = None  # of the newest update
    buffer: BufferView | None = None  # what is kept of the past, when that update had been made
    _kept: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]] = field(default_factory=dict)

    def keep(self, **parameters: NDArray[np.float32]) -> None:
        """Copy parameters, contiguous, which an update is about to change in place."""
        if self.shows_inside:
            self._kept = {name: (now, now.copy()) for name, now in parameters.items()}

    def record(self, **numbers: Any) -> None:
        """Take the numbers of an update.

        Arrays are copied, for the next update overwrites them. What keep() copied is among them, what became of it as
        "parameters_after", and the norm of its change: "moved" of "parameters", "actor_moved" of "actor_parameters".
        """
        self.n_updates += 1
        self.update = {
            name: value.copy() if isinstance(value, np.ndarray) else value for name, value in numbers.items()
        }
        for name, (now, before) in self._kept.items():
            self.update[name] = before
            self.update[f"{name}_after"] = now.copy()
            self.update[name.replace("parameters", "moved")] = float(norm((now - before).reshape(-1)))
        self._kept = {}

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
