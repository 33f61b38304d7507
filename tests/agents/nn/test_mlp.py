"""The network's explicit gradients are autograd's, its optimisers torch's, and acting sees every update."""

from __future__ import annotations

import hashlib
import itertools
import tracemalloc

import numpy as np
import pytest
import torch

from playground.agents.nn.architecture import (
    Architecture,
    flat_parameters,
    named_layers,
    orthogonal_weights,
    uniform_weights,
)
from playground.agents.nn.backend import NumpyBackend, TorchBackend, backend_for, prepare_thread
from playground.agents.nn.mlp import MLP
from playground.agents.nn.optimizers import OPTIMIZERS, Adam, RMSprop

SIZES = [(4, 24, 24, 2), (4, 2), (1, 1, 1), (3, 7, 5, 6, 2), (4, 64, 64, 64, 3), (6, 120, 84, 4)]


def network(sizes, seeds=(0,), activation="relu"):
    architecture = Architecture(sizes, activation)
    net = MLP(architecture, len(seeds))
    for agent, seed in enumerate(seeds):
        net.parameters[agent] = torch.from_numpy(uniform_weights(architecture, np.random.default_rng(seed)))
    return net


def inputs(sizes, batch, n_agents=1, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(n_agents, sizes[0], batch, generator=generator).numpy()


def slopes(n_agents, n_outputs, batch):
    """Some dL/d(outputs)."""
    return torch.randn(n_agents, n_outputs, batch, generator=torch.Generator().manual_seed(1)).numpy()


def autograd(net, x, output_gradient, agent=0):
    """Outputs (outputs, batch) and the flat gradient, computed by torch's own layers in float64."""
    with torch.inference_mode(False), torch.enable_grad():
        flat, x, start = net.parameters[agent].double().requires_grad_(), torch.from_numpy(x)[agent].double(), 0
        activation = x
        for number, (rows, columns) in enumerate(net.architecture.whole_shapes):
            if number:
                activation = getattr(torch, net.architecture.activation)(activation)
            matrix = flat[start : start + rows * columns].view(rows, columns)[: net.architecture.sizes[number + 1]]
            start += rows * columns
            activation = torch.nn.functional.linear(activation.T, matrix[:, :-1], matrix[:, -1]).T
        activation.backward(torch.from_numpy(output_gradient)[agent].double())
    return activation.detach(), flat.grad


def relative_error(value, reference):
    return float((torch.as_tensor(value).double() - reference).norm() / reference.norm())


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("batch", [1, 2, 64, 129])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_forward_and_backward_agree_with_autograd(sizes, batch, activation):
    net, x = network(sizes, activation=activation), inputs(sizes, batch)
    output_gradient = slopes(1, sizes[-1], batch)
    outputs = net.forward(x).copy()
    gradient = net.backward(output_gradient)
    reference_outputs, reference_gradient = autograd(net, x, output_gradient)
    assert relative_error(outputs[0], reference_outputs) <= 1e-5
    assert relative_error(gradient[0], reference_gradient) <= 1e-5


def input_autograd(net, x, output_gradient, agent=0):
    """dL/d(inputs), (features, batch), computed by torch's own layers in float64."""
    with torch.inference_mode(False), torch.enable_grad():
        x = torch.from_numpy(x)[agent].double().requires_grad_()
        activation = x
        for number, matrix in enumerate(net.architecture.split(net.parameters[agent].numpy())):
            if number:
                activation = getattr(torch, net.architecture.activation)(activation)
            matrix = torch.from_numpy(matrix).double()
            activation = torch.nn.functional.linear(activation.T, matrix[:, :-1], matrix[:, -1]).T
        activation.backward(torch.from_numpy(output_gradient)[agent].double())
    return x.grad


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_gradient_of_the_input_agrees_with_autograd_and_leaves_that_of_the_parameters(sizes, activation):
    net, x, other = network(sizes, (0, 1), activation), inputs(sizes, 33, 2), inputs(sizes, 33, 1, seed=5)
    net.forward(x)
    kept = net.backward(slopes(2, sizes[-1], 33)).clone()
    for asked in (x, other):  # both networks, then the first alone
        output_gradient = slopes(len(asked), sizes[-1], 33)
        net.forward(asked)
        found = net.backward_to_input(output_gradient)
        assert found.shape == (len(asked), sizes[0], 33)
        for agent in range(len(asked)):
            assert relative_error(found[agent], input_autograd(net, asked, output_gradient, agent)) <= 1e-5
    assert torch.equal(net.gradient, kept)


def test_any_of_the_networks_can_be_asked_without_the_others():
    net, x = network((4, 24, 24, 2), (0, 1, 2)), inputs((4, 24, 24, 2), 16, 3)
    together = net.forward(x).copy()
    for first, n in [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2)]:
        np.testing.assert_array_equal(net.forward(x[first : first + n], first), together[first : first + n])


