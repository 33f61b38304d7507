"""The stages of DDPG in PyTorch, as a tutorial writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from playground.agents.action_scaling import ActionScaling
from playground.agents.ddpg.params import DDPGParams, critic_sizes, layer_sizes
from playground.agents.loop import StepFacts
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.torch_network import Network, gradient_norm, network_of, tensor_of
from playground.agents.twins import TwinError
from playground.i18n import N_


@dataclass
class DDPGTensors:
    """Tensors of one step.

    Rows of the minibatch are the first axis; actions are from -1 to 1.
    """

    params: DDPGParams
    acting_actor: Network  # when the action was chosen
    state: Tensor  # (inputs,)
    half_range: Tensor  # of the environment's actions, (numbers,)
    middle: Tensor
    actor: Network  # before the update, and so are the others
    target_actor: Network
    critics: nn.ModuleList
    target_critics: nn.ModuleList
    changed_critics: nn.ModuleList  # after the update
    states: Tensor  # (batch, inputs)
    actions: Tensor  # (batch, numbers)
    rewards: Tensor  # (batch,)
    discounts: Tensor  # (batch,): gamma to the power of the steps, 0 where the episode terminated
    next_states: Tensor
    next_actions: Tensor  # (batch, numbers), with TD3's noise if there is any
    follows: bool  # whether the actor and the targets moved


def policy(step: DDPGTensors) -> Tensor:
    with torch.no_grad():
        mu = torch.tanh(step.acting_actor(step.state))
    return step.middle + step.half_range * mu  # in the environment's units


def next_action(step: DDPGTensors) -> Tensor:
    with torch.no_grad():
        return torch.tanh(step.target_actor(step.next_states))


def target(step: DDPGTensors) -> Tensor:
    with torch.no_grad():
        pairs = torch.cat([step.next_states, step.next_actions], dim=1)
        q_next = torch.stack([critic(pairs).squeeze(1) for critic in step.target_critics])
        smallest = q_next.min(dim=0).values  # of one critic, or of two
    return step.rewards + step.discounts * smallest


def loss(step: DDPGTensors) -> Tensor:
    y, pairs = target(step), torch.cat([step.states, step.actions], dim=1)
    losses = [((critic(pairs).squeeze(1) - y) ** 2).mean() for critic in step.critics]
    return torch.stack(losses).sum()


def descend(step: DDPGTensors) -> Tensor:
    loss(step).backward()  # type: ignore[no-untyped-call]
    return gradient_norm(step.critics.parameters(), step.params.gradient_clip)  # critic_optimizer.step() comes next


def climb(step: DDPGTensors) -> Tensor:
    mu = torch.tanh(step.actor(step.states))
    q = step.changed_critics[0](torch.cat([step.states, mu], dim=1))
    (-q.mean()).backward()  # through the critic into the actor
    return gradient_norm(step.actor.parameters(), step.params.gradient_clip)  # actor_optimizer.step() comes next


def follow(step: DDPGTensors) -> Tensor:
    distances = []
    for old, new in zip(step.target_critics.parameters(), step.changed_critics.parameters(), strict=True):
        if step.follows:
            old.data = old.data + step.params.tau * (new.data - old.data)
        distances.append((new.data - old.data).abs().max())
    return torch.stack(distances).max()  # how far the critic is from its target now


def step_of(facts: StepFacts) -> DDPGTensors:
    """Return the tensors of a step.

    Without an update the network that acted stands in for all.
    """
    trace, params, space, update = facts.trace, facts.params, facts.space, facts.trace.update
    inputs = NetworkInputs(space, scaled=params.scale_observations == "on")
    scaling = ActionScaling(space.action_bounds)
    acting = trace.details["parameters"]
    actor = update.get("actor_parameters", acting[None])
    critics = update.get("parameters", np.zeros((0, 0), np.float32))
    states = update.get("inputs", np.zeros((2, space.n_inputs, 0), np.float32))
    no_actions, none = np.zeros((space.action_size, 0), np.float32), np.zeros(0, np.float32)
    actors = layer_sizes(params, space)
    return DDPGTensors(
        params=params,
        acting_actor=network_of(acting, actors),
        state=tensor_of(inputs(trace.observation)),
        half_range=tensor_of(scaling.half),
        middle=tensor_of(scaling.middle),
        actor=network_of(actor[0], actors),
        target_actor=network_of(update.get("actor_target_parameters", actor)[0], actors),
        critics=_critics(critics, facts),
        target_critics=_critics(update.get("target_parameters", critics), facts),
        changed_critics=_critics(update.get("parameters_after", critics), facts),
        states=tensor_of(states[0].T),
        actions=tensor_of(scaling.inwards(update.get("actions", no_actions)).T),
        rewards=tensor_of(update.get("returns", none)),
        discounts=tensor_of(update.get("discounts", none)),
        next_states=tensor_of(states[1].T),
        next_actions=tensor_of(update.get("next_action", no_actions).T),
        follows="policy" in update,
    )


def recorded(name: str, facts: StepFacts) -> Any:
    """Return what DDPG itself computed at a stage."""
    trace, update = facts.trace, facts.trace.update
    if name == "policy":
        return trace.values
    if name == "follow":
        return trace.insight["target_distance"]
    if name == "next_action":
        if facts.params.target_noise:
            raise TwinError(N_("The noise on the next actions was drawn at random: PyTorch would draw another."))
        return update["next_action"].T
    if name == "climb":
        if "policy" not in update:
            raise TwinError(N_("The actor did not move in this update."))
        return update["actor_gradient_norm"]
    return update[{"target": "target", "loss": "loss", "descend": "gradient_norm"}[name]]


def _critics(rows: Any, facts: StepFacts) -> nn.ModuleList:
    sizes = critic_sizes(facts.params, facts.space)
    return nn.ModuleList([network_of(row, sizes) for row in rows])
