"""Our MountainCar, Acrobot and Pendulum move as Gymnasium's do, alone and in a batch."""

from __future__ import annotations

import dataclasses
import itertools
import math

import gymnasium
import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.acrobot.dynamics import Acrobot, AcrobotBatch
from playground.envs.acrobot.params import AcrobotParams
from playground.envs.base import ENVIRONMENTS
from playground.envs.mountain_car.mountain_car import MountainCar, MountainCarParams
from playground.envs.pendulum.pendulum import MAX_TORQUE, Pendulum, PendulumParams
from playground.hyper import changed, hypers
from tests.envs.gymnasium_twin import (
    NEAR32,
    assert_batch_is_its_members,
    assert_near,
    assert_returns_are_alike,
    assert_same_bits,
    assert_snapshot_is_exact,
    walk,
)

OTHERS = {
    "MountainCar-v0": MountainCarParams(force=0.0017, gravity=0.0031, goal_velocity=0.06),
    "Acrobot-v1": AcrobotParams(1.3, 0.7, 1.9, 0.61, 0.37, 0.43),
    "Pendulum-v1": PendulumParams(gravity=3.7, mass=0.7, length=1.3),
}
# What each parameter is called in Gymnasium's environment.
THEIR_NAMES = {
    "MountainCar-v0": lambda name: name,
    "Acrobot-v1": str.upper,
    "Pendulum-v1": {"gravity": "g", "mass": "m", "length": "l"}.get,
}
IDS = list(OTHERS)


@pytest.fixture(params=IDS)
def card(request):
    return ENVIRONMENTS.get(request.param)


@pytest.fixture
def gymnasiums(card):
    environment = gymnasium.make(card.id)
    yield environment
    environment.close()


def chance(rng, observation):
    """Choose by chance; torques beyond the bounds too, which the environment clips."""
    n = len(observation)
    return rng.uniform(-3, 3, 1).astype(np.float32) if n == 3 else int(rng.integers(3))


def with_the_swing(rng, observation):
    """Push as it moves, mostly, which swings a car and an acrobot up, and a pendulum round and round."""
    if rng.random() < 0.1:
        return chance(rng, observation)
    if len(observation) == 2:
        return 2 if observation[1] >= 0 else 0
    if len(observation) == 6:
        return 2 if observation[5] >= 0 else 0
    return np.array([math.copysign(rng.uniform(0, 2.5), observation[2])], np.float32)


def many(card):
    def choose(rng, n):
        return rng.uniform(-3, 3, (n, 1)).astype(np.float32) if card.action_bounds else rng.integers(3, size=n)

    return choose


def give(card, gymnasiums, parameters):
    """Give Gymnasium's environment these parameters; these three derive nothing from them when they are constructed."""
    for record in hypers(parameters):
        setattr(gymnasiums.unwrapped, THEIR_NAMES[card.id](record.name), getattr(parameters, record.name))