def test_a_gradient_belongs_to_the_newest_forward_pass_whatever_widths_came_before():
    sizes = (4, 24, 24, 2)
    net, x = network(sizes), inputs(sizes, 16, seed=3)
    output_gradient = np.ones((1, 2, 16), np.float32)
    for batch in (64, 16, 5):
        net.forward(inputs(sizes, batch, seed=batch))
    net.forward(x)
    assert relative_error(net.backward(output_gradient)[0], autograd(net, x, output_gradient)[1]) <= 1e-5


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("optimizer", [Adam, RMSprop])
def test_three_agents_at_once_learn_the_very_bits_of_three_agents_one_by_one(sizes, optimizer):
    together, alone = network(sizes, (0, 1, 2)), [network(sizes, (seed,)) for seed in range(3)]
    optimizers = [optimizer(net.parameters) for net in (together, *alone)]
    output_gradients = slopes(3, sizes[-1], 64)
    for update in range(5):
        x = inputs(sizes, 64, 3, seed=update)
        outputs = together.forward(x).copy()
        optimizers[0].step(together.backward(output_gradients), 1e-2)
        for agent, net in enumerate(alone):
            np.testing.assert_array_equal(net.forward(x[agent : agent + 1])[0], outputs[agent])
            optimizers[agent + 1].step(net.backward(output_gradients[agent : agent + 1]), 1e-2)
    for agent, net in enumerate(alone):
        assert torch.equal(net.parameters[0], together.parameters[agent])


@pytest.mark.parametrize(
    ("name", "reference"),
    [("adam", torch.optim.Adam), ("rmsprop", torch.optim.RMSprop)],
)
def test_an_optimiser_moves_the_weights_as_torchs_own_does_over_200_updates(name, reference):
    generator = torch.Generator().manual_seed(0)
    ours = torch.randn(1, 200, generator=generator)
    theirs = ours.clone().requires_grad_()
    optimizer, torchs = OPTIMIZERS[name](ours), reference([theirs], lr=1e-3)
    scales = torch.logspace(-6, 2, 200)  # gradients of every size, far below epsilon too
    for update in range(200):
        rate = 1e-3 if update < 100 else 3e-4  # changed live
        theirs.grad = torch.randn(1, 200, generator=generator) * scales
        torchs.param_groups[0]["lr"] = rate
        optimizer.step(theirs.grad, rate)
        torchs.step()
    assert torch.allclose(ours, theirs, rtol=1e-5, atol=1e-7)


def test_adam_on_a_torch_without_the_fused_call_moves_the_weights_as_on_one_with_it(monkeypatch):
    generator = torch.Generator().manual_seed(0)
    gradients = [torch.randn(1, 200, generator=generator) for _ in range(200)]
    fused, plain = (torch.full((1, 200), 0.5) for _ in range(2))
    for parameters in (fused, plain):
        optimizer = Adam(parameters)
        for gradient in gradients:
            optimizer.step(gradient, 1e-3)
        monkeypatch.delattr(torch, "_fused_adam_", raising=False)  # for the second
    assert torch.allclose(fused, plain, rtol=1e-5, atol=1e-7)


def test_the_acting_view_agrees_with_the_network_and_sees_its_updates():
    net, x = network((4, 24, 24, 2)), inputs((4, 24, 24, 2), 1)
    acting, observation = net.numpy(), x[0, :, 0]
    before = acting.forward(observation)
    np.testing.assert_allclose(before, net.forward(x)[0, :, 0], rtol=1e-5, atol=1e-6)
    Adam(net.parameters).step(net.backward(np.ones((1, 2, 1), np.float32)), 1e-2)
    after = acting.forward(observation)
    assert np.abs(after - before).max() > 1e-3
    np.testing.assert_allclose(after, net.forward(x)[0, :, 0], rtol=1e-5, atol=1e-6)


