"""A second run on the plots: dashed over the first one from where they parted, with the first difference marked."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.metrics import Mark, Metrics
from playground.engine.run.session import Session
from playground.ui.plots.drawing.mark_text import marks_of_both, words
from playground.ui.plots.panel import PlotsPanel
from playground.ui.theme.theme import Theme
from tests.ui.plots.panels import entries, item, plot

PARTED = 300


def steps(session, n):
    for _ in range(n):
        session.step()
    return session


@pytest.fixture(scope="module")
def runs():
    """Two runs with one past, and from then on another gamma."""
    prepare_thread()
    settings = PRESETS.get("tutorial").settings()
    a, b = steps(Session(settings), PARTED), steps(Session(settings), PARTED)
    b.submit("set_hyper", {"name": "gamma", "value": 0.2})
    return steps(a, 300), steps(b, 300)


@pytest.fixture
def panel(qtbot, runs):
    panel = PlotsPanel(Theme("dark"))
    qtbot.addWidget(panel)
    panel.resize(380, 640)
    panel.show()
    panel.set_run(runs[0].metrics, runs[0].settings)
    panel.set_second(runs[1].metrics, PARTED)
    return panel


def second(panel, name):
    """Return the points of the second run on a plot."""
    return item(plot(panel, name), "second").points()


def legend(panel):
    return plot(panel, "plot_return").legend.accessibleDescription()


def test_beside_a_fork_a_plot_says_before_the_click_that_it_goes_nowhere(panel):
    loss = plot(panel, "plot_loss")
    assert loss.viewport().cursor().shape() is Qt.CursorShape.ForbiddenCursor
    assert "Close the fork" in loss.tip(200)
    panel.set_second(None)
    assert loss.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor
    assert "fork" not in loss.tip(200)


@pytest.mark.parametrize(("name", "column"), [("plot_loss", "loss"), ("plot_q", "mean_value")])
def test_its_curves_begin_where_the_two_parted(panel, runs, name, column):
    drawn, values = second(panel, name)
    theirs = runs[1].metrics.curve.column(column)[PARTED - 1 :]
    assert drawn.min() == PARTED
    np.testing.assert_allclose(values, np.log10(theirs) if column == "loss" else theirs)


def test_its_mean_return_counts_the_episodes_that_both_share(panel, runs):
    drawn, means = second(panel, "plot_return")
    episodes = runs[1].metrics.episodes
    ended, returns = episodes.column("step"), episodes.column("episode_return")
    assert drawn.tolist() == ended[ended >= PARTED].tolist()
    assert means[-1] == pytest.approx(returns[-20:].mean())


def test_it_is_dashed_and_in_a_colour_of_its_own(panel):
    ours, theirs = Metrics(), Metrics()
    for step in range(1, 201):
        ours.add_step(step, (0.5, 1.0, 1.0))
        theirs.add_step(step, (0.5, 1.0, 3.0))
    panel.set_metrics(ours, solved_at=475.0, keep_ghost=False)
    panel.set_second(theirs, 0)
    panel.flush()
    assert pieces(plot(panel, "plot_q"), lambda seen: seen.green() > 120) == 1  # that of the first run: light grey
    assert pieces(plot(panel, "plot_q"), lambda seen: seen.red() - seen.green() > 40) > 20  # purple


def pieces(plot, is_like):
    """Return of how many pieces the level line is whose colour is such."""
    canvas = plot.canvas_rect()
    image = plot.grab(canvas).toImage()
    found = np.array([[is_like(image.pixelColor(x, y)) for x in range(image.width())] for y in range(image.height())])
    row = found[found.sum(axis=1).argmax()]
    return int((np.diff(row.astype(int), prepend=0) == 1).sum())


def test_its_line_lies_over_all_that_the_first_run_has(panel):
    for each in panel.shown:
        lines = [drawn for drawn in each.items() if getattr(drawn, "objectName", str)() == "second"]
        others = [
            drawn
            for drawn in each.items()
            if getattr(drawn, "objectName", str)() in ("episodes", "evaluations", "trend", "spread")
        ]
        assert all(line.zValue() > other.zValue() for line in lines for other in others)


def test_the_titles_and_the_legend_tell_which_is_which(panel):
    assert "A: mean of 20" in legend(panel)
    assert ", B" in legend(panel)
    assert plot(panel, "plot_q").heading.value.startswith("A ")
    assert "  B " in plot(panel, "plot_q").heading.value
    assert plot(panel, "plot_return").heading.value.startswith("mean A ")


def test_it_goes_on_with_the_first_run(panel, runs):
    prepare_thread()
    before = len(second(panel, "plot_q")[0])
    for run in runs:
        steps(run, 50)
    for _ in range(2 * len(panel.shown)):
        panel.refresh_next()
    assert len(second(panel, "plot_q")[0]) == before + 50


def test_both_runs_are_within_sight(panel):
    each = plot(panel, "plot_q")
    low, high = each.view.viewRange()[1]
    values = second(panel, "plot_q")[1]
    assert low <= values.min()
    assert values.max() <= high


def test_the_first_difference_is_marked_on_every_plot_and_explained_in_its_tooltip(panel):
    panel.set_difference(PARTED + 1, "Step 301: the targets differ.")
    for each in panel.shown:
        assert each.difference_line.steps == [PARTED + 1]
        assert "the targets differ" in each.tip(each.x_of(PARTED + 1))
        assert "the targets differ" not in each.tip(each.x_of(20))
    panel.set_difference(None)
    assert all(each.difference_line.steps == [] for each in panel.shown)


def test_what_was_changed_in_it_has_its_mark_and_says_whose_it_is(panel):
    returns = plot(panel, "plot_return")
    assert returns.mark_lines.steps == []
    assert returns.second_mark_lines.steps == [PARTED]
    assert [label.text for label in returns.mark_labels.labels] == ["B: gamma 0.95 → 0.2"]
    panel.set_second(None)
    panel.refresh()
    assert returns.second_mark_lines.steps == []
    assert returns.mark_labels.isHidden()


def test_what_it_repeats_of_the_first_is_marked_once_and_the_rest_tells_whose_it_is():
    ours = [Mark(10, "gamma", 0.9, 0.5, 1), Mark(50, "gamma", 0.5, 0.7, 2, until=80), Mark(90, "epsilon", 1, 0.5, 3)]
    theirs = [Mark(10, "gamma", 0.9, 0.5, 1), Mark(50, "gamma", 0.5, 0.6, 2, until=60), Mark(60, "batch_size", 1, 2, 4)]
    told = [words(mark) for mark in marks_of_both(ours, theirs)]
    assert told == ["gamma 0.9 → 0.5", "gamma 0.5 → 0.7", "B: batch_size 1 → 2", "A: epsilon 1 → 0.5"]


def test_a_plot_that_is_hidden_for_a_while_has_it_again(panel):
    entries(panel)["plot_epsilon"].trigger()
    assert plot(panel, "plot_epsilon").isHidden()
    panel.set_difference(PARTED + 1, "")
    entries(panel)["plot_epsilon"].trigger()
    assert len(second(panel, "plot_epsilon")[0]) > 0
    assert plot(panel, "plot_epsilon").difference_line.steps == [PARTED + 1]


def test_it_leaves_nothing_behind_when_it_ends_or_another_run_begins(panel, runs):
    panel.set_difference(PARTED + 1, "")
    panel.set_run(runs[1].metrics, runs[1].settings)
    panel.refresh()
    for each in panel.shown:
        assert each.second is None
        assert each.difference_line.steps == []
    assert "B" not in legend(panel)
    panel.set_second(runs[0].metrics, PARTED)
    panel.set_second(None)
    assert "B" not in legend(panel)
    assert len(second(panel, "plot_q")[0]) == 0
