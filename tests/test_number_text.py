"""Numbers as text: short, in one way, and in their order, whatever their size and sign."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.number_text import (
    filled,
    four_digits,
    multiples,
    nice_step,
    picture_number,
    power_word,
    return_words,
    share_words,
    spread_words,
    steady_picture_number,
    steady_return_words,
    three_digits,
    tick_words,
)

WRITERS = (
    three_digits,
    four_digits,
    return_words,
    steady_return_words,
    share_words,
    picture_number,
    steady_picture_number,
)
LONGEST = 11  # characters
POWERS = {"k": 1e3, "M": 1e6, "G": 1e9, "": 1.0}

sizes = st.builds(lambda digits, power: digits * 10.0**power, st.floats(1.0, 9.9999), st.integers(-20, 20))
numbers = st.one_of(st.just(0.0), sizes, sizes.map(lambda size: -size), st.floats(-2e3, 2e3), st.integers(-2000, 2000))
every_writer = pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)


def read(text):
    """Return the number that a person reads."""
    digits = text.rstrip("kMG")
    return float(digits.replace("−", "-").replace(",", "")) * POWERS[text[len(digits) :]]


def test_ticks_are_short_and_all_in_one_unit():
    assert tick_words([0, 10_000, 20_000], 10_000) == ["0", "10k", "20k"]
    assert tick_words([0, 200, 400], 200) == ["0", "200", "400"]
    assert tick_words([9_500, 10_000], 500) == ["9.5k", "10.0k"]
    assert tick_words([0.0, 0.5, 1.0], 0.5) == ["0", "0.5", "1.0"]
    assert tick_words([-200, -100, 0], 100) == ["−200", "−100", "0"]
    assert tick_words([0, 1e6, 2e6], 1e6) == ["0", "1M", "2M"]
    assert [power_word(value) for value in (1e-6, 0.001, 1, 20, 1e5)] == ["1e−6", "0.001", "1", "20", "100k"]


def test_titles_show_three_digits_that_count():
    numbers = (0.0, 2.77e-5, 0.00123, 0.31, 45.2, 99.97, 1234.0, -3.2, 1.23e7)
    written = ["0.00", "2.77e−5", "0.00123", "0.310", "45.2", "100", "1,234", "−3.20", "1.23e7"]
    assert [three_digits(number) for number in numbers] == written


def test_returns_of_any_size_are_written_with_what_counts():
    numbers = (0.0, 481.25, 500.0, 0.85, 1e-7, 130_000.0, 1e8, -8e10, 2e16)
    written = ["0", "481.2", "500", "0.85", "1e−7", "130,000", "1e8", "−8e10", "2e16"]
    assert [return_words(number) for number in numbers] == written


def test_a_spread_has_the_decimals_of_the_mean_it_stands_beside():
    pairs = ((268.19, 144.42), (25.0, 2.66), (9.48, 0.768), (-1.0, 4e-16), (-500.0, 0.0), (0.0068, 0.964), (1e8, 1e8))
    written = ["268.2 ± 144.4", "25 ± 2.7", "9.48 ± 0.77", "−1 ± 0", "−500 ± 0", "0.0068 ± 0.96", "1e8 ± 1e8"]
    assert [f"{return_words(mean)} ± {spread_words(spread, mean)}" for mean, spread in pairs] == written


def test_numbers_of_a_picture_are_grouped_and_never_say_minus_nothing():
    numbers = (0.0, -0.0, 212, 1234, -12_345.6, 0.5, -0.04, 1e-7, 1e8, -8e10)
    written = ["0", "0", "212", "1,234", "−12,346", "0.5", "−0.040", "1.0e−7", "1.0e8", "−8.0e10"]
    assert [picture_number(number) for number in numbers] == written
    assert [steady_picture_number(n) for n in (0, -0.04, -10.0, 2e16)] == ["0.0", "0.0", "−10.0", "2.0e16"]


def test_values_of_a_change_keep_four_digits_and_no_zeros():
    numbers = (0.95, 1.0, 0.123456, 1e-5, 12_345.6, -2.5e9, 3e-7)
    assert [four_digits(n) for n in numbers] == ["0.95", "1", "0.1235", "1e−5", "12,346", "−2.5e9", "3e−7"]


@every_writer
@given(number=numbers)
def test_every_number_is_short_and_has_a_true_minus(write, number):
    text = write(number)
    assert len(text) <= LONGEST
    assert "-" not in text
    assert "+" not in text
    assert text.startswith("−") == (read(text) < 0)


@every_writer
@given(one=numbers, other=numbers)
def test_a_larger_number_never_reads_as_less(write, one, other):
    low, high = sorted((one, other))
    assert read(write(low)) <= read(write(high))


@every_writer
@given(number=numbers)
def test_what_is_read_is_near_what_was_meant(write, number):
    assert read(write(number)) == pytest.approx(number, rel=0.05, abs=0.051)


@pytest.mark.parametrize("write", [three_digits, four_digits, return_words, share_words])
@given(number=numbers)
def test_no_number_but_nothing_is_written_as_nothing(write, number):
    assert (read(write(number)) == 0.0) == (number == 0.0)


@every_writer
def test_what_is_no_number_is_written_too(write):
    assert [write(value) for value in (math.nan, math.inf, -math.inf)] == ["–", "∞", "−∞"]


@given(low=numbers, span=sizes, n_ticks=st.integers(2, 12))
def test_the_ticks_of_an_axis_are_short_and_tell_each_other_apart_in_order(low, span, n_ticks):
    span = max(span, 0.02 * abs(low))
    step = nice_step(span / n_ticks)
    places = multiples(step, low, low + span)
    words = tick_words(places, step)
    assert all(len(word) <= LONGEST and "-" not in word and "+" not in word for word in words)
    assert all(read(a) < read(b) for a, b in pairwise(words))
    assert [read(word) for word in words] == pytest.approx(places, rel=0.01, abs=0.51 * step)


@given(power=st.integers(-20, 20), factor=st.sampled_from([1, 2, 5]))
def test_the_powers_of_a_logarithmic_axis_are_short(power, factor):
    word = power_word(factor * 10.0**power)
    assert len(word) <= len("0.0001")
    assert read(word) == pytest.approx(factor * 10.0**power)


@given(numbers)
def test_a_place_in_a_text_is_filled_with_a_number_as_it_is_written_everywhere(value):
    text = filled("Q {value:.3f}, {what}", value=value, what="so")
    assert text[:2] + text[-4:] == "Q , so"
    assert "-" not in text
    word = text.removeprefix("Q ").removesuffix(", so")
    assert len(word) <= LONGEST
    assert read(word) == pytest.approx(
        value, rel=0.0005, abs=0.000501
    )  # half of the last place, and a float's own error
    assert (read(word) == 0.0) is (value == 0.0)
    assert filled("{value:+.3f}", value=value).startswith("+" if value > 0 or value == 0 else "−")
