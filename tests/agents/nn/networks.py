"""Networks, inputs and slopes to try, and what torch's own layers find in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.agents.nn.architecture import Architecture, uniform_weights
from playground.agents.nn.make_mlp import make_mlp
from tests.agents.by_autograd import outputs_of

SIZES = [(4, 24, 24, 2), (4, 2), (1, 1, 1), (3, 7, 5, 6, 2), (4, 64, 64, 64, 3), (6, 120, 84, 4)]
ARITHMETICS = pytest.mark.parametrize("arithmetic", ["portable", "torch"])
ACTIVATIONS = pytest.mark.parametrize("activation", ["relu", "tanh"])


def network(sizes, seeds=(0,), activation="relu", arithmetic="portable"):
    architecture = Architecture(sizes, activation)
    net = make_mlp(architecture, len(seeds), len(seeds), arithmetic)
    for row, seed in enumerate(seeds):
        net.parameters[row] = uniform_weights(architecture, np.random.default_rng(seed))
    return net


def inputs(sizes, batch, n_networks=1, seed=0):
    return np.random.default_rng(seed).normal(size=(n_networks, sizes[0], batch)).astype(np.float32)


def slopes(sizes, batch, n_networks=1):
    """Some dL/d(outputs)."""
    return np.random.default_rng(1).normal(size=(n_networks, sizes[-1], batch)).astype(np.float32)


def autograd(net, x, output_gradient, row=0):
    """The outputs of a network, (outputs, batch), dL/d(parameters), (P,), and dL/d(inputs), (features, batch)."""
    flat = torch.from_numpy(net.parameters[row]).double().requires_grad_()
    x = torch.from_numpy(x[row]).double().requires_grad_()
    outputs = outputs_of(flat, net.architecture, x.T).T
    outputs.backward(torch.from_numpy(output_gradient[row]).double())
    return outputs.detach(), flat.grad, x.grad


def relative_error(found, reference):
    error = float((torch.from_numpy(found).double() - reference).norm())
    return error and error / float(reference.norm())  # where a unit is dead, both are 0
