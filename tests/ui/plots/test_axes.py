"""The numbers beside and under the plots: two at least, and never over each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from playground.engine.run.metrics import Metrics
from playground.ui.plots.drawing.axes import StepAxis, ValueAxis
from playground.ui.theme.theme import numbers_font
from tests.ui.plots.panels import at_first, plot, show

SIZES = st.integers(34, 600)  # px
LINE = 12  # px from one number to the next

sizes = st.builds(lambda digits, power: digits * 10.0**power, st.floats(1.0, 9.99), st.integers(-20, 20))


def ticks(axis, low, high, size):
    """Return where numbers stand, in pixels from the end, and the numbers."""
    ((step, places),) = axis.tickValues(low, high, size)
    return [(place - low) / (high - low) * size for place in places], axis.tickStrings(places, 1.0, step)


@given(middle=st.floats(-1.0, 1.0), size=sizes, share=st.floats(0.02, 2.0), height=SIZES)
def test_a_value_axis_of_any_size_has_two_numbers_that_leave_room_for_each_other(qapp, middle, size, share, height):
    low, high = (middle - share / 2) * size, (middle + share / 2) * size
    axis = ValueAxis(False, numbers_font())
    at, words = ticks(axis, low, high, height)
    assert len(words) == len(set(words)) >= 2
    assert all(b - a >= LINE for a, b in pairwise(at))
    assert axis.needed_width(low, high, height) <= 90


@given(low=st.floats(-12.0, 20.0), decades=st.floats(0.75, 8.0), height=SIZES)
def test_a_logarithmic_axis_has_two_numbers_that_leave_room_for_each_other(qapp, low, decades, height):
    axis = ValueAxis(True, numbers_font())
    at, words = ticks(axis, low, low + decades, height)
    assert len(words) == len(set(words)) >= 2
    assert all(b - a >= 0.9 * LINE for a, b in pairwise(at))


@given(first=st.integers(0, 10**9), span=st.integers(10, 10**9), width=st.integers(120, 1200))
def test_the_steps_under_the_plots_leave_room_for_each_other_however_far_one_zooms_in(qapp, first, span, width):
    at, words = ticks(StepAxis(numbers_font()), float(first), float(first + span), width)
    measure = QFontMetricsF(numbers_font()).horizontalAdvance
    halves = [measure(word) / 2 for word in words]
    assert all(b - a > one + other for (a, one), (b, other) in pairwise(zip(at, halves, strict=True)))


@pytest.mark.parametrize("scale", [1e8, -8e10, 2e16, 1e-7, -1e-15])
def test_returns_of_any_size_have_an_axis_with_room_for_its_numbers_and_a_heading_that_is_whole(panel, scale):
    metrics = Metrics()
    for step in range(100, 3_001, 100):
        metrics.add_step(step, (0.5, abs(scale), scale))
        metrics.episodes.append(step, scale * (1 - step / 50_000), 100)
    show(panel, metrics)
    panel.set_metrics(metrics, solved_at=scale, keep_ghost=False)
    panel.set_best(scale, 12_345)
    measure = QFontMetricsF(numbers_font()).horizontalAdvance
    for name in at_first(metrics):
        each = plot(panel, name)
        _at, words = ticks(each.value_axis, *each.view.viewRange()[1], each.canvas_rect().height())
        assert len(words) >= 2
        assert max(map(measure, words)) < each.value_axis.width()
    assert len({each.canvas_rect().left() for each in panel.shown}) == 1
    heading = plot(panel, "plot_return").heading
    assert len(heading.value) < 20
