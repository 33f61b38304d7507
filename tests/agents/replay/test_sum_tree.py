"""The sum tree: parents are their children's sums, and a leaf is found as often as its value says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from playground.agents.replay.sum_tree import SumTree

SIZES = (1, 2, 5, 2048, 2049, 9000)


def assert_parents_are_sums(tree):
    for children, parents in itertools.pairwise(tree.levels):
        np.testing.assert_array_equal(parents, children[0::2] + children[1::2])


def rebuilt(tree):
    other = SumTree(len(tree.leaves))
    other.fill(0, len(tree.leaves), tree.leaves)
    return other


def found(tree, masses):
    places = np.empty(len(masses), np.int64)
    tree.find(np.array(masses, float), places)
    return places


@pytest.mark.parametrize("n_leaves", SIZES)
def test_after_any_changes_it_is_the_tree_that_its_leaves_make_bit_for_bit(n_leaves):
    tree, rng = SumTree(n_leaves), np.random.default_rng(3)
    expected = np.zeros(n_leaves)
    for _ in range(50):
        places = rng.integers(n_leaves, size=rng.integers(1, 80))
        values = (rng.random(len(places)) ** 20).astype(np.float32)
        tree.put(places, values)
        for place, value in zip(places, values, strict=True):  # of a place named twice, the last counts
            expected[place] = value
        start, stop = np.sort(rng.integers(n_leaves + 1, size=2))
        value = float(rng.random())
        tree.fill(start, stop, value)
        expected[start:stop] = value
    np.testing.assert_array_equal(tree.leaves[:n_leaves], expected)
    assert_parents_are_sums(tree)
    for ours, theirs in zip(tree.levels, rebuilt(tree).levels, strict=True):
        assert ours.tobytes() == theirs.tobytes()
    assert tree.total() == rebuilt(tree).total() == pytest.approx(expected.sum())


@pytest.mark.parametrize("n_leaves", SIZES)
def test_a_mass_finds_the_leaf_where_the_running_sum_exceeds_it(n_leaves):
    tree, rng = SumTree(n_leaves), np.random.default_rng(4)
    values = rng.integers(0, 5, n_leaves).astype(float)  # whole numbers, so that sums are exact
    values[n_leaves // 2] = 3.0
    tree.fill(0, n_leaves, values)
    masses = np.arange(int(values.sum()))
    np.testing.assert_array_equal(found(tree, masses), np.cumsum(values).searchsorted(masses, "right"))


def test_a_leaf_of_zero_is_never_found_whatever_is_lost_in_rounding():
    rng = np.random.default_rng(5)
    tree = SumTree(8192)
    for _ in range(200):
        values = np.where(rng.random(8192) < 0.02, 10.0 ** rng.uniform(-30, 8, 8192), 0.0)
        tree.fill(0, 8192, values)
        total = tree.total()
        below = np.nextafter(np.cumsum(values), 0.0)
        masses = np.minimum(np.concatenate([np.cumsum(values), below, [0.0]]), np.nextafter(total, 0.0))
        assert (values[found(tree, masses)] > 0).all()


def test_a_mass_that_rounding_leads_beyond_the_last_leaf_finds_it_all_the_same():
    last_bit = 2.0**-51
    left, right = 1.5 * last_bit, 2 + 2 * last_bit
    mass = np.nextafter(left + right, 0.0)
    assert mass - left == right  # though it is less than both together
    tree = SumTree(4)
    tree.fill(0, 4, np.array([left, 0.0, right, 0.0]))
    assert found(tree, [mass]).tolist() == [2]
