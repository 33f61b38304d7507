"""Pointing at a plot: its numbers are told, and a click or Enter goes to that step; keys walk along the points."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.engine.run.metrics import Metrics
from playground.ui.plots.drawing.pointer import MOVED_EVERY_MS
from playground.ui.plots.plots import PLOTS
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.plots.panels import feed, plot, show, wheel

KEYS = {"left": Qt.Key.Key_Left, "right": Qt.Key.Key_Right, "home": Qt.Key.Key_Home, "end": Qt.Key.Key_End}


@pytest.fixture
def run(panel):
    metrics = Metrics()
    feed(metrics, 0, 1_000)
    show(panel, metrics)
    QApplication.processEvents()
    return metrics


@pytest.fixture
def asked(panel):
    steps = []
    panel.goto_requested.connect(steps.append)
    return steps


def place(each, step):
    return QPoint(round(each.x_of(step)), each.canvas_rect().center().y())


def point(each, step):
    """Move the mouse there, without a button."""
    at = QPointF(place(each, step))
    move, none = QMouseEvent.Type.MouseMove, Qt.MouseButton.NoButton
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(each.viewport(), QMouseEvent(move, at, each.viewport().mapToGlobal(at), none, none, plain))


def test_the_values_under_the_mouse_are_told_with_their_step(panel, run, qtbot):
    returns, values = plot(panel, "plot_return"), plot(panel, "plot_q")
    run.evaluations.append(600, 321.0, 1.0, 300.0)
    panel.refresh()
    point(values, 420)
    step = values.pointer.step
    assert abs(step - 420) <= 3
    assert values.pointer.words == f"step {step:,}: {step / 100:.2f}"
    assert values.pointer.isVisible()
    point(returns, 610)
    assert returns.pointer.words == "step 600: return 200, mean 158.3, evaluation 321"


def test_the_numbers_follow_a_mouse_that_races_ten_times_a_second_and_are_those_where_it_stops(panel, run, qtbot):
    values = plot(panel, "plot_q")
    told = []
    values.pointer.moved.connect(lambda: told.append(values.pointer.step))
    for step in range(200, 601, 4):
        point(values, step)
    assert len(told) == 1
    qtbot.waitUntil(lambda: abs((values.pointer.step or 0) - 600) <= 3, timeout=10 * MOVED_EVERY_MS)
    assert len(told) == 2


def test_the_numbers_go_with_the_mouse(panel, run, qtbot):
    values = plot(panel, "plot_q")
    point(values, 420)
    QApplication.sendEvent(
        values.viewport(),
        QMouseEvent(
            QMouseEvent.Type.Leave, QPointF(), QPointF(), *[Qt.MouseButton.NoButton] * 2, Qt.KeyboardModifier.NoModifier
        ),
    )
    assert values.pointer.step is None
    assert not values.pointer.isVisible()


def test_a_click_goes_to_the_step_that_is_told(panel, run, asked, qtbot):
    returns = plot(panel, "plot_return")
    qtbot.mouseClick(returns.viewport(), Qt.MouseButton.LeftButton, pos=place(returns, 611))
    qtbot.waitUntil(lambda: asked == [600])
    assert returns.pointer.step == 600


def test_a_drag_and_a_double_click_go_nowhere(panel, run, asked, qtbot):
    values = plot(panel, "plot_q")
    wheel(values, 3)
    start = place(values, 500)
    qtbot.mousePress(values.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for dx in (10, 40):
        qtbot.mouseMove(values.viewport(), start + QPoint(dx, 0))
    qtbot.mouseRelease(values.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    qtbot.mouseClick(values.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseDClick(values.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert panel.follows
    with qtbot.assertNotEmitted(panel.goto_requested, wait=2 * QApplication.doubleClickInterval()):
        pass


def test_where_nothing_was_run_yet_there_is_nothing_to_tell_or_to_go_to(panel, asked, qtbot):
    show(panel, Metrics())
    values = plot(panel, "plot_q")
    point(values, 100)
    qtbot.mouseClick(values.viewport(), Qt.MouseButton.LeftButton, pos=place(values, 100))
    QApplication.processEvents()
    assert values.pointer.step is None
    assert asked == []


def test_keys_walk_along_the_points_and_enter_goes_there(panel, run, asked, qtbot):
    returns = plot(panel, "plot_return")
    returns.setFocus()
    seen = []
    for name in ("left", "left", "right", "home", "right", "end"):
        qtbot.keyClick(returns, KEYS[name])
        seen.append(returns.pointer.step)
    assert seen == [1_000, 950, 1_000, 50, 100, 1_000]
    qtbot.keyClick(returns, Qt.Key.Key_Left)
    qtbot.keyClick(returns, Qt.Key.Key_Return)
    assert asked == [950]
    qtbot.keyClick(returns, Qt.Key.Key_Escape)
    assert returns.pointer.step is None


def test_keys_cross_a_dense_curve_in_visible_steps_and_reach_both_ends(panel, run, qtbot):
    values = plot(panel, "plot_q")
    values.setFocus()
    qtbot.keyClick(values, KEYS["home"])
    assert values.pointer.step == 1
    seen = [1]
    while len(seen) < 2 or seen[-1] > seen[-2]:
        qtbot.keyClick(values, KEYS["right"])
        seen.append(values.pointer.step)
    assert seen[-1] == 1_000
    assert 20 < len(seen) < 150


@pytest.mark.parametrize("spec", PLOTS[:5], ids=lambda spec: spec.name)
def test_each_plot_can_have_the_keys_and_tells_its_newest_numbers_then(panel, qtbot, spec):
    metrics = Metrics(n_actions=2)
    for step in range(1, 501):
        metrics.action_counts[step % 2] += 1
        metrics.add_step(step, (0.5, 1.0, 2.0))
    metrics.episodes.append(500, 77.0, 500)
    show(panel, metrics)
    each = plot(panel, spec.name)
    assert each.accessibleDescription() == spec.about
    plain = each.grab().toImage()
    each.setFocus()
    numbers = each.accessibleDescription().splitlines()[0]
    assert numbers == each.words_at(each.pointer.newest())
    assert any(character.isdigit() for character in numbers.partition(":")[2])
    ringed = each.grab().toImage()
    changed = sum(plain.pixel(x, y) != ringed.pixel(x, y) for x in range(plain.width()) for y in range(plain.height()))
    assert 0 < changed < plain.width() * plain.height() / 4
    each.clearFocus()
    assert each.accessibleDescription() == spec.about


def test_in_the_window_a_click_on_a_plot_shows_that_moment(qtbot, window):
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= 600, timeout=30_000)
    window.controller.pause()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=10_000)
    returns = plot(window.plots, "plot_return")
    qtbot.waitUntil(lambda: len(returns.points()[0]) > 3)
    step = int(returns.points()[0][2])
    qtbot.mouseClick(returns.viewport(), Qt.MouseButton.LeftButton, pos=place(returns, step))
    told = returns.pointer.step
    qtbot.waitUntil(lambda: window.controller.latest.is_past, timeout=10_000)
    assert window.controller.latest.n_steps == told
