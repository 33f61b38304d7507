"""“Do it” on the card of futures: a fork that takes that action at its next step, and says so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.ui.timeline.what_if_text import as_input
from tests.ui.timeline.test_fork import click, fork_at, latest, train, trigger, words
from tests.ui.timeline.test_what_if import shown, trigger_run


def button(window, number=1):
    name = "what_if_do_it" if number == 1 else f"what_if_do_it_{number}"
    (found,) = [each for each in window.findChildren(QToolButton, name) if each.isVisible()]
    return found


def go(qtbot, window, n_steps):
    window.controller.goto(n_steps)
    qtbot.waitUntil(lambda: latest(window).n_steps == n_steps, timeout=10_000)
    qtbot.waitUntil(lambda: window.view.scene.state == latest(window).scene.state, timeout=10_000)


def ask(qtbot, window):
    trigger(window, "act_what_if")
    shown(qtbot, window)


def forked(qtbot, window):
    qtbot.waitUntil(lambda: latest(window).fork is not None and window.fork_bar.isVisible(), timeout=10_000)


def step_to(qtbot, window, n_steps):
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: latest(window).n_steps == n_steps, timeout=10_000)


def test_do_it_forks_the_run_there_and_b_takes_the_action_at_its_next_step(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    train(qtbot, window, 300)
    present = latest(window).n_steps
    go(qtbot, window, 200)
    ask(qtbot, window)
    other = window.findChild(QLabel, "what_if_future_1").text().split(":")[0]
    assert button(window).accessibleName() == f"Do it: {other}"
    assert "Fork the run here" in button(window).toolTip()
    close = window.findChild(QPushButton, "what_if_leave")
    close.setFocus()
    for number in (0, 1):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button(window, number)
    qtbot.keyClick(button(window), Qt.Key.Key_Space)
    forked(qtbot, window)
    assert not window.what_if.is_shown
    assert window.view.hasFocus()
    assert window.view.scene.ghosts == ()
    assert (latest(window).fork.from_step, latest(window).n_steps) == (200, 200)
    qtbot.waitUntil(lambda: words(window).startswith(f"B: {other} was forced at step 200."), timeout=5000)
    assert words(window).endswith("Go on: the first difference is told here.")
    (mark,) = latest(window).fork.metrics.marks
    assert (mark.step, mark.name, mark.after) == (200, "force_action", other)

    step_to(qtbot, window, 201)
    card = ENVIRONMENTS.get("CartPole-v1")
    assert card.actions[latest(window).scene.action] == other
    assert latest(window).scene.forced
    assert latest(window).fresh_trace.forced
    qtbot.waitUntil(lambda: "Step 201" in words(window) or "A and B have done the same" in words(window), timeout=5000)
    assert words(window).startswith(f"B: {other} was forced at step 200. ")
    train(qtbot, window, 260)

    click(window, "fork_promote")
    if window.notice.isVisible():
        click(window, "notice_action")
    qtbot.waitUntil(lambda: latest(window).fork is None, timeout=5000)
    now = latest(window).n_steps
    assert present > 200
    assert now == latest(window).present_steps
    go(qtbot, window, 201)
    assert card.actions[latest(window).scene.action] == other
    assert latest(window).scene.forced


def test_where_a_fork_is_open_it_is_its_b_that_does_it(qtbot, window):
    train(qtbot, window, 120)
    fork_at(qtbot, window, 100)
    ask(qtbot, window)
    assert "the fork that is open" in button(window).toolTip()
    button(window).click()
    qtbot.waitUntil(lambda: words(window).startswith("B: "), timeout=5000)
    assert latest(window).fork.from_step == 100
    step_to(qtbot, window, 101)
    assert latest(window).scene.forced
    ask(qtbot, window)
    button(window, 0).click()
    qtbot.waitUntil(lambda: len(latest(window).fork.metrics.marks) == 2, timeout=5000)
    first, second = (mark.after for mark in latest(window).fork.metrics.marks)
    said = f"B: {first} was forced at step 100, {second} at step 101. "
    qtbot.waitUntil(lambda: words(window).startswith(said), timeout=5000)


def test_a_fork_begun_beside_the_card_is_told_on_its_buttons(qtbot, window):
    train(qtbot, window, 120)
    go(qtbot, window, 100)
    ask(qtbot, window)
    trigger(window, "act_fork")
    forked(qtbot, window)
    assert window.what_if.is_shown
    qtbot.waitUntil(lambda: "the fork that is open" in button(window).toolTip(), timeout=5000)


def test_in_a_replay_the_buttons_say_why_they_cannot(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    window.player.pause()
    window.player.seek(2)
    ask(qtbot, window)
    for number in (0, 1):
        assert not button(window, number).isEnabled()
        assert button(window, number).toolTip().startswith("A replay is no moment of the run.")


def test_a_continuous_action_is_forced_within_its_bounds(qtbot, window):
    trigger_run(qtbot, window, PRESETS.first("Pendulum-v1", "ddpg").settings())
    step_to(qtbot, window, 1)
    ask(qtbot, window)
    said = window.findChild(QLabel, "what_if_future_2").text()
    assert said.startswith("torque +2.00: ")
    button(window, 2).click()
    forked(qtbot, window)
    qtbot.waitUntil(lambda: words(window).startswith("B: the action 2 was forced at step 1."), timeout=5000)
    step_to(qtbot, window, 2)
    assert latest(window).scene.action.tolist() == [2.0]
    assert latest(window).scene.forced


def test_actions_are_forced_as_an_input_has_them():
    pendulum, grid = (ENVIRONMENTS.get(name) for name in ("Pendulum-v1", "GridWorld-v1"))
    assert as_input(pendulum, [2.7]) == [2.0]
    assert as_input(pendulum, [-0.5]) == [-0.5]
    assert as_input(grid, 3) == 3
