"""Greedy actors of saved policies: the likeliest action, or the mean."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import Space
from playground.agents.greedy import Actor, LargestOutput
from playground.agents.nn.architecture import flat_parameters
from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.mlp import ForwardPass
from playground.agents.policy_gradient.distributions import softmax
from playground.agents.policy_gradient.params import (
    POLICY_PREFIX,
    VALUE_PREFIX,
    policy_architecture,
    value_architecture,
)


class Critic:
    """V(s), as the value network of a policy file has it."""

    def __init__(self, inputs: NetworkInputs, network: ForwardPass) -> None:
        self._inputs, self._network = inputs, network

    def value(self, observation: Array) -> float:
        """Return V of an observation, (features,)."""
        return float(self._network.forward(self._inputs.spread(observation))[0])


class LikeliestAction(LargestOutput):
    """Greedy actor that takes the likeliest discrete action, and shows probabilities."""

    critic: Critic | None = None

    def act(self, observation: Array) -> tuple[int, Array]:
        action, logits = super().act(observation)
        return action, softmax(logits)


class MeanAction:
    """Greedy actor that takes the mean of a continuous action."""

    critic: Critic | None = None

    def __init__(self, inputs: NetworkInputs, network: ForwardPass) -> None:
        self._inputs, self.network = inputs, network

    def act(self, observation: Array) -> tuple[Array, Array]:
        mean = self.network.forward(self._inputs.spread(observation))
        return mean, mean

    def act_batch(self, observations: Array) -> NDArray[np.float32]:
        return self.network.forward_batch(self._inputs.spread(observations))


def greedy_actor(params: Any, space: Space, weights: dict[str, Array]) -> Actor:
    """Return the greedy actor of a policy file, with a copy of its policy network."""
    inputs, architecture = NetworkInputs(space, scaled=False), policy_architecture(params, space)
    actor: LikeliestAction | MeanAction
    if space.is_continuous:
        actor = MeanAction(inputs, ForwardPass(architecture, flat_parameters(architecture, weights, POLICY_PREFIX)))
    else:
        actor = LikeliestAction(inputs, architecture, weights, POLICY_PREFIX)
    if getattr(params, "baseline", "on") == "on":  # else nothing is learned by it
        values = value_architecture(params, space)
        actor.critic = Critic(inputs, ForwardPass(values, flat_parameters(values, weights, VALUE_PREFIX)))
    return actor
