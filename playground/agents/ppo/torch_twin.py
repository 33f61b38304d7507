"""The stages of PPO in PyTorch, as a tutorial writes them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.agents.loop import StepFacts
from playground.agents.policy_gradient import torch_step
from playground.agents.policy_gradient.torch_step import PolicyTensors, step_of

__all__ = ["advantage", "descend", "loss", "policy", "ratio", "recorded", "step_of"]


def policy(step: PolicyTensors) -> Tensor:
    with torch.no_grad():
        return step.acting_policy.shown(step.state)


def advantage(step: PolicyTensors) -> Tensor:
    told = step.told
    # V is what the critic said before the first update; the later steps of the rollout come before the earlier ones
    delta = told["reward"] + step.gamma * told["next_value"] - told["old_value"]
    return delta + step.gamma * step.gae_lambda * told["next_advantage"]


def ratio(step: PolicyTensors) -> Tensor:
    log_probability = step.policy(step.states).log_prob(step.actions)
    return torch.exp(log_probability - step.told["old_log_probability"])


def loss(step: PolicyTensors) -> Tensor:
    a, rho = step.told["advantage"], ratio(step)
    clipped = rho.clamp(1 - step.clip_range, 1 + step.clip_range)
    policy_loss = -torch.min(rho * a, clipped * a).mean()
    value_loss = ((step.told["target"] - step.values(step.states)) ** 2).mean()
    entropy = step.policy(step.states).entropy().mean()
    return policy_loss + step.value_coefficient * value_loss - step.entropy_coefficient * entropy


def descend(step: PolicyTensors) -> Tensor:
    return torch_step.descend(step, loss(step))  # loss.backward(), and the length of the gradient


def recorded(name: str, facts: StepFacts) -> Any:
    """Return what PPO itself computed at a stage."""
    if name == "policy":
        return facts.trace.values
    names = {"advantage": "raw_advantage", "ratio": "ratio", "loss": "loss", "descend": "gradient_norm"}
    return facts.trace.update[names[name]]
