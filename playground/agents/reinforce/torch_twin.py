"""The stages of REINFORCE in PyTorch, as a tutorial writes them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.agents.loop import StepFacts
from playground.agents.policy_gradient import torch_step
from playground.agents.policy_gradient.torch_step import PolicyTensors, step_of

__all__ = ["advantage", "descend", "loss", "policy", "recorded", "returns", "step_of"]


def policy(step: PolicyTensors) -> Tensor:
    with torch.no_grad():
        return step.acting_policy.shown(step.state)


def returns(step: PolicyTensors) -> Tensor:
    told = step.told
    following, found = torch.tensor(0.0), []
    for row in reversed(range(len(step.states))):
        if told["terminated"][row]:
            following = torch.tensor(0.0)
        elif told["truncated"][row]:  # what would have followed is the critic's guess
            following = step.values(step.next_states[row]).detach() if step.has_baseline else torch.tensor(0.0)
        following = told["reward"][row] + step.gamma * following
        found.append(following)
    return torch.stack(found[::-1])


def advantage(step: PolicyTensors) -> Tensor:
    return returns(step) - step.values(step.states)


def loss(step: PolicyTensors) -> Tensor:
    chances = step.policy(step.states)
    a = advantage(step) if step.has_baseline else returns(step)
    total = -(a.detach() * chances.log_prob(step.actions)).mean()  # the policy does not move the baseline
    if step.has_baseline:
        total = total + step.value_coefficient * (a**2).mean()
    return total - step.entropy_coefficient * chances.entropy().mean()


def descend(step: PolicyTensors) -> Tensor:
    return torch_step.descend(step, loss(step))  # loss.backward(), and the length of the gradient


def recorded(name: str, facts: StepFacts) -> Any:
    """Return what REINFORCE itself computed at a stage."""
    if name == "policy":
        return facts.trace.values
    names = {"returns": "target", "advantage": "advantage", "loss": "loss", "descend": "gradient_norm"}
    return facts.trace.update[names[name]]
