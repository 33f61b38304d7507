"""A plot that somebody adds, of a table other than the curve: one record, and all the rest follows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.metrics import Mark, Metrics
from playground.engine.run.session import Session
from playground.number_text import three_digits
from playground.ui.plots.kinds.curve import CurvePlot
from playground.ui.plots.plots import PLOTS
from playground.ui.plots.spec import PlotSpec
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.plots.panels import choose, entries, feed, item, plot, settle, show, shown

NAME = "plot_added_length"
PARTED = 300


@pytest.fixture(autouse=True)
def added():
    """Enter a plot of the length of each episode in the registry, and take it out again."""
    spec = PlotSpec(
        name=NAME,
        title="Added length",
        about="How many steps each episode lasted.",
        empty="The length of each episode.",
        table="episodes",
        column="length",
        make=CurvePlot,
    )
    PLOTS.append(spec)
    yield spec
    PLOTS.remove(spec)


@pytest.fixture(scope="module")
def runs():
    """Two runs with one past, and from then on another gamma."""
    prepare_thread()
    settings = PRESETS.get("tutorial").settings()
    a, b = Session(settings), Session(settings)
    for session in (a, b):
        while session.n_steps < PARTED:
            session.step()
    b.submit("set_hyper", {"name": "gamma", "value": 0.2})
    for session in (a, b):
        while session.n_steps < 2 * PARTED:
            session.step()
    return a, b


def show_added(panel):
    choose(panel, NAME)
    settle(panel)
    return plot(panel, NAME)


def lengths(metrics, last=None):
    """Return at which steps the episodes ended, and how long they were; those up to a step."""
    steps, all_lengths = metrics.episodes.column("step"), metrics.episodes.column("length")
    until = steps <= (np.inf if last is None else last)
    return steps[until], all_lengths[until]


def test_it_is_offered_in_the_chooser_and_goes_away_and_comes_back(panel, added):
    show(panel, Metrics(("entropy", "policy_loss", "value_loss"), n_actions=2))
    assert shown(panel)[-1] != NAME  # there are five before it
    entry = entries(panel)[NAME]
    assert (entry.objectName(), entry.text(), entry.toolTip()) == (f"act_{NAME}", added.title, added.about)
    for is_shown in (True, False, True):
        entries(panel)[NAME].trigger()
        assert (NAME in shown(panel)) == entries(panel)[NAME].isChecked() == is_shown


def test_its_curve_has_a_point_where_each_episode_ended(panel, runs):
    panel.set_run(runs[0].metrics, runs[0].settings)
    each = show_added(panel)
    assert shown(panel)[-1] == NAME
    assert each.objectName() == NAME
    assert each.accessibleName() == "Added length"
    assert each.step_axis.style["showValues"]
    steps, values = lengths(runs[0].metrics)
    np.testing.assert_array_equal(item(each, "trend").points(), (steps, values))
    assert each.heading.value == three_digits(values[-1])
    low, high = each.view.viewRange()[1]
    assert low < values.min() < values.max() < high


def test_it_says_what_will_be_drawn_until_the_first_episode_ends_and_then_goes_on_with_the_run(panel):
    metrics = Metrics(n_actions=2)
    show(panel, metrics)
    each = show_added(panel)
    feed(metrics, 0, 40)
    panel.refresh()
    assert each.empty_words.isVisible()
    assert each.heading.value == ""
    feed(metrics, 40, 120)
    for _ in range(len(panel.shown)):
        panel.refresh_next()
    assert not each.empty_words.isVisible()
    assert each.heading.value == "50.0"
    np.testing.assert_array_equal(item(each, "trend").points(), ((50, 100), (50, 50)))


def test_it_shows_the_last_episode_before_the_moment_that_is_seen(panel, runs):
    panel.set_run(runs[0].metrics, runs[0].settings)
    each = show_added(panel)
    newest = each.heading.value
    for step in (PARTED, PARTED // 2):
        panel.set_cursor(step)
        assert each.heading.value == three_digits(lengths(runs[0].metrics, step)[1][-1])
        assert each.cursor_line.steps == [step]
    panel.set_cursor(1)  # in the first episode
    assert each.heading.value == ""
    panel.set_cursor(None)
    assert each.heading.value == newest


def test_the_episodes_of_a_fork_are_drawn_from_where_it_parted(panel, runs):
    a, b = (run.metrics for run in runs)
    panel.set_run(a, runs[0].settings)
    panel.set_second(b, PARTED)
    panel.set_difference(PARTED + 1, "the targets differ")
    each = show_added(panel)
    steps, values = lengths(b)
    late = steps >= PARTED
    np.testing.assert_array_equal(item(each, "second").points(), (steps[late], values[late]))
    assert each.heading.value == f"A {three_digits(lengths(a)[1][-1])}  B {three_digits(values[-1])}"
    assert each.difference_line.steps == [PARTED + 1]
    panel.set_cursor(PARTED - 1)  # nothing of B was before that
    assert "B" not in each.heading.value
    panel.set_second(None)
    assert len(item(each, "second").points()[0]) == 0


def test_it_is_hidden_again_and_catches_up_when_it_comes_back(panel):
    metrics = Metrics(n_actions=2)
    feed(metrics, 0, 500)
    show(panel, metrics)
    each = show_added(panel)
    choose(panel, NAME, False)
    assert NAME not in shown(panel)
    feed(metrics, 500, 1_000, episode=100)
    metrics.add_mark(Mark(700, "gamma", 0.9, 0.5, 1))
    panel.refresh()
    assert show_added(panel) is each
    assert each.heading.value == "100"
    assert each.mark_lines.steps == [700]
    show(panel, Metrics(n_actions=2))
    assert NAME in shown(panel)
    assert each.heading.value == ""


def test_in_the_window_it_follows_the_run_into_its_past_and_a_fork(qtbot, window):
    def latest():
        return window.controller.latest

    def train(steps):
        window.controller.toggle_run()
        qtbot.waitUntil(lambda: latest().n_steps >= steps, timeout=30_000)
        window.controller.pause()
        qtbot.waitUntil(lambda: latest().state is TrainerState.PAUSED, timeout=10_000)

    def length_at(metrics, step):
        return three_digits(lengths(metrics, step)[1][-1])

    choose(window.plots, NAME)
    each = window.findChild(QWidget, NAME)
    assert each.isVisible()
    train(600)
    qtbot.waitUntil(lambda: each.heading.value == length_at(latest().metrics, latest().n_steps), timeout=5000)
    window.controller.goto(400)
    qtbot.waitUntil(lambda: each.cursor_line.steps == [400], timeout=10_000)
    assert each.heading.value == length_at(latest().metrics, 400)
    qtbot.keyClick(window.view, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: latest().fork is not None, timeout=10_000)
    window.controller.set_hyper("gamma", 0.3, 1)
    train(600)
    qtbot.waitUntil(lambda: "  B " in each.heading.value, timeout=5000)
    assert item(each, "second").points()[0].min() >= 400
