"""The tree of priorities: its sums, its draws, what a window's move leaves, and the same without the compiler."""

from __future__ import annotations

import numpy as np
import pytest

from playground.arithmetic import trees
from tests.arithmetic.plainly import bytes_of, without_compiler


def tree_of(leaves):
    nodes = np.concatenate([np.zeros(len(leaves)), np.array(leaves, float)])
    trees.add_up(nodes, 0, len(leaves))
    return nodes


def is_sum_of_its_children(nodes):
    parents = np.arange(1, len(nodes) // 2)
    return (nodes[parents] == nodes[2 * parents] + nodes[2 * parents + 1]).all()


def test_a_move_of_the_window_leaves_the_tree_that_its_leaves_make():
    rng, length = np.random.default_rng(0), 12
    nodes = tree_of(np.zeros(16))
    begin, end, expected = 0, 0, np.zeros(16)
    for _ in range(300):
        new_begin = begin + int(rng.integers(0, 9 if rng.random() < 0.9 else 60))
        new_end = new_begin + int(rng.integers(0, length + 1))
        value = float(rng.random())
        kept = {row % length: expected[row % length] for row in range(begin, end) if new_begin <= row < new_end}
        expected[:] = 0.0
        for row in range(new_begin, new_end):
            expected[row % length] = kept.get(row % length, value) if begin <= row < end else value
        trees.move_window(nodes, length, begin, end, new_begin, new_end, value)
        begin, end = new_begin, new_end
        np.testing.assert_array_equal(nodes[16:], expected)
        assert is_sum_of_its_children(nodes)


def test_masses_are_drawn_one_from_each_equal_part_and_never_reach_the_total():
    masses, total = np.empty(8), 3.0
    trees.draw_masses(np.full(8, np.nextafter(1.0, 0.0)), total, masses)
    np.testing.assert_allclose(masses, total / 8 * np.arange(1, 9))
    assert masses[-1] < total


def test_weights_and_priorities_are_the_powers_of_the_paper():
    rng = np.random.default_rng(1)
    errors, out = (10.0 ** rng.uniform(-9, 6, 64)).astype(np.float32), np.empty(64, np.float32)
    errors[:3] = 0.0, -2.0, 2.0
    for alpha in (0.0, 0.3, 0.6, 1.0):
        largest = trees.priorities(errors, alpha, out)
        np.testing.assert_allclose(out, (np.abs(errors.astype(float)) + 1e-6) ** alpha, rtol=2e-6)
        assert largest == out.max()
        nodes, places = tree_of(out), rng.integers(64, size=20)
        weights, leaves = np.empty(20, np.float32), out[places].astype(float)
        trees.importance_weights(nodes, places, 0.4, weights)
        np.testing.assert_allclose(weights, (leaves.min() / leaves) ** 0.4, rtol=1e-6)
        assert weights.max() == 1.0


def test_an_error_that_is_no_number_is_seen_in_its_priority_and_in_the_largest():
    out = np.empty(3, np.float32)
    assert np.isnan(trees.priorities(np.array([1.0, np.nan, 2.0], np.float32), 0.6, out))
    np.testing.assert_array_equal(np.isnan(out), [False, True, False])
    assert trees.priorities(np.array([1.0, -np.inf, 2.0], np.float32), 0.6, out) == np.inf


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0, 2.0])
def test_raised_leaves_stay_numbers_of_four_bytes_and_those_of_0_stay_0(ratio):
    leaves = np.array([0.0, 0.25, 1.0, 0.0, 7.0, 3.0, 0.0, 1e-4])
    nodes = tree_of(leaves)
    largest = trees.raise_leaves(nodes, ratio, 9.0)
    np.testing.assert_allclose(nodes[8:], np.where(leaves > 0, leaves**ratio, 0.0), rtol=1e-6)
    assert largest == pytest.approx(9.0**ratio)
    np.testing.assert_array_equal(nodes[8:].astype(np.float32), nodes[8:])
    assert is_sum_of_its_children(nodes)


def many():
    """Outputs of every kernel."""
    rng = np.random.default_rng(2)
    nodes, outputs = tree_of(np.zeros(64)), []
    places, masses, values = np.empty(16, np.int64), np.empty(16), np.empty(16, np.float32)
    for round_ in range(8):
        trees.move_window(nodes, 50, 6 * round_, 6 * round_ + 40, 6 * round_ + 6, 6 * round_ + 46, 1.7 + round_)
        trees.draw_masses(rng.random(16), nodes[1], masses)
        trees.find(nodes, masses, places)
        largest = trees.priorities(rng.normal(size=16).astype(np.float32), 0.6, values)
        trees.put(nodes, places, values)
        trees.importance_weights(nodes, places, 0.4, values)
        largest = trees.raise_leaves(nodes, 0.9, largest)
        outputs += [nodes.copy(), masses.copy(), places.copy(), values.copy(), np.array([largest])]
    trees.priorities(np.array([np.nan, np.inf, 0.0, -1e-40], np.float32), 0.6, values[:4])
    return [*outputs, values]


def test_without_the_compiler_the_bits_are_the_same():
    assert without_compiler(many) == bytes_of(many())
