"""The network's explicit gradients are autograd's under both arithmetics, and acting sees every update."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

from playground.agents.nn.optimizers import Adam, RMSprop
from tests.agents.nn.networks import (
    ACTIVATIONS,
    ARITHMETICS,
    SIZES,
    autograd,
    inputs,
    network,
    relative_error,
    slopes,
)


@ARITHMETICS
@ACTIVATIONS
@pytest.mark.parametrize("batch", [1, 2, 64, 129])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_forward_and_backward_agree_with_autograd(sizes, batch, activation, arithmetic):
    net, x = network(sizes, activation=activation, arithmetic=arithmetic), inputs(sizes, batch)
    output_gradient = slopes(sizes, batch)
    outputs, gradient = net.forward(x).copy(), net.backward(output_gradient)
    reference_outputs, reference_gradient, _ = autograd(net, x, output_gradient)
    assert relative_error(outputs[0], reference_outputs) <= 1e-5
    assert relative_error(gradient[0], reference_gradient) <= 1e-5


@ARITHMETICS
@ACTIVATIONS
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_gradient_of_the_input_agrees_with_autograd_and_leaves_that_of_the_parameters(
    sizes, activation, arithmetic
):
    net = network(sizes, (0, 1), activation, arithmetic)
    x, other = inputs(sizes, 33, 2), inputs(sizes, 33, 1, seed=5)
    net.forward(x)
    kept = net.backward(slopes(sizes, 33, 2)).copy()
    for asked in (x, other):  # both networks, then the first alone
        output_gradient = slopes(sizes, 33, len(asked))
        net.forward(asked)
        found = net.backward_to_input(output_gradient)
        assert found.shape == (len(asked), sizes[0], 33)
        for row in range(len(asked)):
            assert relative_error(found[row], autograd(net, asked, output_gradient, row)[2]) <= 1e-5
    np.testing.assert_array_equal(net.gradient, kept)


@ARITHMETICS
def test_any_of_the_networks_can_be_asked_without_the_others(arithmetic):
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, (0, 1, 2), arithmetic=arithmetic), inputs(sizes, 16, 3)
    together = net.forward(x).copy()
    for first, n in [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2)]:
        np.testing.assert_array_equal(net.forward(x[first : first + n], first=first), together[first : first + n])


@ARITHMETICS
@ACTIVATIONS
def test_several_networks_can_be_asked_about_the_same_inputs(activation, arithmetic):
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, (0, 1, 2), activation, arithmetic), inputs(sizes, 16)
    thrice, output_gradient = np.repeat(x, 3, 0), slopes(sizes, 16, 3)
    apart = net.forward(thrice).copy(), net.backward(output_gradient).copy(), net.backward_to_input(output_gradient)
    kept = apart[2].copy()
    np.testing.assert_array_equal(net.forward(x, n=3), apart[0])
    np.testing.assert_array_equal(net.backward(output_gradient), apart[1])
    np.testing.assert_array_equal(net.backward_to_input(output_gradient), kept)


@ARITHMETICS
def test_a_gradient_belongs_to_the_newest_forward_pass_whatever_widths_came_before(arithmetic):
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, arithmetic=arithmetic), inputs(sizes, 16, seed=3)
    output_gradient = np.ones((1, 2, 16), np.float32)
    for batch in (64, 16, 5, 1, 2, 3, 16):  # more than are kept
        net.forward(inputs(sizes, batch, seed=batch))
    net.forward(x)
    assert relative_error(net.backward(output_gradient)[0], autograd(net, x, output_gradient)[1]) <= 1e-5


@ARITHMETICS
@ACTIVATIONS
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("optimizer", [Adam, RMSprop])
def test_three_networks_at_once_learn_the_very_bits_of_three_one_by_one(sizes, optimizer, activation, arithmetic):
    together = network(sizes, (0, 1, 2), activation, arithmetic)
    alone = [network(sizes, (seed,), activation, arithmetic) for seed in range(3)]
    optimizers = [optimizer(net.parameters) for net in (together, *alone)]
    output_gradients = slopes(sizes, 64, 3)
    for update in range(5):
        x = inputs(sizes, 64, 3, seed=update)
        outputs = together.forward(x).copy()
        optimizers[0].step(together.backward(output_gradients), 1e-2)
        for row, net in enumerate(alone):
            np.testing.assert_array_equal(net.forward(x[row : row + 1])[0], outputs[row])
            optimizers[row + 1].step(net.backward(output_gradients[row : row + 1]), 1e-2)
    for row, net in enumerate(alone):
        np.testing.assert_array_equal(net.parameters[0], together.parameters[row])


@ARITHMETICS
@ACTIVATIONS
def test_the_acting_view_agrees_with_the_network_and_sees_its_updates(activation, arithmetic):
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, activation=activation, arithmetic=arithmetic), inputs(sizes, 1)
    acting, observation = net.acting(), x[0, :, 0].copy()
    before = acting.forward(observation)
    np.testing.assert_allclose(before, net.forward(x)[0, :, 0], rtol=1e-5, atol=1e-6)
    Adam(net.parameters).step(net.backward(np.ones((1, 2, 1), np.float32)), 1e-2)
    after = acting.forward(observation)
    assert np.abs(after - before).max() > 1e-3
    np.testing.assert_allclose(after, net.forward(x)[0, :, 0], rtol=1e-5, atol=1e-6)


@ACTIVATIONS
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_an_observation_has_the_same_values_alone_in_a_batch_and_where_networks_learn(sizes, activation):
    net, x = network(sizes, activation=activation), inputs(sizes, 100)
    acting, observations = net.acting(), np.ascontiguousarray(x[0].T)
    outputs = net.forward(x)[0]
    np.testing.assert_array_equal(acting.forward_batch(observations).T, outputs)
    np.testing.assert_array_equal([acting.forward(observation) for observation in observations], outputs.T)


@ARITHMETICS
@ACTIVATIONS
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_is_never_hidden_from_who_looks_at_outputs_and_gradient(bad, activation, arithmetic):
    sizes = (4, 24, 24, 2)
    for spoilt in ("input", "weight", "slope"):
        net, x = network(sizes, activation=activation, arithmetic=arithmetic), inputs(sizes, 5)
        slope = slopes(sizes, 5)
        place = {"input": x[0, 1], "weight": net.parameters[0], "slope": slope[0, 1]}[spoilt]
        place[3] = bad
        outputs, gradient = net.forward(x), net.backward(slope)
        if np.isnan(bad):
            assert np.isnan(outputs).any() == (spoilt != "slope")
        if (activation, spoilt) != ("tanh", "weight") or np.isnan(bad):  # tanh of infinity is 1, and flat there
            assert not np.isfinite(gradient).all()


@ACTIVATIONS
def test_both_arithmetics_compute_the_same_network(activation):
    sizes, results = (4, 24, 24, 2), []
    for arithmetic in ("portable", "torch"):
        net = network(sizes, activation=activation, arithmetic=arithmetic)
        results.append((net.forward(inputs(sizes, 64)).copy(), net.backward(slopes(sizes, 64)).copy()))
    for portable, by_torch in zip(*results, strict=True):
        np.testing.assert_allclose(portable, by_torch, rtol=1e-5, atol=1e-6)
        assert (portable != by_torch).any()  # they are two


@pytest.mark.slow
def test_torch_computes_in_one_thread_whoever_asks_it():
    program = (
        "import threading, numpy, torch\n"
        "from tests.agents.nn.networks import inputs, network\n"
        "net = network((4, 256, 256, 2), arithmetic='torch')\n"
        "def ask():\n"
        "    net.forward(inputs((4, 256, 256, 2), 64))\n"
        "    print(torch.get_num_threads())\n"
        "ask()\n"
        "thread = threading.Thread(target=ask)\n"
        "thread.start()\n"
        "thread.join()\n"
    )
    environment = os.environ | {"OMP_NUM_THREADS": "4", "MKL_NUM_THREADS": "4"}
    asked = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["1", "1"]


def test_each_network_has_its_own_acting_view():
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, (0, 1, 2)), inputs(sizes, 1, 3)
    for row in range(3):
        values = net.acting(row).forward(x[row, :, 0].copy())
        np.testing.assert_array_equal(values, net.forward(x)[row, :, 0])


def test_values_that_chose_are_not_overwritten_by_the_next_choice():
    acting = network((4, 24, 24, 2)).acting()
    first = acting.forward(np.ones(4, np.float32))
    kept = first.copy()
    acting.forward(-np.ones(4, np.float32))
    np.testing.assert_array_equal(first, kept)


@ARITHMETICS
def test_a_long_drag_over_batch_sizes_does_not_pile_up_buffers(arithmetic):
    sizes = (4, 256, 256, 2)
    net = network(sizes, arithmetic=arithmetic)
    net.forward(inputs(sizes, 2))  # whatever is made once
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


@ARITHMETICS
def test_learning_from_batches_of_one_width_writes_into_the_same_memory(arithmetic):
    sizes = (4, 24, 24, 2)
    net, x = network(sizes, arithmetic=arithmetic), inputs(sizes, 64)
    slope = np.ones((1, 2, 64), np.float32)
    addresses = {
        (net.forward(x).ctypes.data, net.backward(slope).ctypes.data, net.backward_to_input(slope).ctypes.data)
        for _ in range(5)
    }
    assert len(addresses) == 1
