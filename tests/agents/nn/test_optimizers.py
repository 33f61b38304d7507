"""The optimisers are torch's own."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.agents.nn.optimizers import OPTIMIZERS
from tests.agents.nn.networks import ACTIVATIONS, ARITHMETICS, inputs, network, slopes

KINDS = pytest.mark.parametrize(
    ("name", "reference"), [("adam", torch.optim.Adam), ("rmsprop", torch.optim.RMSprop)], ids=["adam", "rmsprop"]
)

MEMORY = {"adam": {"mean": "exp_avg", "square": "exp_avg_sq", "n_steps": "step"}, "rmsprop": {"square": "square_avg"}}


@KINDS
def test_an_optimiser_moves_the_weights_as_torchs_own_does_over_200_updates(name, reference):
    generator = torch.Generator().manual_seed(0)
    theirs = torch.randn(1, 200, generator=generator).requires_grad_()
    ours = theirs.detach().numpy().copy()
    optimizer, torchs = OPTIMIZERS[name](ours), reference([theirs], lr=1e-3)
    scales = torch.logspace(-6, 2, 200)  # gradients of every size, far below epsilon too
    for update in range(200):
        rate = 1e-3 if update < 100 else 3e-4  # changed live
        theirs.grad = torch.randn(1, 200, generator=generator) * scales
        torchs.param_groups[0]["lr"] = rate
        optimizer.step(theirs.grad.numpy(), rate)
        torchs.step()
    np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-5, atol=1e-7)
    found, state = optimizer.state(), torchs.state[theirs]
    for memory, torchs_memory in MEMORY[name].items():
        np.testing.assert_allclose(found[memory], state[torchs_memory], rtol=1e-4, atol=1e-9 * found[memory].max())


@ARITHMETICS
@ACTIVATIONS
@KINDS
def test_several_networks_descend_as_under_torchs_own_optimiser(name, reference, activation, arithmetic):
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, (0, 1), activation, arithmetic), inputs(sizes, 33, 2)
    theirs = torch.from_numpy(net.parameters.copy()).requires_grad_()
    optimizer, torchs = OPTIMIZERS[name](net.parameters), reference([theirs], lr=1e-2)
    for _ in range(30):
        net.forward(x)
        gradient = net.backward(slopes(sizes, 33, 2))
        theirs.grad = torch.from_numpy(gradient.copy())
        optimizer.step(gradient, 1e-2)
        torchs.step()
    np.testing.assert_allclose(net.parameters, theirs.detach(), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_is_restored_goes_on_with_the_same_bits(name):
    gradients = np.random.default_rng(0).normal(size=(40, 2, 50)).astype(np.float32)
    ours = np.ones((2, 50), np.float32)
    optimizer = OPTIMIZERS[name](ours)
    for gradient in gradients[:20]:
        optimizer.step(gradient, 1e-2)
    copy, state = ours.copy(), optimizer.state()
    for gradient in gradients[20:]:
        optimizer.step(gradient, 1e-2)
    other = OPTIMIZERS[name](copy)
    other.restore(state)
    for gradient in gradients[20:]:
        other.step(gradient, 1e-2)
    assert copy.tobytes() == ours.tobytes()
