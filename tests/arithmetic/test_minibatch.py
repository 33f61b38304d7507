"""Minibatches are what the rows of the log say, whatever the ring, and the same without the compiler."""

from __future__ import annotations

import numpy as np
import pytest

from playground.arithmetic.minibatch import choices, draw_places, gather, mirror, spread
from tests.arithmetic.plainly import bytes_of, without_compiler

N_FEATURES, LENGTH = 3, 40


def ring_of(n_numbers=1, seed=0):
    """A ring in which some rows terminate, some are cut, and some do both."""
    rng = np.random.default_rng(seed)
    ring = rng.normal(size=(LENGTH, 2 * N_FEATURES + n_numbers + 3)).astype(np.float32)
    ring[:, -2:] = rng.random((LENGTH, 2)) < 0.15
    return ring


def gathered(ring, places, n_steps, gamma=0.9, shaped=np.nan, factors=(1, 1, 1)):
    batch, n_numbers = len(places), ring.shape[1] - 2 * N_FEATURES - 3
    parts = [np.empty(shape, np.float32) for shape in ((2, N_FEATURES, batch), (n_numbers, batch), batch, batch)]
    longest = np.broadcast_to(np.int64(n_steps), (batch,)).copy()
    gather(ring, np.array(places), longest, gamma, shaped, np.array(factors, np.float32), *parts)
    return parts


def window(ring, place, n_steps, gamma, shaped):
    """The same by the definition, in float64: (observation, next observation, numbers, return, discount)."""
    rows = np.roll(ring, -place, axis=0)[:n_steps].astype(float)
    ends = [step for step, row in enumerate(rows) if row[-2] or row[-1]]
    rows = rows[: ends[0] + 1] if ends else rows
    rewards = [shaped if row[-2] and not np.isnan(shaped) else row[-3] for row in rows]
    total = sum(reward * gamma**step for step, reward in enumerate(rewards))
    n = N_FEATURES
    return rows[0, :n], rows[-1, n : 2 * n], rows[0, 2 * n : -3], total, 0.0 if rows[-1, -2] else gamma ** len(rows)


@pytest.mark.parametrize("shaped", [np.nan, -7.0], ids=["own reward", "reward on termination"])
@pytest.mark.parametrize("n_numbers", [1, 2])
@pytest.mark.parametrize("n_steps", [1, 2, 3, 10])
def test_a_window_is_what_its_rows_say_also_across_the_seam(n_steps, n_numbers, shaped):
    ring, factors = ring_of(n_numbers), np.array([1.0, 0.5, 3.0], np.float32)
    both, numbers, returns, discounts = gathered(ring, range(LENGTH), n_steps, 0.9, shaped, factors)
    for place in range(LENGTH):
        first, last, of_action, total, discount = window(ring, place, n_steps, 0.9, shaped)
        np.testing.assert_array_equal(both[0, :, place], first.astype(np.float32) * factors)
        np.testing.assert_array_equal(both[1, :, place], last.astype(np.float32) * factors)
        np.testing.assert_array_equal(numbers[:, place], of_action)
        assert returns[place] == pytest.approx(total, rel=1e-5, abs=1e-6)
        assert discounts[place] == pytest.approx(discount, rel=1e-5)


def test_every_window_can_have_a_length_of_its_own():
    ring, longest = ring_of(seed=3), np.arange(LENGTH) % 5 + 1
    both, _numbers, returns, discounts = gathered(ring, range(LENGTH), longest)
    for place, n_steps in enumerate(longest.tolist()):
        alone = gathered(ring, [place], n_steps)
        np.testing.assert_array_equal(both[:, :, place], alone[0][:, :, 0])
        assert (returns[place], discounts[place]) == (alone[2][0], alone[3][0])


def test_rewards_are_summed_in_the_order_of_their_steps():
    ring = np.zeros((4, 10), np.float32)
    ring[:3, -3] = 1e8, -1e8, 1.0
    assert gathered(ring, [0], 3, 1.0)[2].tolist() == [1.0]
    ring[:3, -3] = 1.0, 1e8, -1e8
    assert gathered(ring, [0], 3, 1.0)[2].tolist() == [0.0]  # the 1 is lost in 1e8


