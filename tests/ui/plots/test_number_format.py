"""Numbers as the plots write them."""

from __future__ import annotations

from playground.ui.plots.drawing.number_format import power_word, three_digits, tick_words


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
