"""Greedy actor of a saved DDPG: tanh of the outputs, scaled to the actions' range."""

from __future__ import annotations

from playground.agents.action_scaling import ActionScaling
from playground.agents.base import Space
from playground.agents.ddpg.params import ACTOR_PREFIX, DDPGParams, parts
from playground.agents.nn.architecture import Architecture, flat_parameters
from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.mlp import ForwardPass
from playground.arithmetic.functions import tanh_of


class ScaledTanh:
    """Greedy actor that takes the continuous action of a network.

    There is nothing to choose among: the action is also what the bars show.
    """

    def __init__(
        self,
        inputs: NetworkInputs,
        architecture: Architecture,
        weights: dict[str, Array],
        prefix: str,
        scaling: ActionScaling,
    ) -> None:
        """Act by a copy of these layers of a policy file, whose scale is folded into them."""
        self._inputs = inputs
        self.network, self._scaling = ForwardPass(architecture, flat_parameters(architecture, weights, prefix)), scaling

    def act(self, observation: Array) -> tuple[Array, Array]:
        action = self._scaling.outwards(tanh_of(self.network.forward(self._inputs.spread(observation))))
        return action, action

    def act_batch(self, observations: Array) -> Array:
        return self._scaling.outwards(tanh_of(self.network.forward_batch(self._inputs.spread(observations))))


def greedy_actor(params: DDPGParams, space: Space, weights: dict[str, Array]) -> ScaledTanh:
    """Return the greedy actor of a policy file, with a copy of its network."""
    scaling = ActionScaling(space.action_bounds)
    inputs = NetworkInputs(space, scaled=False)
    return ScaledTanh(inputs, parts(params, space)[ACTOR_PREFIX], weights, ACTOR_PREFIX, scaling)
