"""Tensors of one step of a policy gradient, for its stages in PyTorch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn
from torch.distributions import Categorical, Distribution, Independent, Normal

from playground.agents.loop import StepFacts
from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.torch_network import Network, gradient_norm, network_of, tensor_of
from playground.agents.policy_gradient.params import policy_architecture, value_architecture


class Chances(Protocol):
    """Protocol of a distribution of torch."""

    def log_prob(self, actions: Tensor, /) -> Tensor: ...
    def entropy(self) -> Tensor: ...


class TorchPolicy(Protocol):
    """Protocol of a policy: a distribution of actions for each state."""

    def __call__(self, states: Tensor) -> Chances: ...
    def parameters(self) -> Iterator[nn.Parameter]: ...
    def shown(self, state: Tensor) -> Tensor:
        """Return what the bars show of one state."""


class DiscretePolicy(nn.Module):
    """Policy over a few actions: the network puts out a logit for each."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor) -> Distribution:
        return Categorical(logits=self.network(states))

    def shown(self, state: Tensor) -> Tensor:
        """Return the probability of each action."""
        return torch.softmax(self.network(state), dim=-1)


class GaussianPolicy(nn.Module):
    """Policy over numbers: a network puts out their means.

    Their spreads depend on no state.
    """

    def __init__(self, network: Network, log_std: Tensor) -> None:
        super().__init__()
        self.network, self.log_std = network, nn.Parameter(log_std)

    def forward(self, states: Tensor) -> Distribution:
        return Independent(Normal(self.network(states), self.log_std.exp()), 1)

    def shown(self, state: Tensor) -> Tensor:
        """Return the means."""
        return self.network(state)


@dataclass
class PolicyTensors:
    """Tensors of one step; rows of what was gathered are its first axis."""

    gamma: float
    gae_lambda: float
    clip_range: float
    value_coefficient: float
    entropy_coefficient: float
    longest_gradient: float | None
    n_environments: int
    has_baseline: bool
    acting_policy: TorchPolicy  # when the action was drawn
    state: Tensor  # (inputs,)
    policy: TorchPolicy  # before the update, and so is the critic
    critic: Network
    states: Tensor  # (rows, inputs)
    next_states: Tensor
    actions: Tensor
    told: dict[str, Tensor]  # numbers of the rows that the update told, by name

    def values(self, states: Tensor) -> Tensor:
        """Return V(s), (rows,)."""
        return self.critic(states).squeeze(-1)


def descend(step: PolicyTensors, loss: Tensor) -> Tensor:
    """Return how long the gradient of a loss is, over policy and critic together."""
    loss.backward()  # type: ignore[no-untyped-call]
    return gradient_norm([*step.policy.parameters(), *step.critic.parameters()], step.longest_gradient)


def step_of(facts: StepFacts) -> PolicyTensors:
    """Return the tensors of a step; without an update there are no rows."""
    trace, params, space, update = facts.trace, facts.params, facts.space, facts.trace.update
    inputs = NetworkInputs(space, scaled=params.scale_observations == "on")
    acting = trace.details["parameters"]
    both = update.get("parameters", acting)
    batch = trace.minibatch
    none = np.zeros((0, len(space.scale)), np.float32)
    n = 0 if batch is None else len(batch.steps)
    told = {name: tensor_of(value) for name, value in update.items() if np.shape(value) == (n,)}
    return PolicyTensors(
        gamma=params.gamma,
        gae_lambda=getattr(params, "gae_lambda", 1.0),
        clip_range=getattr(params, "clip_range", 0.0),
        value_coefficient=params.value_coefficient,
        entropy_coefficient=params.entropy_coefficient,
        longest_gradient=params.gradient_clip,
        n_environments=params.n_environments,
        has_baseline=getattr(params, "baseline", "on") == "on",
        acting_policy=_policy(acting[0], facts),
        state=tensor_of(inputs(trace.observation)),
        policy=_policy(both[0], facts),
        critic=network_of(*_part(both[1], value_architecture(params, space).sizes, facts), "tanh"),
        states=tensor_of(inputs(none if batch is None else batch.observations)),
        next_states=tensor_of(inputs(none if batch is None else batch.next_observations)),
        actions=tensor_of(np.zeros(0, np.int64) if batch is None else batch.actions),
        told=told,
    )


def _policy(flat: Array, facts: StepFacts) -> DiscretePolicy | GaussianPolicy:
    sizes = policy_architecture(facts.params, facts.space).sizes
    network = network_of(*_part(flat, sizes, facts), "tanh")
    if not facts.space.is_continuous:
        return DiscretePolicy(network)
    return GaussianPolicy(network, tensor_of(flat[-sizes[-1] :]))


def _part(flat: Array, sizes: tuple[int, ...], facts: StepFacts) -> tuple[Array, tuple[int, ...]]:
    """Return the parameters of the outputs that count.

    Both networks are as wide as the wider of them.
    """
    size = facts.space.action_size
    n_outputs = 2 * size if facts.space.is_continuous else facts.space.n_actions
    n_below, n_last = len(flat) - n_outputs * (sizes[-2] + 1), sizes[-1]
    weights = flat[n_below : n_below + n_last * sizes[-2]]
    biases = flat[n_below + n_outputs * sizes[-2] :][:n_last]
    return np.concatenate([flat[:n_below], weights, biases]), sizes
