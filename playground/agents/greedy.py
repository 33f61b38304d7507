"""Greedy actors: from the outputs of a network to an action, without randomness."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.architecture import Architecture, flat_parameters
from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.mlp import ForwardPass


class Actor(Protocol):
    """Protocol of a greedy actor.

    The values that act() returns are what the bars show, such as Q-values: the action is chosen from that very array.
    """

    def act(self, observation: Array) -> tuple[Any, Array]:
        """Return the action for an observation, (features,), and the values it came from."""

    def act_batch(self, observations: Array) -> Any:
        """Return the actions for observations (batch, features), first axis batch."""


class LargestOutput:
    """Greedy actor that takes the discrete action with the largest output.

    The outputs are Q-values, or the logits of a policy.
    """

    def __init__(
        self, inputs: NetworkInputs, architecture: Architecture, weights: dict[str, Array], prefix: str
    ) -> None:
        """Act by a copy of these layers of a policy file, whose scale is folded into them."""
        self._inputs = inputs
        self.network = ForwardPass(architecture, flat_parameters(architecture, weights, prefix))

    def act(self, observation: Array) -> tuple[int, Array]:
        values = self.network.forward(self._inputs.spread(observation))
        return int(values.argmax()), values

    def act_batch(self, observations: Array) -> NDArray[np.int64]:
        chosen: NDArray[np.int64] = self.network.forward_batch(self._inputs.spread(observations)).argmax(axis=1)
        return chosen
