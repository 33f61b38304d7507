"""Networks with targets that follow softly: the actor of DDPG, or its critics."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.agents.nn.architecture import Architecture, uniform_weights
from playground.agents.nn.backend import Array
from playground.agents.nn.make_mlp import make_mlp
from playground.agents.nn.optimizers import Adam, largest_norm, shorten, step_down
from playground.agents.state_columns import NOT_NEGATIVE, StateColumns
from playground.arithmetic.optimizers import follow
from playground.arithmetic.sums import largest


class WithTargets:
    """`n` networks of one architecture, their targets and their optimiser.

    `networks` holds those that learn and then the targets, which answer together.
    """

    def __init__(self, architecture: Architecture, n: int, arithmetic: str, rng: np.random.Generator) -> None:
        self.n = n
        self.networks = make_mlp(architecture, 2 * n, n, arithmetic)
        self.online, self.target = self.networks.parameters[:n], self.networks.parameters[n:]  # (n, P) each
        self._optimizer = Adam(self.online)
        self._flat_gradient = self.networks.gradient.reshape(-1)
        self._largest_norm = 0.0
        self.begin([uniform_weights(architecture, rng) for _ in range(n)])
        self._moving = [self.online, self._optimizer.mean, self._optimizer.square, self._optimizer.n_steps]
        self._kept = [array.copy() for array in self._moving]

    def begin(self, parameters: list[Array]) -> None:
        """Set networks and their targets to these parameters, (P,); forget the moments."""
        for row, flat in enumerate(parameters):
            self.online[row] = flat
        self.target[:] = self.online
        self._optimizer.restore(Adam(self.online).state())
        self._largest_norm = max(self._largest_norm, largest_norm(self.online))

    def shorten_gradient(self, longest: float | None) -> float:
        """Shorten the newest gradient to `longest`; return its norm before."""
        return shorten(self._flat_gradient, longest)

    def step_down(self, learning_rate: float) -> bool:
        """Take one step down the newest gradient, as optimizers.step_down() does."""
        return step_down(self._optimizer, self.networks.gradient, learning_rate, self._largest_norm)

    def keep(self) -> None:
        """Copy all that a step changes, so that undo() can take the step back."""
        for kept, now in zip(self._kept, self._moving, strict=True):
            kept[...] = now

    def undo(self) -> None:
        """Restore what keep() copied."""
        for kept, now in zip(self._kept, self._moving, strict=True):
            now[...] = kept

    def follow(self, tau: float) -> None:
        """Update the targets: Lillicrap et al. 2016, algorithm 1, last lines."""
        follow(self.target.reshape(-1), self.online.reshape(-1), tau)

    def named_parameters(self, prefix: str = "") -> dict[str, Array]:
        """Return those of all networks as they lie in memory, (n, P) each."""
        return {f"{prefix}parameters": self.online, f"{prefix}target_parameters": self.target}

    def distance(self) -> float:
        """Return by how much a parameter and its target differ at most."""
        return float(largest((self.online - self.target).reshape(-1)))

    def state(self) -> dict[str, Any]:
        """Return copies of networks, optimiser and largest norm."""
        return {
            "online": self.online.copy(),
            "target": self.target.copy(),
            "optimizer": self._optimizer.state(),
            "largest_norm": self._largest_norm,
        }

    def state_columns(self) -> StateColumns:
        """Declare what is never negative."""
        return {"optimizer": self._optimizer.state_columns(), "largest_norm": NOT_NEGATIVE}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        self.online[:] = state["online"]
        self.target[:] = state["target"]
        self._optimizer.restore(state["optimizer"])
        self._largest_norm = state["largest_norm"]

    def parameters(self, row: int) -> Array:
        """Return the parameters of one network that learns, (P,), as a view."""
        flat: Array = self.online[row]
        return flat
