"""Interquartile mean and bootstrap interval, held against values worked out by hand and by trying every resample."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from playground.engine.evaluation.statistics import bootstrap_interval, interquartile_mean, mean


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5),  # 3 to 8 are left
        ([10, 1, 9, 2, 8, 3, 1e9, 4, 6, 5], 5.5 + 1 / 3),  # 3, 4, 5, 6, 8, 9, whatever the order and the outlier
        ([0, 1, 5, 100], 3),
        ([1, 2, 6], 3),  # a quarter of three is nothing to cut
        ([7], 7),
        (range(20), 9.5),  # 5 to 14
    ],
)
def test_the_interquartile_mean_is_that_of_the_middle_half(scores, expected):
    assert interquartile_mean(np.array(scores, np.float64)) == pytest.approx(expected)


def test_the_interquartile_mean_is_taken_along_the_last_axis():
    assert interquartile_mean(np.array([[0.0, 1, 5, 100], [4, 3, 2, 1]])).tolist() == [3, 2.5]


def test_the_interval_of_two_scores_is_what_their_four_resamples_say():
    # means 0, 1/2, 1/2 and 1: the middle half of them is 1/2 alone
    assert bootstrap_interval([0, 1]) == (0, 1)
    assert bootstrap_interval([0, 1], confidence=0.4) == (0.5, 0.5)


@pytest.mark.parametrize("statistic", [mean, interquartile_mean])
def test_the_interval_is_close_to_that_of_all_resamples_there_are(statistic):
    scores = np.array([120.0, 310, 455, 470, 500])
    everything = statistic(scores[np.array(list(product(range(5), repeat=5)))])
    expected = np.quantile(everything, (0.025, 0.975))
    assert bootstrap_interval(scores, statistic) == pytest.approx(tuple(expected), abs=5)


def test_runs_are_drawn_anew_within_their_task_alone():
    # each task's runs are equal, so that any draw within tasks gives the same mean; draws across them would not
    assert bootstrap_interval([[0, 100], [0, 100], [0, 100]], mean) == (50, 50)
    low, high = bootstrap_interval([[0, 100], [10, 100], [20, 100]], mean)
    assert 50 <= low < high <= 60


def test_each_task_draws_its_own_runs():
    # were the same runs drawn for both tasks, every mean would be 50
    low, high = bootstrap_interval([[0, 100], [100, 0]], mean)
    assert (low, high) == (0, 100)


def test_the_same_scores_have_the_same_interval_and_no_other_dice_are_touched():
    np.random.seed(3)
    before = np.random.get_state()[1].tolist()
    scores = [1, 5, 2, 8, 3]
    assert bootstrap_interval(scores) == bootstrap_interval(scores)
    assert np.random.get_state()[1].tolist() == before
    assert bootstrap_interval(scores, n_resamples=50) != bootstrap_interval(scores, n_resamples=50, seed=1)


def test_many_scores_are_drawn_in_parts_and_give_the_interval_of_all_at_once():
    scores = np.random.default_rng(5).random(10_000)
    drawn = np.random.default_rng(0).integers(10_000, size=(1_000, 10_000))
    low, high = np.quantile(scores[drawn].mean(axis=1), (0.025, 0.975))
    assert bootstrap_interval(scores, mean, n_resamples=1_000) == pytest.approx((low, high), rel=1e-12)
