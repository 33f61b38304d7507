"""The continuous CartPole is CartPole-v1 with a force that can be anything between its two."""

from __future__ import annotations

import numpy as np
import pytest

from playground.envs.base import ENVIRONMENTS
from playground.envs.cartpole.continuous import CartPoleContinuousParams
from playground.hyper import hypers

CARD = ENVIRONMENTS.get("CartPoleContinuous-v1")
DISCRETE = ENVIRONMENTS.get("CartPole-v1")
OTHERS = {"gravity": 3.7, "masscart": 0.7, "masspole": 0.31, "length": 1.3, "force_mag": 7.5}


def assert_same_bits(ours, theirs):
    assert ours.dtype == theirs.dtype
    assert ours.tobytes() == theirs.tobytes()


def test_one_and_minus_one_walk_the_bits_of_right_and_left():
    rng = np.random.default_rng(0)
    for others in ({}, OTHERS):
        continuous, discrete = CARD.make(CARD.parameters(**others)), DISCRETE.make(DISCRETE.parameters(**others))
        for seed in range(50):
            assert_same_bits(continuous.reset(seed), discrete.reset(seed))
            for _ in range(60):
                action = int(rng.integers(2))
                ours = continuous.step(np.array([2 * action - 1], np.float32))
                theirs = discrete.step(action)
                assert_same_bits(ours[0], theirs[0])
                assert ours[1:] == theirs[1:]
                assert continuous.snapshot() == discrete.snapshot()


@pytest.mark.parametrize("share", [0.25, -0.8, 0.0])
def test_a_share_pushes_as_a_cart_with_that_share_of_the_force(share):
    share = float(np.float32(share))
    continuous = CARD.make(CARD.parameters())
    pushed = DISCRETE.make(DISCRETE.parameters(force_mag=10.0 * abs(share)))
    continuous.reset(1)
    pushed.reset(1)
    for _ in range(20):
        ours = continuous.step(np.array([share], np.float32))
        assert_same_bits(ours[0], pushed.step(int(share > 0))[0])


def test_a_push_beyond_the_bounds_is_the_hardest_one():
    (bounds,) = CARD.action_bounds
    for beyond, bound in ((7.0, bounds[1]), (-1.01, bounds[0]), (np.inf, bounds[1])):
        results = []
        for chosen in (beyond, bound):
            environment = CARD.make(CARD.parameters())
            environment.reset(2)
            environment.step(np.array([chosen], np.float32))
            results.append(environment.snapshot())
        assert results[0] == results[1]


def test_an_action_that_is_no_number_ends_the_episode():
    environment = CARD.make(CARD.parameters())
    environment.reset(2)
    environment.step(np.array([np.nan], np.float32))  # its velocities are no numbers now, and then its place
    assert environment.step(np.array([0.0], np.float32))[2]


def test_the_force_can_be_changed_within_an_episode():
    changed, fresh = CARD.make(CARD.parameters()), CARD.make(CARD.parameters(**OTHERS))
    changed.reset(5)
    changed.step(np.array([0.5], np.float32))
    state = changed.snapshot()
    changed.set_parameters(CARD.parameters(**OTHERS))
    assert changed.snapshot() == state
    fresh.restore(state)
    for share in (0.5, -0.1, 3.0):
        assert_same_bits(*(one.step(np.array([share], np.float32))[0] for one in (changed, fresh)))


@pytest.mark.parametrize("others", [{}, OTHERS], ids=["default", "others"])
@pytest.mark.parametrize("n", [1, 7, 100])
def test_a_batch_is_its_members_one_by_one_to_the_last_bit(n, others):
    rng, parameters = np.random.default_rng(0), CARD.parameters(**others)
    seeds = rng.integers(2**32, size=n, dtype=np.uint32)
    batch, members = CARD.make_batch(n, parameters), [CARD.make(parameters) for _ in range(n)]
    starts = [one.reset(int(seed)) for one, seed in zip(members, seeds, strict=True)]
    assert_same_bits(np.ascontiguousarray(batch.reset(seeds)), np.array(starts))
    for _ in range(100):
        actions = rng.normal(size=(n, 1)).astype(np.float32)  # some beyond the bounds
        kept = actions.copy()
        observations, rewards, terminated = batch.step(actions)
        one_by_one = [one.step(action) for one, action in zip(members, actions, strict=True)]
        assert_same_bits(actions, kept)
        assert_same_bits(np.ascontiguousarray(observations), np.array([observed for observed, _, _ in one_by_one]))
        assert rewards.tolist() == [reward for _, reward, _ in one_by_one]
        assert terminated.tolist() == [ended for _, _, ended in one_by_one]
    assert terminated.any()


def test_the_card_is_cartpoles_but_for_the_action():
    for same in ("observation", "steps_per_episode", "solved_at", "steps_per_second", "restored_by", "rewards"):
        assert getattr(CARD, same) == getattr(DISCRETE, same)
    assert CARD.id == "CartPoleContinuous-v1"
    assert CARD.actions == ("force",)
    assert CARD.action_bounds == ((-1.0, 1.0),)
    assert sorted(hypers(CARD.parameters).names()) == sorted(hypers(DISCRETE.parameters).names())
    assert CARD.parameters() == CartPoleContinuousParams()
    for record in hypers(CARD.parameters):
        assert record.default == hypers(DISCRETE.parameters).get(record.name).default
