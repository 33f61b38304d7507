"""Our CartPole moves as Gymnasium's CartPole-v1 does, alone and in a batch."""

from __future__ import annotations

import itertools
import math

import gymnasium
import numpy as np
import pytest

from playground.envs.base import ENVIRONMENTS
from playground.envs.cartpole.cartpole import MAX_ANGLE, MAX_POSITION, CartPole, CartPoleBatch, CartPoleParams
from playground.hyper import changed, hypers
from tests.envs.gymnasium_twin import NEAR32, assert_near, assert_returns_are_alike, assert_same_bits, walk

CARD = ENVIRONMENTS.get("CartPole-v1")
OTHERS = CartPoleParams(gravity=3.7, masscart=0.7, masspole=0.31, length=1.3, force_mag=7.5)


@pytest.fixture
def gymnasiums():
    environment = gymnasium.make("CartPole-v1")
    yield environment
    environment.close()


def chance(rng, observation):
    return int(rng.integers(2))


def balancing(rng, observation):
    """Keep the pole up, mostly: pure chance never reaches the time limit."""
    lean = observation[2] + 0.3 * observation[3] + 0.02 * observation[0] + 0.05 * observation[1]
    return int(rng.integers(2)) if rng.random() < 0.1 else int(lean > 0)


@pytest.mark.parametrize("n_steps", [5_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_each_step_ends_within_1e_14_of_gymnasiums_from_the_same_state(gymnasiums, n_steps):
    ours = CartPole(CartPoleParams())
    ends, _ = walk(CARD, ours, gymnasiums, chance, n_steps)
    assert ends["terminated"] > n_steps / 50
    ends, _ = walk(CARD, ours, gymnasiums, balancing, n_steps)
    assert ends["truncated"] > n_steps / 1000


def test_the_same_policy_has_the_returns_that_it_has_in_gymnasiums(gymnasiums):
    def clumsy(rng, observation):
        return chance(rng, observation) if rng.random() < 0.4 else balancing(rng, observation)

    assert_returns_are_alike(CARD, gymnasiums, clumsy, 40)


def test_the_parameters_are_gymnasiums_by_name_and_default(gymnasiums):
    for record in hypers(CARD.parameters):
        assert getattr(gymnasiums.unwrapped, record.name) == record.default
        assert record.low <= record.slider_low < record.default < record.slider_high <= record.high
        assert record.live
        assert record.doc.endswith(".")
        assert record.unit


def given(gymnasiums, parameters):
    """Give Gymnasium's environment these parameters, with what its constructor would derive from them."""
    theirs = gymnasiums.unwrapped
    for record in hypers(parameters):
        setattr(theirs, record.name, getattr(parameters, record.name))
    theirs.total_mass = theirs.masspole + theirs.masscart
    theirs.polemass_length = theirs.masspole * theirs.length


@pytest.mark.parametrize("name", [*hypers(CARD.parameters).names(), "all"])
def test_a_parameter_changed_live_moves_the_pole_as_a_gymnasium_with_that_value(gymnasiums, name):
    after = OTHERS if name == "all" else changed(CartPoleParams(), {name: getattr(OTHERS, name)})
    rng, differs = np.random.default_rng(1), False
    for episode in range(100):
        seed = int(rng.integers(2**32))
        ours, untouched = CARD.make(CartPoleParams()), CARD.make(CartPoleParams())
        given(gymnasiums, CartPoleParams())
        assert_same_bits(ours.reset(seed), gymnasiums.reset(seed=seed)[0])  # no sine is in it
        untouched.reset(seed)
        for step in range(500):
            if step == episode % 10:  # within the episode
                state = ours.snapshot()
                ours.set_parameters(after)
                assert ours.snapshot() == state
                given(gymnasiums, after)
            action = int(rng.integers(2))
            gymnasiums.unwrapped.state = np.array(ours.snapshot())
            observation, _reward, terminated = ours.step(action)
            differs |= untouched.step(action)[0].tobytes() != observation.tobytes()
            theirs, _reward, their_terminated, _truncated, _info = gymnasiums.step(action)
            assert_near(observation, theirs, NEAR32)
            assert_near(ours.snapshot(), gymnasiums.unwrapped.state)
            assert terminated == their_terminated
            if terminated:
                break
    assert differs


def test_parameters_at_the_ends_of_their_ranges_give_numbers():
    for place in itertools.product(("low", "high"), repeat=5):
        records = hypers(CARD.parameters)
        ends = {record.name: getattr(record, end) for record, end in zip(records, place, strict=True)}
        environment = CARD.make(CartPoleParams(**ends))
        environment.reset(0)
        for step in range(10):
            observation, _reward, terminated = environment.step(step % 3 == 0)
            assert np.isfinite(observation).all()
            if terminated:
                break


def test_a_pole_far_beyond_its_limits_still_moves_as_gymnasiums(gymnasiums):
    ours = CartPole(CartPoleParams())
    gymnasiums.reset(seed=0)
    for state in [(2.39, 3.0, 0.2, 2.0), (-2.39, -3.0, -0.2, -2.0), (1e3, 1e6, 3.0, 50.0), (0.0, 0.0, 0.0, 0.0)]:
        for action in (0, 1):
            ours.restore(state)
            gymnasiums.unwrapped.state = np.array(state)
            gymnasiums.unwrapped.steps_beyond_terminated = None
            observation, _reward, terminated = ours.step(action)
            theirs, _, their_terminated, _, _ = gymnasiums.unwrapped.step(action)
            assert_near(observation, theirs, NEAR32)
            assert terminated == their_terminated


def test_the_limits_themselves_are_still_within_them(gymnasiums):
    ours = CartPole(CartPoleParams())
    gymnasiums.reset(seed=0)
    for place, sign, beyond in itertools.product((0, 2), (1, -1), (False, True)):
        limit = MAX_ANGLE if place else MAX_POSITION
        state = [0.0, 0.0, 0.0, 0.0]
        state[place] = sign * (math.nextafter(limit, math.inf) if beyond else limit)
        ours.restore(tuple(state))  # at rest: one step later it is still there
        gymnasiums.unwrapped.state = np.array(state)
        gymnasiums.unwrapped.steps_beyond_terminated = None
        assert ours.step(0)[2] == gymnasiums.unwrapped.step(0)[2] == beyond


@pytest.mark.parametrize("seed", [0, 1, 2**31, 2**32 - 1])
def test_a_start_is_the_one_gymnasium_gives_for_the_seed(gymnasiums, seed):
    assert_same_bits(CartPole(CartPoleParams()).reset(seed), gymnasiums.reset(seed=seed)[0])
    assert_same_bits(
        CartPoleBatch(1, CartPoleParams()).reset(np.array([seed], np.uint32))[0], gymnasiums.reset(seed=seed)[0]
    )


def test_the_card_says_what_gymnasium_says(gymnasiums):
    assert CARD.id == gymnasiums.spec.id
    assert CARD.steps_per_episode == gymnasiums.spec.max_episode_steps
    assert CARD.solved_at == gymnasiums.spec.reward_threshold
    assert len(CARD.actions) == gymnasiums.action_space.n
    assert (len(CARD.observation),) == gymnasiums.observation_space.shape
    assert 1 / CARD.steps_per_second == gymnasiums.unwrapped.tau


@pytest.mark.parametrize("parameters", [CartPoleParams(), OTHERS], ids=["default", "others"])
@pytest.mark.parametrize("n", [1, 3, 100])
def test_a_batch_is_its_members_one_by_one_to_the_last_bit(n, parameters):
    rng = np.random.default_rng(0)
    seeds = rng.integers(2**32, size=n, dtype=np.uint32)
    batch, members = CARD.make_batch(n, parameters), [CARD.make(parameters) for _ in range(n)]
    assert_same_bits(
        batch.reset(seeds), np.array([one.reset(int(seed)) for one, seed in zip(members, seeds, strict=True)])
    )
    for _ in range(200):  # on beyond their ends, as an evaluation does
        actions = rng.integers(2, size=n)
        observations, rewards, terminated = batch.step(actions)
        one_by_one = [one.step(int(action)) for one, action in zip(members, actions, strict=True)]
        assert_same_bits(observations, np.array([observation for observation, _, _ in one_by_one]))
        assert rewards.tolist() == [reward for _, reward, _ in one_by_one]
        assert terminated.tolist() == [ended for _, _, ended in one_by_one]
    assert terminated.any()


def test_a_restored_state_goes_on_to_the_last_bit_in_any_environment():
    environment = CartPole(CartPoleParams())
    environment.reset(7)
    for step in range(9):
        observation, _, _ = environment.step(step % 2)
    state = environment.snapshot()
    kept = tuple(state)
    future = [environment.step(step % 3 == 0) for step in range(12)]
    assert state == kept
    for again in (environment, CartPole(CartPoleParams())):
        assert_same_bits(again.restore(state), observation)
        assert again.snapshot() == state
        for step, (observed, reward, terminated) in enumerate(future):
            now = again.step(step % 3 == 0)
            assert_same_bits(now[0], observed)
            assert now[1:] == (reward, terminated)


def test_observations_are_the_callers_to_keep():
    environment = CartPole(CartPoleParams())
    first = environment.reset(1)
    kept = first.copy()
    second, _, _ = environment.step(1)
    assert second is not first
    np.testing.assert_array_equal(first, kept)


def test_a_state_that_is_no_number_ends_the_episode():
    environment = CartPole(CartPoleParams())
    environment.restore((float("nan"), 0.0, 0.0, 0.0))
    assert environment.step(0)[2]
