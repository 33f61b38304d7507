"""Every plot of the registry: it can be read, and what a run or two runs have is seen on it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.run.metrics import Metrics
from playground.ui.plots.plots import PLOTS
from tests.ui.plots.panels import choose, entries, plot, settle, shown

N_STEPS = 200

every_plot = pytest.mark.parametrize("spec", PLOTS, ids=[spec.name for spec in PLOTS])


def run_with(spec):
    """Return the metrics of a run that has the column of a plot, and no rows yet."""
    return Metrics((spec.column,) if spec.table == "curve" else ("loss",), n_actions=1)


def fill(metrics, spec, value_of, first=0):
    """Give the table of a plot a row every ten steps."""
    table = spec.table_of(metrics)
    for step in range(first + 10, N_STEPS + 1, 10):
        table.append(step, *(value_of(step) for _name in table.names[1:]))


def rising(step):
    return 0.1 + 0.8 * step / N_STEPS


def waving(step):
    return 0.5 + 0.4 * math.sin(step / 20)


@pytest.fixture
def shown_plot(panel):
    """Show a run, and of its plots that of a record, alone."""

    def show_alone(spec, metrics):
        panel.set_metrics(metrics, solved_at=math.nan, keep_ghost=False)
        for name in entries(panel):
            choose(panel, name, name == spec.name)
        assert shown(panel) == [spec.name]
        settle(panel)
        return plot(panel, spec.name)

    return show_alone


def picture(plot):
    """Return what is seen where curves are drawn, shape (height, width, 4)."""
    image = plot.grab(plot.canvas_rect()).toImage()
    return np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), -1, 4)[:, : image.width()]


def test_no_two_have_one_name_and_each_is_called_plot_something():
    names = [spec.name for spec in PLOTS]
    assert len(set(names)) == len(names)
    assert all(name.startswith("plot_") for name in names)


@every_plot
def test_it_says_what_it_is_and_draws_what_the_run_has(panel, shown_plot, spec):
    metrics = run_with(spec)
    each = shown_plot(spec, metrics)
    assert each.objectName() == spec.name
    assert each.accessibleName() == spec.title
    assert each.accessibleDescription() == spec.about
    assert each.empty_words.isVisible()
    seen = [picture(each)]
    for value_of in (rising, waving):
        metrics = run_with(spec)
        fill(metrics, spec, value_of)
        each = shown_plot(spec, metrics)
        assert not each.empty_words.isVisible()
        assert each.newest_step() == N_STEPS
        assert each.n_points >= N_STEPS / 10
        seen.append(picture(each))
    empty, rises, waves = seen
    assert not np.array_equal(empty, rises)
    assert not np.array_equal(rises, waves)


@every_plot
def test_a_second_run_is_drawn_over_it_and_taken_away_again(panel, shown_plot, spec):
    first, second = run_with(spec), run_with(spec)
    fill(first, spec, rising)
    fill(second, spec, waving)
    each = shown_plot(spec, first)
    alone, n_points = picture(each), each.n_points
    panel.set_second(second, 100)
    panel.flush()
    assert each.n_points > n_points
    assert not np.array_equal(picture(each), alone)
    panel.set_second(None)
    panel.flush()
    assert np.array_equal(picture(each), alone)


@every_plot
def test_the_moment_that_is_seen_is_marked_and_its_value_stands_in_the_heading(panel, shown_plot, spec):
    metrics = run_with(spec)
    fill(metrics, spec, rising)
    each = shown_plot(spec, metrics)
    newest = each.heading.value
    panel.set_cursor(N_STEPS // 2)
    assert each.cursor_line.steps == [N_STEPS // 2]
    assert not newest or each.heading.value not in ("", newest)  # the plot of the actions has no value
    panel.set_cursor(None)
    assert each.cursor_line.steps == []
    assert each.heading.value == newest
