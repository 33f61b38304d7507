"""How what was learned acts when nothing is left to chance: from the outputs of a network to an action."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.architecture import Architecture, flat_parameters
from playground.agents.nn.backend import Array
from playground.agents.nn.mlp import NumpyMLP


class Actor(Protocol):
    """Acts greedily. `values` are what the bars show: Q-values, say; an action is chosen from that very array."""

    def act(self, observation: Array) -> tuple[Any, Array]:
        """Return the action for one observation, (features,), and the values it was chosen from."""

    def act_batch(self, observations: Array) -> Any:
        """Return the actions for observations (batch, features), first axis batch."""


class LargestOutput:
    """Takes the discrete action whose output is largest: of Q-values, or of the logits of a policy."""

    def __init__(self, architecture: Architecture, weights: dict[str, Array], prefix: str) -> None:
        """Act by these layers of a policy file, on a copy of them."""
        self.network = NumpyMLP(architecture, flat_parameters(architecture, weights, prefix))

    def act(self, observation: Array) -> tuple[int, Array]:
        values = self.network.forward(observation)
        return int(values.argmax()), values

    def act_batch(self, observations: Array) -> NDArray[np.int64]:
        chosen: NDArray[np.int64] = self.network.forward_batch(observations).argmax(axis=1)
        return chosen