def test_a_tanh_network_acts_by_tanh():
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, activation="tanh"), inputs(sizes, 100)
    outputs = net.forward(x)[0]
    np.testing.assert_allclose(net.numpy().forward_batch(x[0].T).T, outputs, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(net.numpy().forward(x[0, :, 7]), outputs[:, 7], rtol=1e-5, atol=1e-6)
    assert relative_error(outputs, autograd(net, x, np.ones((1, 2, 100), np.float32))[0]) <= 1e-5


@pytest.mark.parametrize(("largest", "kind"), [((4, 24, 24, 2), NumpyBackend), ((4, 120, 84, 2), TorchBackend)])
def test_small_networks_are_computed_by_numpy_and_large_ones_by_torch(largest, kind):
    assert isinstance(backend_for(Architecture(largest).whole_shapes), kind)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_numpy_and_torch_compute_the_same_network(activation):
    architecture, results = Architecture((4, 24, 24, 2), activation), []
    for arithmetic in (NumpyBackend(), TorchBackend()):
        net = MLP(architecture, arithmetic=arithmetic)
        net.parameters[0] = torch.from_numpy(uniform_weights(architecture, np.random.default_rng(0)))
        results.append((net.forward(inputs((4, 24, 24, 2), 64)).copy(), net.backward(slopes(1, 2, 64)).clone()))
    np.testing.assert_allclose(results[0][0], results[1][0], rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(results[0][1], results[1][1], rtol=1e-5, atol=1e-6)


def test_each_agent_has_its_own_acting_view():
    net = network((4, 24, 24, 2), (0, 1, 2))
    x = inputs((4, 24, 24, 2), 1, 3)
    for agent in range(3):
        values = net.numpy(agent).forward(x[agent, :, 0])
        np.testing.assert_allclose(values, net.forward(x)[agent, :, 0], rtol=1e-5, atol=1e-6)


def test_values_that_chose_are_not_overwritten_by_the_next_choice():
    acting = network((4, 24, 24, 2)).numpy()
    first = acting.forward(np.ones(4, np.float32))
    kept = first.copy()
    acting.forward(-np.ones(4, np.float32))
    np.testing.assert_array_equal(first, kept)


def test_a_batch_gives_the_values_of_its_observations():
    acting = network((4, 24, 24, 2)).numpy()
    observations = np.random.default_rng(0).normal(size=(100, 4)).astype(np.float32)
    one_by_one = np.array([acting.forward(observation) for observation in observations])
    np.testing.assert_allclose(acting.forward_batch(observations), one_by_one, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("sizes", [(4, 64, 64, 2), (300, 20, 50, 1)], ids=str)
def test_orthogonal_weights_have_orthonormal_rows_or_columns_times_their_gain(sizes):
    gains = (2**0.5, 2**0.5, 0.01)
    flat = orthogonal_weights(Architecture(sizes), np.random.default_rng(0), gains)
    for matrix, gain in zip(Architecture(sizes).split(flat), gains, strict=True):
        weights, biases = matrix[:, :-1] / gain, matrix[:, -1]
        product = weights @ weights.T if len(weights) <= weights.shape[1] else weights.T @ weights
        np.testing.assert_allclose(product, np.eye(len(product)), atol=1e-5)
        assert not biases.any()


def test_orthogonal_weights_have_no_preferred_sign():
    draws = [orthogonal_weights(Architecture((3, 3)), np.random.default_rng(seed), (1.0,)) for seed in range(400)]
    matrices = np.array([Architecture((3, 3)).split(flat)[0][:, :-1] for flat in draws])
    assert np.abs(matrices.mean(0)).max() < 0.12  # the standard error is 0.03


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_layers_taken_apart_and_put_together_are_the_same_parameters(sizes):
    architecture = Architecture(sizes)
    flat = uniform_weights(architecture, np.random.default_rng(0))
    layers = named_layers(architecture, flat, "q")
    assert list(layers) == [f"q.{n}.{kind}" for n in range(len(sizes) - 1) for kind in ("weight", "bias")]
    for number, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        assert layers[f"q.{number}.weight"].shape == (n_out, n_in)
        assert layers[f"q.{number}.bias"].shape == (n_out,)
    np.testing.assert_array_equal(flat_parameters(architecture, layers, "q"), flat)


def test_initial_weights_fill_the_bounds_that_torchs_linear_layers_have():
    flat = uniform_weights(Architecture((4, 400, 400, 2)), np.random.default_rng(0))
    for matrix, n_in in zip(Architecture((4, 400, 400, 2)).split(flat), (4, 400, 400), strict=True):
        bound = n_in**-0.5
        assert np.abs(matrix).max() <= bound * (1 + 1e-6)
        assert np.abs(matrix).max() > 0.97 * bound
        assert abs(matrix.mean()) < 0.06 * bound


def test_a_prepared_thread_flushes_denormals_and_uses_one_torch_thread():
    prepare_thread()
    assert torch.get_num_threads() == 1
    assert float(torch.tensor([1e-30]) * torch.tensor([1e-10])) == 0.0


def test_a_long_drag_over_batch_sizes_does_not_pile_up_buffers():
    net, sizes = network((4, 256, 256, 2)), (4, 256, 256, 2)
    tracemalloc.start()
    try:
        net.forward(inputs(sizes, 59))
        one = tracemalloc.get_traced_memory()[0]
        for batch in range(1, 60):
            net.forward(inputs(sizes, batch))
        assert one > 59 * 256 * 4  # NumPy tells how much it holds
        assert tracemalloc.get_traced_memory()[0] <= 8 * one  # 256 x 256 takes megabytes for each width
    finally:
        tracemalloc.stop()


def test_learning_from_batches_of_one_width_writes_into_the_same_memory():
    net, x = network((4, 24, 24, 2)), inputs((4, 24, 24, 2), 64)
    slope = np.ones((1, 2, 64), np.float32)
    addresses = {(net.forward(x).ctypes.data, net.backward(slope).data_ptr()) for _ in range(5)}
    assert len(addresses) == 1


def test_the_same_seed_draws_the_same_initial_weights():
    def digest(seed):
        flat = uniform_weights(Architecture((4, 24, 24, 2)), np.random.default_rng(seed))
        return hashlib.sha256(flat.tobytes()).hexdigest()

    assert digest(0) == digest(0) != digest(1)