@pytest.mark.parametrize("n_steps", [5_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_each_step_ends_within_1e_14_of_gymnasiums_from_the_same_state(card, gymnasiums, n_steps):
    ours = card.make(card.parameters())
    ends, _ = walk(card, ours, gymnasiums, chance, n_steps)
    more, _ = walk(card, ours, gymnasiums, with_the_swing, n_steps)
    assert ends["truncated"] + more["truncated"] > 5
    if card.id != "Pendulum-v1":
        assert more["terminated"] > 5


def test_the_same_policy_has_the_returns_that_it_has_in_gymnasiums(card, gymnasiums):
    assert_returns_are_alike(card, gymnasiums, with_the_swing, 30)


def test_the_parameters_are_gymnasiums_by_name_and_default(card, gymnasiums):
    for record in hypers(card.parameters):
        assert getattr(gymnasiums.unwrapped, THEIR_NAMES[card.id](record.name)) == record.default
        assert record.low <= record.slider_low <= record.default < record.slider_high <= record.high
        assert record.live
        assert record.doc.endswith(".")


@pytest.mark.parametrize(
    ("card", "name"),
    [(id, name) for id in IDS for name in (*hypers(OTHERS[id]).names(), "all")],
    indirect=["card"],
)
def test_a_parameter_changed_live_moves_it_as_a_gymnasium_with_that_value(card, gymnasiums, name):
    others = OTHERS[card.id]
    after = others if name == "all" else changed(card.parameters(), {name: getattr(others, name)})
    ours = card.make(card.parameters())

    def change(step):
        parameters = card.parameters() if step < 5 else after  # within the episode
        state = ours.snapshot()
        ours.set_parameters(parameters)
        assert ours.snapshot() == state
        give(card, gymnasiums, parameters)

    changing, returns = walk(card, ours, gymnasiums, with_the_swing, 500, change)
    give(card, gymnasiums, card.parameters())
    same, as_before = walk(card, card.make(card.parameters()), gymnasiums, with_the_swing, 500)
    assert (changing, returns) != (same, as_before)


@pytest.mark.parametrize("n", [1, 3, 100])
def test_a_batch_is_its_members_one_by_one_to_the_last_bit(card, n):
    steps = 40 if n == 100 else 250  # on beyond the ends of most episodes
    assert_batch_is_its_members(card, card.parameters(), n, steps, many(card))
    assert_batch_is_its_members(card, OTHERS[card.id], n, 20, many(card))


def test_a_batch_ends_an_episode_when_its_member_does():
    card = ENVIRONMENTS.get("MountainCar-v0")
    batch, one = card.make_batch(1, card.parameters()), card.make(card.parameters())
    ends = []
    for step, reset in ((batch.step, batch.reset), (one.step, one.reset)):
        observation = np.ravel(reset(np.array([3], np.uint32) if step == batch.step else 3))
        for number in range(200):
            action = 2 if observation[1] >= 0 else 0
            observation, _reward, terminated = step(np.array([action]) if step == batch.step else action)
            observation = np.ravel(observation)
            if np.all(terminated):
                ends.append(number)
                break
    assert len(ends) == 2
    assert ends[0] == ends[1]


@pytest.mark.parametrize("parameters", [AcrobotParams(), AcrobotParams(0.5, 0.1, 0.1, 0.2, 0.2, 0.1)])
def test_a_batch_of_acrobots_turns_over_as_they_do_one_by_one_to_the_last_bit(parameters):
    batch, members = AcrobotBatch(40, parameters), [Acrobot(parameters) for _ in range(40)]
    observations = batch.reset(np.arange(40, dtype=np.uint32))
    for seed, one in enumerate(members):
        one.reset(seed)
    turned = reached = 0
    for _ in range(120):
        actions = np.where(observations[:, 5] >= 0, 2, 0)  # with the swing
        before = [one.snapshot() for one in members]
        observations, rewards, terminated = batch.step(actions)
        one_by_one = [one.step(action) for one, action in zip(members, actions.tolist(), strict=True)]
        assert_same_bits(observations, np.array([observation for observation, _, _ in one_by_one]))
        assert rewards.tolist() == [reward for _, reward, _ in one_by_one]
        assert terminated.tolist() == [ended for _, _, ended in one_by_one]
        turned += sum(abs(old[1] - one.snapshot()[1]) > math.pi for old, one in zip(before, members, strict=True))
        reached += sum(rewards == 0)
    assert turned > 10
    assert reached > 10


def test_many_acrobots_swung_for_long_are_where_each_is_to_the_last_bit():
    # One last bit is seldom seen in the next observation, in float32; but an acrobot that is swung is chaotic, and two
    # minutes later it is seen.
    parameters = AcrobotParams()
    batch, members = AcrobotBatch(40, parameters), [Acrobot(parameters) for _ in range(40)]
    observations = batch.reset(np.arange(40, dtype=np.uint32))
    for seed, one in enumerate(members):
        one.reset(seed)
    for _ in range(600):
        actions = np.where(observations[:, 5] >= 0, 2, 0)
        observations = batch.step(actions)[0]
        one_by_one = [one.step(action)[0] for one, action in zip(members, actions.tolist(), strict=True)]
    assert_same_bits(observations, np.array(one_by_one))


@pytest.mark.parametrize("seed", [0, 1, 2**31, 2**32 - 1])
def test_a_start_is_the_one_gymnasium_gives_for_the_seed(card, gymnasiums, seed):
    theirs = gymnasiums.reset(seed=seed)[0]
    ours, batch = card.make(card.parameters()), card.make_batch(1, card.parameters())
    assert_near(ours.reset(seed), theirs, NEAR32)
    assert ours.snapshot() == tuple(np.array(gymnasiums.unwrapped.state, np.float64))
    assert_same_bits(batch.reset(np.array([seed], np.uint32))[0], ours.reset(seed))


def test_a_restored_state_goes_on_to_the_last_bit_in_any_environment(card):
    assert_snapshot_is_exact(card, chance)


def test_observations_are_the_callers_to_keep(card):
    environment = card.make(card.parameters())
    first = environment.reset(1)
    kept = first.copy()
    second, _, _ = environment.step(chance(np.random.default_rng(0), first))
    assert second is not first
    np.testing.assert_array_equal(first, kept)


def test_the_card_says_what_gymnasium_says(card, gymnasiums):
    assert card.id == gymnasiums.spec.id
    assert card.steps_per_episode == gymnasiums.spec.max_episode_steps
    assert card.solved_at == gymnasiums.spec.reward_threshold
    space = gymnasiums.action_space
    if card.action_bounds:
        assert card.action_bounds == tuple(zip(space.low, space.high, strict=True))
        assert card.action_bounds == ((-MAX_TORQUE, MAX_TORQUE),)
    else:
        assert len(card.actions) == space.n
    assert (len(card.observation),) == gymnasiums.observation_space.shape
    assert len(card.idle) == len(card.make(card.parameters()).snapshot())
    for quantity, low, high in zip(
        card.observation, gymnasiums.observation_space.low, gymnasiums.observation_space.high, strict=True
    ):
        assert low <= np.float32(quantity.usual_range[0]) < np.float32(quantity.usual_range[1]) <= high


def test_parameters_at_the_ends_of_their_ranges_give_numbers(card):
    records, rng = list(hypers(card.parameters)), np.random.default_rng(0)
    for place in itertools.product(("low", "high"), repeat=len(records)):
        ends = {record.name: getattr(record, end) for record, end in zip(records, place, strict=True)}
        environment = card.make(card.parameters(**ends))
        observation = environment.reset(0)
        for _ in range(10):
            observation, reward, _terminated = environment.step(chance(rng, observation))
            assert np.isfinite(observation).all()
            assert math.isfinite(reward)


def test_left_and_right_are_alike_where_the_card_says_so():
    card = ENVIRONMENTS.get("Acrobot-v1")
    signs, actions = card.mirror
    ours, mirrored, rng = card.make(card.parameters()), card.make(card.parameters()), np.random.default_rng(0)
    ours.reset(3)
    mirrored.restore(tuple(-number for number in ours.snapshot()))
    for _ in range(12):
        action = int(rng.integers(3))
        seen, other = ours.step(action)[0], mirrored.step(actions[action])[0]
        np.testing.assert_allclose(np.where(signs, -seen, seen), other, atol=1e-4)
    assert [ENVIRONMENTS.get(id).mirror is None for id in IDS] == [True, False, True]


def test_the_wall_stops_the_car():
    car = MountainCar(MountainCarParams())
    car.restore((-1.19, -0.07))
    assert car.step(0)[0].tolist() == [np.float32(-1.2), 0.0]


def test_the_flag_counts_only_at_its_speed():
    slow = dataclasses.replace(MountainCarParams(), goal_velocity=0.05)
    for parameters, ends in ((MountainCarParams(), True), (slow, False)):
        car = MountainCar(parameters)
        car.restore((0.49, 0.03))
        assert car.step(2)[2] is ends


def test_a_torque_beyond_the_bounds_is_clipped():
    futures = []
    for torque in (2.0, 5.0):
        pendulum = Pendulum(PendulumParams())
        pendulum.reset(0)
        futures.append(pendulum.step(np.array([torque], np.float32)))
    assert_same_bits(futures[0][0], futures[1][0])
    assert futures[0][1] == futures[1][1]


def test_an_angle_out_of_all_proportion_is_wrapped_at_once():
    acrobot = Acrobot(AcrobotParams())
    acrobot.restore((1e30, 0.0, 0.0, 0.0))
    acrobot.step(1)
    assert abs(acrobot.snapshot()[0]) <= math.pi
