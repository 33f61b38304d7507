"""Sums of a few numbers are made in the order of the numbers, whatever Python and NumPy would do."""

from __future__ import annotations

import math

from playground.arithmetic.plain_sums import mean_of, spread_of, sum_in_order


def test_numbers_are_added_in_their_order_without_compensation():
    assert sum_in_order([1e16, 1.0, 1.0, -1e16]) == 0.0  # compensated it is 2
    assert sum_in_order([1.0, 1.0, 1e16, -1e16]) == 2.0
    assert sum_in_order([]) == 0.0


def test_mean_and_spread_are_those_of_all_numbers():
    assert mean_of([1.0, 2.0, 6.0]) == 3.0
    assert spread_of([1.0, 2.0, 6.0]) == math.sqrt(14 / 3)
    assert spread_of([5.0]) == 0.0
    assert math.isnan(mean_of([]))
    assert math.isnan(spread_of([]))


def test_what_is_no_number_stays_so():
    assert math.isnan(mean_of([1.0, math.nan]))
    assert math.isnan(spread_of([1.0, math.inf]))
    assert sum_in_order([math.inf, 1.0]) == math.inf
