"""The stages of tabular Q-learning in PyTorch; a row of the table is a tensor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.agents.loop import StepFacts
from playground.agents.q_table.params import QTableParams


@dataclass
class TableTensors:
    """Tensors of one step; the two rows are as they were before it was learned from."""

    params: QTableParams
    row: Tensor  # (actions,), Q of the cell that s lies in
    next_row: Tensor  # (actions,), of the cell that s' lies in
    action: int
    reward: float
    terminated: bool


def q_values(step: TableTensors) -> Tensor:
    return step.row


def target(step: TableTensors) -> Tensor:
    if step.terminated:
        return torch.tensor(step.reward)
    return step.reward + step.params.gamma * step.next_row.max()


def loss(step: TableTensors) -> Tensor:
    return target(step) - step.row[step.action]  # the error


def descend(step: TableTensors) -> Tensor:
    q = step.row[step.action].clone().requires_grad_()
    half_square = 0.5 * (target(step) - q) ** 2
    half_square.backward()  # type: ignore[no-untyped-call]  # its slope is -(y - Q)
    assert q.grad is not None
    return q - step.params.learning_rate * q.grad


def step_of(facts: StepFacts) -> TableTensors:
    """Return the tensors of a step."""
    trace, update = facts.trace, facts.trace.update
    row = torch.tensor(trace.values, dtype=torch.float64)
    return TableTensors(
        params=facts.params,
        row=row,
        next_row=torch.tensor(update["next_q_values"], dtype=torch.float64) if update else row,
        action=int(trace.action),
        reward=float(trace.reward),
        terminated=trace.terminated,
    )


def recorded(name: str, facts: StepFacts) -> Any:
    """Return what the learner itself computed at a stage."""
    if name == "q_values":
        return facts.trace.values
    return facts.trace.update[{"target": "target", "loss": "td_error", "descend": "learned"}[name]]