def test_what_is_no_number_or_infinite_stays_what_it_is():
    ring = np.zeros((4, 10), np.float32)
    ring[0] = [np.nan, np.inf, -np.inf, 1, 2, 3, 0, np.nan, 0, 0]
    ring[1] = [1, 2, 3, np.nan, np.inf, -np.inf, 0, np.inf, 1, 0]
    both, _, returns, discounts = gathered(ring, [0, 1], 1)
    np.testing.assert_array_equal(both[0, :, 0], [np.nan, np.inf, -np.inf])
    np.testing.assert_array_equal(both[1, :, 1], [np.nan, np.inf, -np.inf])
    np.testing.assert_array_equal(returns, [np.nan, np.inf])
    np.testing.assert_array_equal(discounts, np.array([0.9, 0.0], np.float32))


@pytest.mark.parametrize("oldest", [0, 13, 2**40])
@pytest.mark.parametrize(("n_rows", "batch"), [(40, 7), (3, 8), (1, 1), (38, 38)])
def test_each_draw_comes_from_its_own_equal_part_of_the_rows(n_rows, batch, oldest):
    uniforms = np.random.default_rng(1).random(batch)
    uniforms[-1] = np.nextafter(1.0, 0.0)
    places = np.empty(batch, np.int64)
    draw_places(uniforms, n_rows, oldest, LENGTH, places)
    rows = np.floor((uniforms + np.arange(batch)) * (n_rows / batch * (1 - 2**-40))).astype(int)
    assert rows[-1] == n_rows - 1
    np.testing.assert_array_equal(places, (oldest + rows) % LENGTH)


def test_a_mirror_image_has_other_signs_and_the_other_action_and_half_are_replaced():
    rng = np.random.default_rng(2)
    both, actions, uniforms = (
        rng.normal(size=(2, 3, 400)).astype(np.float32),
        rng.integers(3, size=400),
        rng.random(400),
    )
    before, actions_before = both.copy(), actions.copy()
    mirror(uniforms, np.array([-1, 1, -1], np.float32), np.array([2, 1, 0]), both, actions)
    is_image = np.remainder(uniforms * 2.0**20, 1.0) < 0.5
    assert 160 < is_image.sum() < 240
    np.testing.assert_array_equal(both, np.where(is_image, [[-1], [1], [-1]], 1) * before)
    np.testing.assert_array_equal(actions, np.where(is_image, 2 - actions_before, actions_before))


def test_a_number_that_counts_is_one_input_for_each_of_its_values():
    numbers = np.zeros((2, 3, 6), np.float32)
    numbers[0, 0], numbers[0, 1], numbers[0, 2] = (
        np.arange(6) / 8,
        [1, 2, 3, 0, 9, np.nan],
        [5, 6, 5, -np.inf, np.inf, 6],
    )
    out = np.full((2, 6, 6), 9, np.float32)
    spread(numbers, np.array([0, 3, 2]), np.array([0.0, 1.0, 5.0]), out)
    np.testing.assert_array_equal(out[0, 0], numbers[0, 0])
    assert out[0, 1:4].argmax(axis=0).tolist() == [0, 1, 2, 0, 2, 0]
    assert out[0, 4:].argmax(axis=0).tolist() == [0, 1, 0, 0, 1, 1]
    assert set(out[:, 1:].ravel()) == {0.0, 1.0}
    assert (out[:, 1:4].sum(axis=1) == 1).all()
    assert (out[:, 4:].sum(axis=1) == 1).all()


def many():
    """Outputs of every kernel, NaN and infinity among them."""
    ring, uniforms = ring_of(2, seed=3), np.random.default_rng(4).random(16)
    ring[5, :6], ring[9, -3], ring[20, -3] = [np.nan, np.inf, -np.inf, 1e-40, -0.0, 3e38], np.inf, np.nan
    outputs, places, actions = [], np.empty(16, np.int64), np.empty(16, np.int64)
    for n_steps in (1, 2, 5):
        draw_places(uniforms, LENGTH - n_steps + 1, 77, LENGTH, places)
        outputs += [places.copy(), *gathered(ring, places, n_steps, 0.97, -2.5), *gathered(ring, places, n_steps, 0.97)]
    both = outputs[1]
    choices(np.abs(outputs[2])[:1].copy(), actions)
    mirror(uniforms, np.array([-1, 1, -1], np.float32), np.array([2, 1, 0, 3, 4, 5]), both, actions)
    inputs = np.empty((2, 6, 16), np.float32)
    spread(both, np.array([0, 3, 2]), np.array([0.0, -1.0, -1.0]), inputs)
    return [*outputs, actions, inputs]


def test_without_the_compiler_the_bits_are_the_same():
    assert without_compiler(many) == bytes_of(many())
