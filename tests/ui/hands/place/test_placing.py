"""Putting cart and pole elsewhere, by mouse and by keys: the picture, the bars and the run."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.ui.hands.place.text import refusal_words
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.window.gestures import child, reach, train, trigger

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def words(window):
    return child(window, "place_words").text()


def told(window, number, name):
    label = window.findChild(QLabel, f"place_{number}_{name}")
    return "" if label is None or label.isHidden() else label.text()


def place_of(window, body):
    [grip] = [each for each in window.view.grips() if each.name == body]
    x, y = ((a + 3 * b) / 4 for a, b in zip(grip.start, grip.end, strict=True))
    return QPoint(round(x), round(y))


def press(window, body):
    at = place_of(window, body)
    QTest.mousePress(window.view, LEFT, NONE, at)
    return at


def drag(window, body, by):
    """Drag a body by so many pixels, and hold it there."""
    at = press(window, body)
    QTest.mouseMove(window.view, at + by / 2)
    QTest.mouseMove(window.view, at + by)
    return at + by


def drop(window, at):
    """Let go; return the state that is shown by then."""
    QTest.mouseRelease(window.view, LEFT, NONE, at)
    return window.view.scene.state


def key(window, *keys):
    for each in keys:
        QTest.keyClick(window.view, each)


def wait_for_episode(qtbot, window):
    qtbot.waitUntil(lambda: window.controller.latest.scene.step == 0, timeout=10_000)
    qtbot.waitUntil(lambda: window.view.scene is window.controller.latest.scene, timeout=5000)


@pytest.fixture
def placing(qtbot, window):
    """A window whose run has made some steps, in placing."""
    window.resize(1366, 768)
    train(qtbot, window, 60)
    trigger(window, "act_place")
    qtbot.waitUntil(lambda: told(window, 0, "policy") == "current", timeout=10_000)
    return window


def test_the_toggle_in_the_corner_opens_and_closes_and_leaves_nothing(qtbot, window):
    button = window.findChild(QToolButton, "button_place")
    assert button.accessibleName() == "Place"
    train(qtbot, window, 20)
    button.click()
    assert window.place_card.isVisible()
    assert child(window, "place_outlines").isVisible()
    key(window, Qt.Key.Key_Escape)
    assert window.place_card.isHidden()
    assert not child(window, "place_outlines").isVisible()
    assert window.controller.latest.metrics.marks == []


def test_m_in_the_picture_opens_it(qtbot, window):
    train(qtbot, window, 20)
    window.view.setFocus()
    key(window, Qt.Key.Key_M)
    assert window.place_card.isVisible()


def test_a_drag_of_the_cart_puts_it_there_and_the_run_knows(qtbot, placing):
    before = placing.controller.latest.scene.state
    at = drag(placing, "cart", QPoint(60, 0))
    shown = placing.view.scene.state
    assert shown[0] > before[0] + 0.1
    assert shown[1:] == (0.0, before[2], 0.0), "at rest, and the pole as it was"
    assert placing.controller.latest.scene.state == before, "nothing is put while it is held"
    shown = drop(placing, at)
    wait_for_episode(qtbot, placing)
    assert placing.controller.latest.scene.state == shown
    [mark] = placing.controller.latest.metrics.marks
    assert (mark.name, mark.after[0]) == ("put_cart", round(shown[0], 2))
    assert placing.controller.latest.state is TrainerState.PAUSED


def test_the_pole_turns_after_the_pointer_and_no_farther_than_an_episode_lets_it(qtbot, placing):
    at = drag(placing, "pole", QPoint(400, 20))
    assert placing.view.scene.state[2] == pytest.approx(math.radians(12), abs=1e-3)
    assert placing.view.scene.state[2] <= math.radians(12) + 1e-12
    drop(placing, at)
    wait_for_episode(qtbot, placing)
    assert placing.controller.latest.scene.state[2] == pytest.approx(math.radians(12), abs=1e-3)


def test_the_bars_and_the_table_say_what_the_run_makes_of_the_state_under_the_hand(qtbot, placing):
    at = drag(placing, "cart", QPoint(60, 0))
    session_look = placing.bars.accessibleDescription
    qtbot.waitUntil(lambda: "…" not in told(placing, 0, "from_here"), timeout=10_000)
    assert told(placing, 0, "policy") == "current"
    assert told(placing, 0, "why").startswith("Q ")
    assert "steps" in told(placing, 0, "from_here")
    qtbot.waitUntil(lambda: session_look().startswith("Next: left"), timeout=5000)
    drop(placing, at)
    wait_for_episode(qtbot, placing)
    # once it is there the run itself says the same: Agent.look() of the very state
    numbers = [float(part.replace("−", "-")) for part in told(placing, 0, "why").removeprefix("Q ").split(" / ")]
    np.testing.assert_allclose(numbers, placing.controller.latest.look, rtol=0.02, atol=0.02)


def test_asking_what_each_policy_would_do_leaves_the_run_as_it_was(qtbot, placing):
    before = placing.controller.latest
    drag(placing, "pole", QPoint(-20, 10))
    qtbot.waitUntil(lambda: "…" not in told(placing, 0, "from_here"), timeout=10_000)
    key(placing, Qt.Key.Key_Escape)
    latest = placing.controller.latest
    assert (latest.n_steps, latest.scene.state, latest.metrics.marks) == (before.n_steps, before.scene.state, [])
    assert placing.view.scene is latest.scene


def test_keys_alone_choose_nudge_and_put(qtbot, placing):
    state = placing.controller.latest.scene.state
    key(placing, Qt.Key.Key_Tab)
    key(placing, Qt.Key.Key_Right, Qt.Key.Key_Right)
    shown = placing.view.scene.state
    assert shown[2] == pytest.approx(min(state[2] + math.radians(2), math.radians(12)))
    assert shown[0] == state[0]
    assert words(placing).startswith("Holding the pole: x = ")
    key(placing, Qt.Key.Key_Tab, Qt.Key.Key_Left)
    assert placing.view.scene.state[0] == pytest.approx(state[0] - 0.1)
    assert words(placing).startswith("Holding the cart")
    shown = placing.view.scene.state
    key(placing, Qt.Key.Key_Return)
    wait_for_episode(qtbot, placing)
    assert placing.controller.latest.scene.state == shown


def test_the_buttons_of_the_card_put_and_cancel(qtbot, placing):
    assert not child(placing, "place_put").isEnabled()
    key(placing, Qt.Key.Key_Right)
    child(placing, "place_cancel").click()
    assert placing.view.scene is placing.controller.latest.scene
    key(placing, Qt.Key.Key_Right)
    shown = placing.view.scene.state
    child(placing, "place_put").click()
    wait_for_episode(qtbot, placing)
    assert placing.controller.latest.scene.state == shown


def test_a_click_that_moves_nothing_puts_nothing(qtbot, placing):
    drop(placing, press(placing, "pole"))
    assert placing.controller.latest.metrics.marks == []
    assert placing.view.scene is placing.controller.latest.scene


def test_a_drag_while_it_runs_pauses_it_and_it_goes_on_from_there(qtbot, placing):
    placing.controller.set_speed(50.0)
    trigger(placing, "act_run")
    reach(qtbot, placing, TrainerState.RUNNING)
    at = drag(placing, "cart", QPoint(30, 0))
    reach(qtbot, placing, TrainerState.PAUSED)
    n_steps = placing.controller.latest.n_steps
    QTest.mouseMove(placing.view, at + QPoint(10, 0))
    drop(placing, at + QPoint(10, 0))
    reach(qtbot, placing, TrainerState.RUNNING)
    qtbot.waitUntil(lambda: placing.controller.latest.n_steps > n_steps, timeout=10_000)
    [mark] = placing.controller.latest.metrics.marks
    assert (mark.name, mark.step) == ("put_cart", n_steps)
    trigger(placing, "act_run")
    reach(qtbot, placing, TrainerState.PAUSED)


def test_esc_in_a_drag_lets_a_run_that_ran_go_on(qtbot, placing):
    placing.controller.set_speed(50.0)
    trigger(placing, "act_run")
    reach(qtbot, placing, TrainerState.RUNNING)
    drag(placing, "cart", QPoint(30, 0))
    reach(qtbot, placing, TrainerState.PAUSED)
    key(placing, Qt.Key.Key_Escape)
    reach(qtbot, placing, TrainerState.RUNNING)
    assert placing.controller.latest.metrics.marks == []
    trigger(placing, "act_run")
    reach(qtbot, placing, TrainerState.PAUSED)


def test_at_the_end_of_an_episode_the_next_one_begins_where_it_is_put(qtbot, placing):
    trigger(placing, "act_step_episode")
    qtbot.waitUntil(lambda: placing.controller.latest.scene.terminated, timeout=10_000)
    reach(qtbot, placing, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: placing.view.scene is placing.controller.latest.scene, timeout=5000)  # another lets go
    QApplication.processEvents()  # what the trainer said of its pause has come
    n_episodes = placing.controller.latest.n_episodes
    key(placing, Qt.Key.Key_Right)
    assert not placing.view.scene.terminated
    assert all(abs(placing.view.scene.state[number]) <= limit for number, limit in ((0, 2.4), (2, math.radians(12))))
    key(placing, Qt.Key.Key_Return)
    wait_for_episode(qtbot, placing)
    assert placing.controller.latest.n_episodes == n_episodes


def test_in_the_past_it_says_so_and_offers_the_fork(qtbot, placing):
    placing.controller.goto(30)
    qtbot.waitUntil(lambda: placing.controller.latest.n_steps == 30, timeout=10_000)
    qtbot.waitUntil(lambda: placing.view.scene is placing.controller.latest.scene, timeout=5000)
    shown = drop(placing, drag(placing, "cart", QPoint(60, 0)))
    assert "the past of the run, which stays as it was" in placing.notice.text
    assert placing.controller.latest.fork is None
    child(placing, "notice_action").click()
    qtbot.waitUntil(lambda: placing.controller.latest.fork is not None, timeout=10_000)
    assert placing.controller.latest.scene.state == shown
    assert placing.controller.latest.metrics.marks == [], "of the run"
    assert [mark.name for mark in placing.controller.latest.fork.metrics.marks] == ["put_cart"]


def test_in_the_past_it_can_be_left_as_it_is(qtbot, placing):
    placing.controller.goto(30)
    qtbot.waitUntil(lambda: placing.view.scene is placing.controller.latest.scene, timeout=10_000)
    qtbot.waitUntil(lambda: placing.controller.latest.n_steps == 30, timeout=10_000)
    key(placing, Qt.Key.Key_Right, Qt.Key.Key_Return)
    child(placing, "notice_action_2").click()
    assert placing.controller.latest.fork is None
    assert placing.view.scene is placing.controller.latest.scene


def test_beside_a_fork_it_is_b_that_is_put(qtbot, placing):
    trigger(placing, "act_fork")
    qtbot.waitUntil(lambda: placing.controller.latest.fork is not None, timeout=10_000)
    a = placing.controller.latest.fork.scene.state
    key(placing, Qt.Key.Key_Right, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: placing.controller.latest.scene.step == 0, timeout=10_000)
    assert placing.controller.latest.fork.scene.state == a
    assert placing.controller.latest.scene.state[0] == pytest.approx(a[0] + 0.1)


def test_reset_in_the_middle_of_a_drag_drops_it(qtbot, placing):
    drag(placing, "cart", QPoint(60, 0))
    run = placing.controller.latest.run
    trigger(placing, "act_reset")
    qtbot.waitUntil(lambda: placing.controller.latest.run > run, timeout=20_000)
    qtbot.waitUntil(lambda: placing.view.scene is placing.controller.latest.scene, timeout=5000)
    drop(placing, QPoint(10, 10))
    assert placing.controller.latest.metrics.marks == []
    assert placing.place_card.isVisible(), "placing goes on in the new run"


def test_a_step_in_the_middle_of_a_drag_shows_the_step(qtbot, placing):
    key(placing, Qt.Key.Key_Right)
    n_steps = placing.controller.latest.n_steps
    trigger(placing, "act_step")
    qtbot.waitUntil(lambda: placing.controller.latest.n_steps == n_steps + 1, timeout=10_000)
    qtbot.waitUntil(lambda: placing.view.scene is placing.controller.latest.scene, timeout=5000)
    assert words(placing).startswith("Drag the cart")


def test_closing_the_window_in_the_middle_of_a_drag_ends_it(qtbot, placing):
    drag(placing, "cart", QPoint(60, 0))
    placing.close()
    assert placing.isHidden()


def test_a_replay_goes_on_from_where_it_is_put_and_the_run_is_as_it_was(qtbot, placing):
    trigger(placing, "act_replay")
    qtbot.waitUntil(lambda: placing.replaying, timeout=10_000)
    placing.player.pause()
    placing.player.seek(3)
    qtbot.waitUntil(lambda: told(placing, 0, "policy") == "replayed", timeout=10_000)
    n_recordings = len(placing.player.recordings)
    shown = drop(placing, drag(placing, "cart", QPoint(60, 0)))
    qtbot.waitUntil(lambda: len(placing.player.recordings) == n_recordings + 1, timeout=10_000)
    assert placing.player.recording.states[0] == shown
    assert placing.player.is_playing
    assert placing.controller.latest.metrics.marks == []


def test_where_nothing_can_be_put_the_toggle_is_off_and_says_why(qtbot, placing, added):
    card = added("Restless-v0")
    placing.controller.reset(PRESETS.first(card.id, "dqn").settings())
    qtbot.waitUntil(lambda: not placing.actions_by_name["act_place"].isEnabled(), timeout=20_000)
    assert placing.place_card.isHidden()
    assert "cannot be put back to any state" in placing.actions_by_name["act_place"].toolTip()


def test_an_environment_that_declares_no_numbers_to_set_says_so():
    card = dataclasses.replace(ENVIRONMENTS.get("CartPole-v1"), placing=None)
    assert refusal_words(card) == "“CartPole-v1” does not declare which numbers of its state a person may set."


@pytest.mark.parametrize(
    ("environment", "algorithm", "body", "number"),
    [
        ("MountainCar-v0", "q-table", "car", 0),
        ("Acrobot-v1", "dqn", "lower_link", 1),
        ("Pendulum-v1", "ddpg", "pendulum", 0),
        ("GridWorld-v1", "q-table", "agent", 0),
    ],
)
def test_every_environment_of_ours_is_put_by_a_drag(qtbot, window, environment, algorithm, body, number):
    window.resize(1366, 768)
    window.training.choose(PRESETS.first(environment, algorithm), "")
    qtbot.waitUntil(lambda: window.controller.latest.settings.environment == environment, timeout=20_000)
    reach(qtbot, window, TrainerState.PAUSED)
    train(qtbot, window, 5)
    trigger(window, "act_place")
    before = window.controller.latest.scene.state
    far = window.view.width() // 6  # where the agent of the maze is in the middle, far enough for another column
    shown = drop(window, drag(window, body, QPoint(-far if before[0] > 2 else far, 0)))
    assert shown[number] != before[number]
    qtbot.waitUntil(lambda: window.controller.latest.scene.step == 0, timeout=10_000)
    assert window.controller.latest.scene.state == shown
