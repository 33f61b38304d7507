"""A policy network and a value network side by side, and one optimiser for both.

The two have hidden layers of the same widths and share nothing, but lie in one tensor, shape (2, P), so that a pass
through both costs little more than through one. Each has as many outputs as the policy needs; the value is the first
output of the second network, and its other outputs are not used. Where the policy has outputs that depend
on no state (the standard deviations of a Gaussian), their weights are 0 and stay so: they are biases alone.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.agents.base import Space
from playground.agents.nn.architecture import Architecture, orthogonal_weights
from playground.agents.nn.backend import Array
from playground.agents.nn.divergence import diverged
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.make_mlp import make_mlp
from playground.agents.nn.optimizers import OPTIMIZERS, largest_norm, shorten, step_down
from playground.agents.nn.plain_layers import PlainLayers
from playground.agents.policy_gradient.distributions import policy_head
from playground.agents.policy_gradient.params import (
    LOG_STD,
    POLICY_PREFIX,
    VALUE_PREFIX,
    policy_architecture,
    value_architecture,
)
from playground.agents.rng import RunRng
from playground.agents.state_columns import NOT_NEGATIVE, StateColumns
from playground.arithmetic.functions import exponentials, log64

HIDDEN_GAIN, POLICY_GAIN, VALUE_GAIN = math.sqrt(2), 0.01, 1.0  # of the first weights, as in Stable-Baselines3


class ActorCritic:
    """Policy and value network of a policy gradient, with their optimiser.

    `head` makes a policy of the first network's outputs.
    """

    def __init__(self, params: Any, space: Space, rng: RunRng, optimizer: str, epsilon: float) -> None:
        """Start with orthogonal weights (Saxe et al. 2014); `epsilon` is the optimiser's."""
        self._params = params
        self.head = policy_head(space)
        self.inputs = NetworkInputs(space, scaled=params.scale_observations == "on")
        policy, value = policy_architecture(params, space), value_architecture(params, space)
        both = Architecture((*policy.sizes[:-1], self.head.n_outputs), "tanh")
        self._plain_layers = [
            PlainLayers(
                both, plain, np.eye(plain.sizes[-1], both.sizes[-1], dtype=np.float32), self.inputs.scale, prefix
            )
            for plain, prefix in ((policy, POLICY_PREFIX), (value, VALUE_PREFIX))
        ]
        self._networks = make_mlp(both, 2, 2, params.arithmetic)  # [make_networks]
        self._parameters = self._networks.parameters
        last = both.split(self._parameters)[-1]
        self._log_std = last.bias[0, policy.sizes[-1] :]
        self._fixed_weights = last.weight[0, policy.sizes[-1] :]
        self._gradient = self._networks.gradient.reshape(-1)
        self._fixed_gradient = both.split(self._networks.gradient)[-1].weight[0, policy.sizes[-1] :]
        n_hidden = len(params.hidden_layers)
        for number, (plain, gain) in enumerate(((policy, POLICY_GAIN), (value, VALUE_GAIN))):
            flat = orthogonal_weights(plain, rng.initial_weights, (*[HIDDEN_GAIN] * n_hidden, gain))
            for layer, drawn in zip(both.split(self._parameters[number]), plain.split(flat), strict=True):
                layer.weight[: len(drawn.weight)] = drawn.weight  # its biases are 0
        self._log_std[:] = log64(params.initial_std)
        self._optimizer_kind, self._epsilon = OPTIMIZERS[optimizer], epsilon
        self._optimizer = self._optimizer_kind(self._parameters, epsilon=epsilon)
        self._largest_norm = largest_norm(self._parameters)
        self._actor, self._critic = self._networks.acting(0), self._networks.acting(1)

    @property
    def parameters(self) -> Array:
        """Parameters of both networks as they lie in memory, (2, P): policy, value."""
        return self._parameters

    @property
    def std(self) -> Array:
        """Standard deviation of each number of a continuous action, shape (numbers,).

        It is empty where actions are discrete.
        """
        std = np.empty_like(self._log_std)
        exponentials(self._log_std, std)
        return std

    def policy_outputs(self, observations: Array) -> Array:
        """Return the policy's outputs, (outputs, batch), for observations as they are.

        `observations` has shape (batch, numbers), as the environment gave them.
        """
        return self._actor.forward_batch(self.inputs(observations)).T

    def outputs_now(self, inputs: Array) -> Array:
        """Return the policy's outputs, (outputs, batch), for inputs of a Rollout.

        It takes no buffer that learning needs: it is for those who look.
        """
        return np.ascontiguousarray(self._actor.forward_batch(inputs.T).T)

    def values(self, inputs: Array) -> Array:
        """Return V(s), (batch,), as a new array, for inputs of a Rollout, (inputs, batch)."""
        return self._critic.forward_batch(inputs.T)[:, 0].copy()

    def forward(self, inputs: Array) -> tuple[Array, Array]:
        """Return the policy's outputs, (outputs, batch), and V(s), (batch,).

        `inputs` are those of a Rollout, (inputs, batch). Both are overwritten by the next call with as many.
        """
        outputs = self._networks.forward(inputs[None], n=2)
        return outputs[0], outputs[1, 0]

    def descend(self, loss: float, policy_gradient: Array, value_gradient: Array) -> float:
        """Take one step down from the last forward(); return the norm of the gradient.

        The norm is over both networks. `policy_gradient` is dL/d(outputs of the policy), (outputs, batch),
        `value_gradient` dL/dV, (batch,). The gradient is shortened to gradient_clip. Raises DivergedError, and moves
        nothing, where it or the loss is not finite, or where the step would make the weights explode.
        """
        params = self._params
        output_gradient = np.zeros((2, *policy_gradient.shape), np.float32)
        output_gradient[0] = policy_gradient
        output_gradient[1, 0] = value_gradient
        gradient = self._networks.backward(output_gradient)
        self._fixed_gradient[:] = 0.0
        norm = shorten(self._gradient, params.gradient_clip)
        if not math.isfinite(loss + norm):
            raise diverged(params)
        if not step_down(self._optimizer, gradient, params.learning_rate, self._largest_norm):
            raise diverged(params)
        return norm

    def weights(self) -> dict[str, Array]:
        """Return both networks as plain layers, and log_std where actions are continuous."""
        policy, value = (plain.fold(flat) for plain, flat in zip(self._plain_layers, self._parameters, strict=True))
        return policy | value | ({LOG_STD: self._log_std.copy()} if self._log_std.size else {})

    def load_weights(self, weights: dict[str, Array]) -> None:
        """Start from what weights() returned, without the optimiser's moments."""
        for plain, flat in zip(self._plain_layers, self._parameters, strict=True):
            flat[:] = plain.unfold(weights)
        if self._log_std.size:
            self._fixed_weights[:] = 0.0
            self._log_std[:] = weights[LOG_STD]
        self._optimizer = self._optimizer_kind(self._parameters, epsilon=self._epsilon)
        self._largest_norm = max(self._largest_norm, largest_norm(self._parameters))

    def state(self) -> dict[str, Any]:
        """Return copies of the networks and the optimiser's moments."""
        return {
            "parameters": self._parameters.copy(),
            "optimizer": self._optimizer.state(),
            "largest_norm": self._largest_norm,
        }

    def state_columns(self) -> StateColumns:
        """Declare what is never negative."""
        return {"optimizer": self._optimizer.state_columns(), "largest_norm": NOT_NEGATIVE}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        self._parameters[:] = state["parameters"]
        self._optimizer.restore(state["optimizer"])
        self._largest_norm = state["largest_norm"]
