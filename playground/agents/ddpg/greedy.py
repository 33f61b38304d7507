"""How a deterministic policy acts: tanh of a network's outputs, spread over the range of each action."""

from __future__ import annotations

import numpy as np

from playground.agents.action_scaling import ActionScaling
from playground.agents.nn.architecture import Architecture, flat_parameters
from playground.agents.nn.backend import Array
from playground.agents.nn.mlp import NumpyMLP


class ScaledTanh:
    """Takes the continuous action that a network says; there is nothing to choose among."""

    def __init__(
        self, architecture: Architecture, weights: dict[str, Array], prefix: str, bounds: ActionScaling
    ) -> None:
        """Act by these layers of a policy file, on a copy of them."""
        self.network, self._bounds = NumpyMLP(architecture, flat_parameters(architecture, weights, prefix)), bounds

    def act(self, observation: Array) -> tuple[Array, Array]:
        action = self._bounds.outwards(np.tanh(self.network.forward(observation)))
        return action, action

    def act_batch(self, observations: Array) -> Array:
        return self._bounds.outwards(np.tanh(self.network.forward_batch(observations)))
