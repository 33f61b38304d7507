"""The points of a curve: thinned to those that are drawn, its extremes and its trend."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from playground.ui.plots.kinds.returns import MovingMean
from playground.ui.plots.series import MAX_POINTS, Series


def series_of(*portions):
    series = Series()
    for xs, ys in portions:
        series.extend(xs, ys)
    return series


@pytest.fixture(scope="module")
def points():
    rng = np.random.default_rng(0)
    return np.arange(1.0, 1_000_001.0), rng.normal(size=1_000_000)


@pytest.fixture(scope="module")
def million(points):
    return series_of(points)


class TestSeries:
    def test_a_million_points_are_drawn_as_a_thousand_with_the_extremes_among_them(self, points, million):
        xs, ys = points
        drawn_xs, drawn_ys = million.between(0, 2e6)
        assert MAX_POINTS / 2 <= len(drawn_xs) <= MAX_POINTS
        assert drawn_ys.min() == ys.min()
        assert drawn_ys.max() == ys.max()
        assert drawn_xs[drawn_ys.argmax()] == xs[ys.argmax()]
        assert (np.diff(drawn_xs) > 0).all()

    def test_every_stretch_keeps_its_own_extremes(self, points, million):
        xs, ys = points
        drawn_xs, drawn_ys = million.overview()
        for begin in range(0, 999_000, 100_000):
            stretch = (xs > begin) & (xs <= begin + 10_000)
            drawn = (drawn_xs > begin - 2048) & (drawn_xs <= begin + 12_048)
            assert drawn_ys[drawn].max() >= ys[stretch].max()
            assert drawn_ys[drawn].min() <= ys[stretch].min()

    def test_it_makes_no_difference_in_which_portions_the_points_came(self, points, million):
        xs, ys = points
        cuts = np.cumsum(np.random.default_rng(1).integers(1, 5000, 1000))
        cuts = [0, *cuts[cuts < len(xs)], len(xs)]
        portions = [(xs[a:b], ys[a:b]) for a, b in pairwise(cuts)]
        at_once, bit_by_bit = million, series_of(*portions)
        for a, b in zip(at_once.overview(), bit_by_bit.overview(), strict=True):
            np.testing.assert_array_equal(a, b)
        for a, b in zip(at_once.trend(0, 2e6), bit_by_bit.trend(0, 2e6), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12)

    def test_a_closer_look_shows_every_point_there_is_and_one_beyond_each_edge(self, points, million):
        xs, _ys = points
        drawn_xs, _drawn_ys = million.between(500_000.5, 500_500.5)
        np.testing.assert_array_equal(drawn_xs, xs[499_999:500_501])

    def test_a_part_with_many_points_is_thinned_too(self, points, million):
        _xs, ys = points
        drawn_xs, drawn_ys = million.between(200_000, 700_000)
        assert len(drawn_xs) <= MAX_POINTS
        assert drawn_ys.max() == ys[199_998:700_001].max()
        assert drawn_xs[0] >= 199_999

    def test_the_trend_is_the_mean_of_each_stretch(self):
        xs = np.arange(1.0, 100_001.0)
        trend_xs, trend_ys = series_of((xs, 3 * xs)).trend(0, 1e6)
        assert 100 <= len(trend_xs) <= 250
        np.testing.assert_allclose(trend_ys, 3 * trend_xs)

    def test_few_points_are_drawn_as_they_are(self):
        xs, ys = np.array([10.0, 10_000.0, 10_001.0]), np.array([1.0, 5.0, 2.0])
        for drawn_xs, drawn_ys in (series_of((xs, ys)).between(0, 2e4), series_of((xs, ys)).trend(0, 2e4)):
            np.testing.assert_array_equal(drawn_xs, xs)
            np.testing.assert_array_equal(drawn_ys, ys)

    def test_fewer_points_than_may_be_drawn_are_all_drawn_even_where_they_crowd(self):
        xs = np.concatenate((np.arange(1.0, MAX_POINTS), [1e6]))
        np.testing.assert_array_equal(series_of((xs, np.sin(xs))).between(0, 2e6)[0], xs)

    def test_what_is_no_number_is_left_out(self):
        series = series_of((np.arange(4.0), np.array([math.nan, 1.0, math.inf, 2.0])))
        np.testing.assert_array_equal(series.between(0, 9)[0], [1, 3])
        series.extend(np.array([5.0]), np.array([math.nan]))
        assert series.last_y == 2.0

    def test_an_empty_series_has_nothing_to_draw(self):
        assert len(Series().between(0, 100)[0]) == len(Series().trend(0, 100)[0]) == 0
        assert Series().last_y is None


def test_the_moving_mean_is_over_the_last_twenty_however_the_returns_come():
    returns = np.random.default_rng(0).uniform(0, 500, 300)
    expected = [returns[max(0, i - 19) : i + 1].mean() for i in range(300)]
    np.testing.assert_allclose(MovingMean(20).extend(returns), expected)
    piecewise = MovingMean(20)
    parts = [piecewise.extend(part) for part in np.split(returns, [1, 2, 9, 40, 41, 200])]
    np.testing.assert_allclose(np.concatenate(parts), expected)
