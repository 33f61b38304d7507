"""The plot of the mean Q-value, its bound, and the axes of values."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.run.metrics import Metrics
from playground.ui.plots.drawing.staircase import thinned_parts
from tests.ui.plots.panels import feed, item, plot, show


class TestValues:
    def test_the_value_bound_is_named_and_its_line_comes_when_values_get_near(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 900)  # values up to 9
        show(panel, metrics)
        values = plot(panel, "plot_q")
        panel.set_value_bounds(((0, 100.0),))
        panel.refresh()
        assert values.heading.note == "possible ≤ 100"
        assert not item(values, "bound").isVisible()
        panel.set_value_bounds(((0, 10.0),))
        panel.refresh()
        assert item(values, "bound").isVisible()
        assert values.view.viewRange()[1][1] > 10.0
        panel.set_value_bounds(((0, None),))
        panel.refresh()
        assert values.heading.note == ""
        assert not item(values, "bound").isVisible()

    def test_after_a_change_of_gamma_the_bound_is_another_from_there_on(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 900)
        show(panel, metrics)
        values = plot(panel, "plot_q")
        panel.set_value_bounds(((0, 10.0), (200, 8.0), (300, None), (600, 4.0)))
        panel.refresh()
        before, after = item(values, "bound").parts()
        assert before == [(0, 10), (200, 10), (200, 8), (300, 8)]
        assert after[0] == (600, 4)
        assert after[1][0] >= 900
        assert values.heading.note == "possible ≤ 4"
        notes = []
        for cursor in (100, 400, 600):
            panel.set_cursor(cursor)
            notes.append(values.heading.note)
        assert notes == ["possible ≤ 10", "", "possible ≤ 4"]

    def test_costs_have_a_lowest_value(self, panel):
        metrics = Metrics()
        for step in range(1, 11):
            metrics.add_step(step, (0.5, 1.0, -0.6 * step))
        show(panel, metrics)
        values = plot(panel, "plot_q")
        panel.set_value_bounds(((0, -100.0),))
        panel.refresh()
        assert values.heading.note == "possible ≥ −100"
        assert not item(values, "bound").isVisible()
        for step in range(11, 101):
            metrics.add_step(step, (0.5, 1.0, -0.6 * step))
        panel.refresh()
        assert item(values, "bound").isVisible()
        assert values.view.viewRange()[1][0] < -100

    @pytest.mark.parametrize("loss", [1e-7, 0.3, 1e9])
    def test_a_value_that_never_changes_has_an_axis_that_can_be_read(self, panel, loss):
        metrics = Metrics()
        for step in range(1, 101):
            metrics.add_step(step, (0.5, loss, 100.0))
        show(panel, metrics)
        for name in ("plot_loss", "plot_q"):
            axis, low_high = plot(panel, name).value_axis, plot(panel, name).view.viewRange()[1]
            ((distance, places),) = axis.tickValues(*low_high, 60)
            words = axis.tickStrings(places, 1.0, distance)
            assert len(set(words)) == len(words) >= 2

    def test_the_numbers_of_a_wide_log_axis_leave_room_for_each_other(self, panel):
        axis = plot(panel, "plot_loss").value_axis
        for low, high in ((-4.0, 4.7), (-1.2, 2.6), (0.1, 5.9)):
            ((_distance, places),) = axis.tickValues(low, high, 50)
            assert 2 <= len(places) <= 4


def test_a_staircase_of_more_parts_than_pixels_keeps_its_ends_and_its_furthest_heights():
    begins = np.arange(10_000.0)
    heights = 10 + np.sin(begins)
    heights[5_000] = 99.0
    begins, ends, heights = thinned_parts(begins, begins + 1, heights, 400)
    assert len(begins) <= 401
    assert (begins[0], ends[-1], heights.max()) == (0.0, 10_000.0, 99.0)
    assert (ends[:-1] == begins[1:]).all()
