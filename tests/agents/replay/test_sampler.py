"""n-step returns, by hand: where a window ends, what it bootstraps from, and by how much that is discounted."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import Mirror, Space
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.replay.replay_window import ReplayWindow
from playground.agents.replay.sampler import Sampler
from playground.agents.replay.transition_log import BLOCK, TransitionLog

RUNS, FAILS, CUT = (False, False), (True, False), (False, True)


def window_of(*ends, before=0):
    """A window whose transition i goes from i to i + 0.5 with reward 10^i, and ends as told."""
    log = TransitionLog(1, 100)
    for _ in range(before):
        log.append(np.zeros(1, np.float32), 0, 0.0, False, True, np.zeros(1, np.float32))
    for number, (terminated, truncated) in enumerate(ends):
        here, there = np.array([number], np.float32), np.array([number + 0.5], np.float32)
        log.append(here, 0, 10.0**number, terminated, truncated, there)
    return ReplayWindow(log, len(ends))


def windows(replay, n_steps, gamma, on_termination=None):
    """For each transition from which so many steps are known: (return, discount, where it bootstraps from)."""
    size = replay.size - n_steps + 1
    samples = Sampler(replay, size, n_steps).sample(np.full(size, 0.5), gamma, on_termination)
    columns = samples.returns, samples.discounts, samples.next_observations[0, 0]
    return [tuple(round(float(column[i]), 4) for column in columns) for i in range(size)]


def test_three_rewards_are_summed_and_the_rest_is_bootstrapped():
    found = windows(window_of(RUNS, RUNS, RUNS, RUNS), 3, 0.5)
    assert found == [(1 + 5 + 25, 0.125, 2.5), (10 + 50 + 250, 0.125, 3.5)]


def test_many_rewards_are_summed_likewise():
    assert windows(window_of(*[RUNS] * 5), 5, 0.1) == [(5, round(0.1**5, 4), 4.5)]
    found = windows(window_of(RUNS, RUNS, CUT, RUNS, RUNS, RUNS, FAILS), 6, 0.1)
    assert found == [(3, 0.001, 2.5), (20, 0.01, 2.5)]


def test_a_window_ends_where_its_episode_terminates_with_nothing_after_it():
    found = windows(window_of(RUNS, FAILS, RUNS, RUNS, RUNS), 3, 0.5)
    assert found[0][:2] == (1 + 5, 0.0)
    assert found[1][:2] == (10, 0.0)
    assert found[2] == (100 + 500 + 2500, 0.125, 4.5)


def test_a_truncated_window_bootstraps_from_its_final_observation_by_the_steps_really_taken():
    found = windows(window_of(RUNS, CUT, RUNS, RUNS), 3, 0.5)
    assert found[0] == (1 + 5, 0.25, 1.5)
    assert found[1] == (10, 0.5, 1.5)


def test_the_reward_on_termination_takes_the_place_of_the_last_reward():
    found = windows(window_of(RUNS, FAILS, RUNS, RUNS), 3, 0.5, on_termination=-8.0)
    assert found[0][:2] == (1 - 4, 0.0)
    assert found[1][:2] == (-8, 0.0)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0])
def test_a_window_of_one_is_the_plain_target_of_q_learning(gamma):
    found = windows(window_of(RUNS, FAILS, CUT, RUNS), 1, gamma)
    assert [number for number, _, _ in found] == [1, 10, 100, 1000]
    assert [discount for _, discount, _ in found] == [gamma, 0.0, gamma, gamma]
    assert [there for _, _, there in found] == [0.5, 1.5, 2.5, 3.5]


def test_windows_go_on_across_the_seam_of_the_ring():
    ends = [RUNS] * 6
    for before in range(BLOCK - 7, BLOCK + 2):
        assert windows(window_of(*ends, before=before), 3, 0.5) == windows(window_of(*ends), 3, 0.5)


def test_without_replay_the_newest_window_is_taken():
    replay = window_of(RUNS, RUNS, RUNS, RUNS, before=2 * BLOCK - 2)
    for n_steps, position, total in [(1, 3, 1000.0), (3, 1, 10 + 50 + 250)]:
        sampler = Sampler(replay, 1, n_steps)
        assert sampler.newest(0.5, None).returns.tolist() == [total]
        assert sampler.positions.tolist() == [2 * BLOCK - 2 + position]


@pytest.mark.parametrize("n_steps", [1, 3])
def test_observations_are_divided_by_their_scale(n_steps):
    replay = window_of(*[RUNS] * 6)
    sampler = Sampler(replay, 4, n_steps, NetworkInputs(Space((0.5,), 2), scaled=True))
    samples = sampler.sample(np.full(4, 0.5), 0.9, None)
    np.testing.assert_array_equal(samples.observations[0, 0], sampler.positions / 0.5)
    np.testing.assert_array_equal(samples.next_observations[0, 0], (sampler.positions + n_steps - 0.5) / 0.5)


@pytest.mark.parametrize("scaled", [False, True])
def test_a_number_that_counts_is_spread_as_it_is_for_acting(scaled):
    space = Space((3.0, 0.5), 4, ranges=((1.0, 4.0), (-1.0, 1.0)), counts=(4, 0))
    inputs, log, rng = NetworkInputs(space, scaled=scaled), TransitionLog(2, 100), np.random.default_rng(0)
    for _ in range(50):
        here, there = np.column_stack([rng.integers(1, 5, 2), rng.normal(size=2)]).astype(np.float32)
        log.append(here, 0, 0.0, False, False, there)
    sampler = Sampler(ReplayWindow(log, 100), 20, 1, inputs)
    samples, rows = sampler.sample(rng.random(20), 0.9, None), log.read(0, 50)[sampler.positions]
    assert samples.both.shape == (2, 5, 20)
    np.testing.assert_array_equal(samples.observations[0], inputs(rows[:, :2]).T)
    np.testing.assert_array_equal(samples.next_observations[0], inputs(rows[:, 2:4]).T)


@pytest.mark.parametrize("n_steps", [1, 3])
def test_half_of_the_samples_become_their_mirror_images_and_nothing_else_changes(n_steps):
    log = TransitionLog(2, 1000)
    rng = np.random.default_rng(0)
    for _ in range(1000):
        here, there = rng.normal(size=(2, 2)).astype(np.float32)
        log.append(here, int(rng.integers(3)), float(rng.normal()), rng.random() < 0.1, rng.random() < 0.1, there)
    replay = ReplayWindow(log, 1000)
    mirror = Mirror(flips=(True, False), actions=(2, 1, 0))
    plain, mirrored = (Sampler(replay, 500, n_steps, None, kind) for kind in (None, mirror))
    uniforms = rng.random(500)
    before, after = plain.sample(uniforms, 0.9, -5.0), mirrored.sample(uniforms, 0.9, -5.0)
    flipped = after.both[0, 0] != before.both[0, 0]
    assert 200 < flipped.sum() < 300
    np.testing.assert_array_equal(after.both[:, 0], np.where(flipped, -1, 1) * before.both[:, 0])
    np.testing.assert_array_equal(after.both[:, 1:], before.both[:, 1:])
    np.testing.assert_array_equal(after.actions, np.where(flipped, 2 - before.actions, before.actions))
    np.testing.assert_array_equal(after.returns, before.returns)
    np.testing.assert_array_equal(after.discounts, before.discounts)


@pytest.mark.parametrize("n_steps", [1, 3])
@pytest.mark.parametrize("n_numbers", [1, 2])
def test_continuous_actions_are_the_numbers_that_the_log_has(n_numbers, n_steps):
    log = TransitionLog(2, 100, action_size=n_numbers)
    rng = np.random.default_rng(0)
    for _ in range(50):
        here, there = rng.normal(size=(2, 2)).astype(np.float32)
        log.append(here, rng.normal(size=n_numbers).astype(np.float32), float(rng.normal()), False, False, there)
    sampler = Sampler(ReplayWindow(log, 100), 20, n_steps, continuous=True)
    for _ in range(2):
        samples = sampler.sample(rng.random(20), 0.9, None)
        rows = log.read(0, 50)[sampler.positions]
        np.testing.assert_array_equal(samples.actions, rows[:, 4 : 4 + n_numbers].T)
        np.testing.assert_array_equal(samples.observations[0, :2], rows[:, :2].T)
