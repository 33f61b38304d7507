"""The gradient that an update took a step down, and the one autograd finds for the same loss."""

from __future__ import annotations

import torch

BETA1 = 0.9  # of Adam


def gradient_between(before, after):
    """Return the gradient, (networks, P) in float64, of the one step of Adam between two of its states."""
    means = (torch.as_tensor(state["mean"]).double() for state in (after, before))
    return (next(means) - BETA1 * next(means)) / (1 - BETA1)


def q_taken(flat, architecture, head, observations, actions):
    """Return Q(s, a), (batch,), of a network with these inner parameters, (P,), as they lie in memory."""
    activation, start = torch.cat([observations.T, torch.ones(1, len(observations), dtype=torch.float64)]), 0
    for number, (rows, columns) in enumerate(architecture.whole_shapes):
        if number:
            ones = torch.ones(1, activation.shape[1], dtype=torch.float64)
            activation = torch.cat([torch.relu(activation), ones])
        matrix = flat[start : start + rows * columns].view(rows, columns)
        activation = matrix[: architecture.sizes[number + 1]] @ activation
        start += rows * columns
    return (head.double() @ activation).gather(0, actions[None])[0]


def relative_error(found, reference):
    return float((found - reference).norm() / reference.norm())
