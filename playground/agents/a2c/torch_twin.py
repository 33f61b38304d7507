"""The stages of A2C in PyTorch, as a tutorial writes them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.agents.loop import StepFacts
from playground.agents.policy_gradient import torch_step
from playground.agents.policy_gradient.torch_step import PolicyTensors, step_of

__all__ = ["advantage", "descend", "loss", "policy", "recorded", "step_of"]


def policy(step: PolicyTensors) -> Tensor:
    with torch.no_grad():
        return step.acting_policy.shown(step.state)


def advantage(step: PolicyTensors) -> Tensor:
    n, told = step.n_environments, step.told
    with torch.no_grad():
        after = torch.where(told["terminated"], 0, step.values(step.next_states))
        delta = told["reward"] + step.gamma * after - step.values(step.states)
        advantages = delta.clone()
        for row in reversed(range(len(delta) - n)):  # row + n is the next step of the same environment
            if not (told["terminated"][row] or told["truncated"][row]):
                advantages[row] += step.gamma * step.gae_lambda * advantages[row + n]
    return advantages


def loss(step: PolicyTensors) -> Tensor:
    chances = step.policy(step.states)
    policy_loss = -(step.told["advantage"] * chances.log_prob(step.actions)).mean()
    value_loss = ((step.told["target"] - step.values(step.states)) ** 2).mean()
    entropy = chances.entropy().mean()
    return policy_loss + step.value_coefficient * value_loss - step.entropy_coefficient * entropy


def descend(step: PolicyTensors) -> Tensor:
    return torch_step.descend(step, loss(step))  # loss.backward(), and the length of the gradient


def recorded(name: str, facts: StepFacts) -> Any:
    """Return what A2C itself computed at a stage."""
    if name == "policy":
        return facts.trace.values
    return facts.trace.update[{"advantage": "raw_advantage", "loss": "loss", "descend": "gradient_norm"}[name]]
