"""The gradient that an update took a step down, and the one autograd finds for the same loss."""

from __future__ import annotations

import itertools

import torch

BETA1 = 0.9  # of Adam


def gradient_between(before, after):
    """Return the gradient, (networks, P) in float64, of the one step of Adam between two of its states."""
    before, after = (torch.from_numpy(state["mean"]).double() for state in (before, after))
    return (after - BETA1 * before) / (1 - BETA1)


def q_taken(flat, architecture, head, observations, actions):
    """Return Q(s, a), (batch,), of a network with these inner parameters, (P,), as they lie in memory."""
    outputs = outputs_of(flat, architecture, observations)
    return (outputs @ head.double().T).gather(1, actions[:, None])[:, 0]


def outputs_of(flat, architecture, observations):
    """Return the outputs, (batch, outputs), of a network with these parameters, (P,), by torch's own layers."""
    activation, start = observations, 0
    for number, (n_in, n_out) in enumerate(itertools.pairwise(architecture.sizes)):
        if number:
            activation = getattr(torch, architecture.activation)(activation)
        weight, bias = flat[start : start + n_out * n_in], flat[start + n_out * n_in :][:n_out]
        activation = torch.nn.functional.linear(activation, weight.view(n_out, n_in), bias)
        start += n_out * (n_in + 1)
    return activation


def relative_error(found, reference):
    return float((found - reference).norm() / reference.norm())
