"""The stages of DQN in PyTorch, as a tutorial writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.agents.dqn.params import DQNParams, layer_sizes
from playground.agents.loop import StepFacts
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.torch_network import Network, gradient_norm, network_of, tensor_of
from playground.agents.twins import TwinError
from playground.i18n import N_


@dataclass
class DQNTensors:
    """Tensors of one step; rows of a minibatch are its first axis."""

    params: DQNParams
    acting_network: Network  # the Q-network when the action was chosen
    state: Tensor  # (inputs,)
    q_network: Network  # before the update
    target_network: Network
    changed_network: Network  # the Q-network after the update
    states: Tensor  # (batch, inputs)
    actions: Tensor  # (batch,)
    rewards: Tensor  # (batch,); of several steps r1 + gamma r2 + ...
    discounts: Tensor  # (batch,): gamma to the power of the steps, 0 where the episode terminated
    next_states: Tensor  # (batch, inputs)
    weights: Tensor  # (batch,), 1 without prioritised replay
    is_copied: bool


class Dueling(nn.Module):
    """Q = V + A - mean A, of a network that puts out A and then V."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor) -> Tensor:
        outputs = self.network(states)
        advantages, value = outputs[..., :-1], outputs[..., -1:]
        return value + advantages - advantages.mean(-1, keepdim=True)


def q_values(step: DQNTensors) -> Tensor:
    with torch.no_grad():
        return step.acting_network(step.state)


def target(step: DQNTensors) -> Tensor:
    with torch.no_grad():
        q_next = step.target_network(step.next_states)
        if step.params.double == "on":
            best = step.q_network(step.next_states).argmax(dim=1)
        else:
            best = q_next.argmax(dim=1)
        q_best = q_next.gather(1, best.unsqueeze(1)).squeeze(1)
    return step.rewards + step.discounts * q_best


def loss(step: DQNTensors) -> Tensor:
    q = step.q_network(step.states)
    q_taken = q.gather(1, step.actions.unsqueeze(1)).squeeze(1)
    how = F.mse_loss if step.params.loss == "squared" else F.huber_loss
    errors = how(q_taken, target(step), reduction="none")
    return (step.weights * errors).mean()


def descend(step: DQNTensors) -> Tensor:
    loss(step).backward()  # type: ignore[no-untyped-call]  # autograd finds dL/dw of every weight
    return gradient_norm(step.q_network.parameters(), step.params.gradient_clip)  # optimizer.step() comes next


def copy(step: DQNTensors) -> Tensor:
    tau = step.params.target_tau
    distances = []
    for old, new in zip(step.target_network.parameters(), step.changed_network.parameters(), strict=True):
        if step.is_copied:  # with tau = 1: target_network.load_state_dict(q_network.state_dict())
            old.data = old.data + tau * (new.data - old.data)
        distances.append((new.data - old.data).abs().max())
    return torch.stack(distances).max()  # how far apart the two networks are now


def step_of(facts: StepFacts) -> DQNTensors:
    """Return the tensors of a step.

    Without an update the network that acted stands in for all.
    """
    trace, params, update = facts.trace, facts.params, facts.trace.update
    acting = trace.details["parameters"]
    online = update.get("parameters", acting)
    target_of = update.get("target_parameters", online) if params.target_network == "on" else online
    inputs = NetworkInputs(facts.space, scaled=params.scale_observations == "on")
    states = update.get("inputs", np.zeros((2, facts.space.n_inputs, 0), np.float32))
    none = np.zeros(0, np.float32)
    weights = update.get("weights")
    actions = tensor_of(update.get("actions", none)).long()
    return DQNTensors(
        params=params,
        acting_network=_network(acting, facts),
        state=tensor_of(inputs(trace.observation)),
        q_network=_network(online, facts),
        target_network=_network(target_of, facts),
        changed_network=_network(update.get("parameters_after", online), facts),
        states=tensor_of(states[0].T),
        actions=actions,
        rewards=tensor_of(update.get("returns", none)),
        discounts=tensor_of(update.get("discounts", none)),
        next_states=tensor_of(states[1].T),
        weights=torch.ones(len(actions)) if weights is None else tensor_of(weights),
        is_copied=trace.target_copied and trace.insight.get("since_copy") == 0,
    )


def recorded(name: str, facts: StepFacts) -> Any:
    """Return what DQN itself computed at a stage."""
    trace, update = facts.trace, facts.trace.update
    if name == "copy":
        if facts.params.target_network == "off":
            raise TwinError(N_("The target network is off: Q stands in for it."))
        return trace.insight["target_distance"]
    if name == "q_values":
        return trace.values
    return update[{"target": "target", "loss": "loss", "descend": "gradient_norm"}[name]]


def _network(flat: Any, facts: StepFacts) -> Network:
    *below, n_actions = layer_sizes(facts.params, facts.space)
    if facts.params.dueling == "on":
        return Dueling(network_of(flat, (*below, n_actions + 1)))
    return network_of(flat, (*below, n_actions))
