"""Pushes in the window, by the mouse and by the keys: the run, a fork and a replay are pushed, and the past is not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from playground.engine.presets.catalogue import PRESETS
from playground.ui.hands.push.pull import SHARE
from tests.ui.window.gestures import child, train, trigger

LEFT, RIGHT, NO_KEY = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
MOST = 5.0  # m/s, of the cart


def settle(qtbot, window):
    """Wait until the trainer has answered all that it was asked."""
    answers = []
    window.controller.policy_taken.connect(lambda policy, purpose: answers.append(purpose))
    window.controller.take_policy("untested", "settled")
    qtbot.waitUntil(lambda: "settled" in answers, timeout=10_000)


def body_of(window):
    """Return where the body that can be pushed is, in pixels of the view."""
    window.view.repaint()
    [body] = [grip for grip in window.view.grips() if grip.pushed_at is not None]
    return QPoint(*map(round, body.pushed_at))


def pull(window, share, *, down=0, lets_go=True):
    """Pull the cart by a share of what the hardest push takes, to the right where it is above 0."""
    view, begin = window.view, body_of(window)
    end = begin + QPoint(round(share * SHARE * min(view.width(), view.height())), down)
    QTest.mousePress(view, LEFT, NO_KEY, begin)
    QTest.mouseMove(view, (begin + end) / 2)
    QTest.mouseMove(view, end)
    if lets_go:
        QTest.mouseRelease(view, LEFT, NO_KEY, end)
    return end


def pushes(window):
    """Return by how much the run that is shown was pushed, and when."""
    metrics = window.controller.latest.metrics
    return [(mark.step, mark.name, mark.after) for mark in metrics.marks if mark.name.startswith("push_")]


def stepped(qtbot, window, steps=3):
    for _ in range(steps):
        trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == steps, timeout=10_000)


def test_pulling_the_cart_to_the_left_pushes_it_to_the_right(qtbot, window):
    stepped(qtbot, window)
    velocity = window.controller.latest.scene.state[1]
    pull(window, -0.5)
    qtbot.waitUntil(lambda: pushes(window) != [], timeout=10_000)
    [(step, name, size)] = pushes(window)
    assert (step, name) == (3, "push_right")
    assert size == pytest.approx(0.5 * MOST, abs=0.1)
    assert window.controller.latest.scene.state[1] == pytest.approx(velocity + size)


def test_the_arrow_tells_the_push_while_it_is_pulled_and_is_no_longer_than_the_hardest(qtbot, window):
    stepped(qtbot, window)
    arrow = child(window, "push_arrow")
    assert not arrow.isVisible()
    end = pull(window, 0.5, lets_go=False)
    assert arrow.isVisible()
    assert arrow.accessibleName() == f"push left {arrow.accessibleName().split()[2]} m/s"
    assert float(arrow.accessibleName().split()[2]) == pytest.approx(0.5 * MOST, abs=0.1)
    QTest.mouseMove(window.view, end + QPoint(window.view.width() // 2, 0))
    assert arrow.accessibleName() == "push left 5 m/s, the hardest"
    QTest.mouseRelease(window.view, LEFT, NO_KEY, end + QPoint(window.view.width() // 2, 0))
    qtbot.waitUntil(lambda: pushes(window) != [], timeout=10_000)
    assert pushes(window) == [(3, "push_left", MOST)]
    qtbot.waitUntil(lambda: not arrow.isVisible(), timeout=5_000)  # it goes by itself


def test_a_push_is_seen_where_it_hit_and_told_without_the_hand(qtbot, window):
    stepped(qtbot, window)
    pull(window, 0.5)
    arrow = child(window, "push_arrow")
    assert arrow.isVisible()
    assert arrow.accessibleName().startswith("push left ")


@pytest.mark.parametrize("how", ["escape", "right button", "back to where it began", "the keys go elsewhere"])
def test_a_pull_that_is_given_up_pushes_nothing(qtbot, window, how):
    stepped(qtbot, window)
    begin = body_of(window)
    end = pull(window, 0.5, lets_go=False)
    if how == "escape":
        QTest.keyClick(window.view, Qt.Key.Key_Escape)
    elif how == "right button":
        QTest.mouseClick(window.view, RIGHT, NO_KEY, end)
    elif how == "the keys go elsewhere":
        window.timeline_bar.strip.setFocus()
    else:
        end = begin + QPoint(2, 2)
        QTest.mouseMove(window.view, end)
    assert not child(window, "push_arrow").isVisible()
    QTest.mouseRelease(window.view, LEFT, NO_KEY, end)
    settle(qtbot, window)
    assert pushes(window) == []


def test_a_click_on_the_cart_and_a_drag_beside_it_push_nothing(qtbot, window):
    stepped(qtbot, window)
    begin = body_of(window)
    QTest.mouseClick(window.view, LEFT, NO_KEY, begin)
    assert window.view.hasFocus()
    QTest.mousePress(window.view, LEFT, NO_KEY, QPoint(20, 20))
    QTest.mouseMove(window.view, QPoint(200, 20))
    QTest.mouseRelease(window.view, LEFT, NO_KEY, QPoint(200, 20))
    settle(qtbot, window)
    assert pushes(window) == []


def test_the_keys_push_by_a_quarter_of_the_hardest(qtbot, window):
    stepped(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert child(window, "push_arrow").isVisible()
    qtbot.waitUntil(lambda: pushes(window) == [(3, "push_right", 1.25)], timeout=10_000)


def test_forty_pushes_in_a_moment_are_two_inputs_at_most_and_no_harder_than_the_hardest(qtbot, window):
    stepped(qtbot, window)
    for _ in range(40):
        trigger(window, "act_push_left")
    qtbot.waitUntil(lambda: len(pushes(window)) == 2, timeout=10_000)
    settle(qtbot, window)
    assert pushes(window) == [(3, "push_left", 1.25), (3, "push_left", MOST)]


def test_a_run_at_full_speed_is_pushed_and_runs_on(qtbot, window):
    window.controller.set_speed(None)
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 300, timeout=20_000)
    trigger(window, "act_push_right")
    qtbot.waitUntil(lambda: pushes(window) != [], timeout=10_000)
    [(step, name, size)] = pushes(window)
    assert (step > 300, name, size) == (True, "push_right", 1.25)
    assert window.controller.is_running


def test_a_push_at_the_very_end_of_an_episode_meets_the_start_of_the_next(qtbot, window):
    trigger(window, "act_step_episode")
    qtbot.waitUntil(lambda: window.controller.latest.scene.terminated, timeout=20_000)
    settle(qtbot, window)
    end = window.controller.latest.n_steps
    trigger(window, "act_push_right")
    qtbot.waitUntil(lambda: pushes(window) != [], timeout=10_000)
    assert pushes(window) == [(end, "push_right", 1.25)]
    scene = window.controller.latest.scene
    assert (scene.step, scene.terminated) == (0, False)
    assert scene.state[1] == pytest.approx(1.25, abs=0.05)  # of a start, and the push


def test_in_the_past_it_says_so_and_pushes_in_a_fork_instead(qtbot, window):
    train(qtbot, window, 60)
    present = window.controller.latest.n_steps
    window.controller.goto(30)
    qtbot.waitUntil(lambda: window.controller.latest.is_past, timeout=10_000)
    pull(window, -0.5)
    assert window.notice.text.startswith("What is past has happened")
    settle(qtbot, window)
    assert window.controller.latest.fork is None
    assert pushes(window) == []
    window.notice.findChild(QPushButton, "notice_action").click()
    qtbot.waitUntil(lambda: window.controller.latest.fork is not None, timeout=10_000)
    fork = window.controller.latest.fork
    assert (fork.from_step, fork.a_steps) == (30, present)
    assert [(mark.step, mark.name) for mark in fork.metrics.marks] == [(30, "push_right")]
    assert pushes(window) == []  # A is as it was


def test_beside_a_fork_b_is_pushed(qtbot, window):
    train(qtbot, window, 60)
    trigger(window, "act_fork")
    qtbot.waitUntil(lambda: window.controller.latest.fork is not None, timeout=10_000)
    trigger(window, "act_push_left")
    qtbot.waitUntil(lambda: window.controller.latest.fork.metrics.marks != [], timeout=10_000)
    assert [mark.name for mark in window.controller.latest.fork.metrics.marks] == ["push_left"]
    assert pushes(window) == []


def test_going_back_shows_the_very_moments_that_pushes_left(qtbot, window):
    seen = {}
    for step in range(1, 13):
        trigger(window, "act_step")
        qtbot.waitUntil(lambda step=step: window.controller.latest.n_steps == step, timeout=10_000)
        seen[step] = window.controller.latest.scene.state  # a moment is as the step left it; then the push comes
        if step in (4, 9):
            before = len(pushes(window))
            pull(window, 0.3 if step == 4 else -0.3)
            qtbot.waitUntil(lambda before=before: len(pushes(window)) > before, timeout=10_000)
    for step in (11, 9, 8, 4, 3, 10, 5):
        window.controller.goto(step)
        qtbot.waitUntil(lambda step=step: window.controller.latest.n_steps == step, timeout=10_000)
        assert window.controller.latest.scene.state == seen[step], step
    assert [step for step, _name, _size in pushes(window)] == [4, 9]


def begin_replay(qtbot, window, frame=4):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    window.player.pause()
    window.player.seek(frame)


def test_in_a_replay_the_rest_of_the_episode_is_played_anew_and_replay_shows_it_unpushed_again(qtbot, window):
    begin_replay(qtbot, window)
    before = window.player.recording
    pull(window, -0.5)
    qtbot.waitUntil(lambda: window.player.recording is not before, timeout=10_000)
    pushed, [(frame, change)] = window.player.recording, window.player.recording.pushes
    assert (frame, window.player.frame) == (4, 4)
    assert pushed.states[:4] == before.states[:4]
    assert pushed.states[4][1] == pytest.approx(before.states[4][1] + change)
    assert window.view.scene.caption == "Replay, seed 0, pushed at step 4"
    assert window.view.scene.state == pushed.states[4]
    episodes = child(window, "replay_episode")
    assert episodes.currentText().endswith(", pushed")
    assert not episodes.itemText(1).endswith(", pushed")
    window.player.seek(3)
    assert window.view.scene.caption == "Replay, seed 0"
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.player.recording.states == before.states, timeout=10_000)
    assert not episodes.currentText().endswith(", pushed")
    settle(qtbot, window)
    assert pushes(window) == []  # the run knows nothing of it


def test_a_replay_that_plays_plays_on_after_a_push(qtbot, window):
    begin_replay(qtbot, window, frame=0)
    before = window.player.recording
    window.player.set_speed(0.1)
    window.player.play()
    trigger(window, "act_push_right")
    qtbot.waitUntil(lambda: window.player.recording is not before, timeout=10_000)
    assert window.player.is_playing


def test_at_the_end_of_an_episode_there_is_nothing_left_to_push(qtbot, window):
    begin_replay(qtbot, window, frame=10_000)
    before = window.player.recording
    trigger(window, "act_push_right")
    assert window.notice.text.startswith("This episode is over here.")
    assert window.player.recording is before
    assert not child(window, "push_arrow").isVisible()


def test_many_pushes_in_a_replay_come_together(qtbot, window):
    begin_replay(qtbot, window)
    for _ in range(10):
        trigger(window, "act_push_right")
    qtbot.waitUntil(lambda: len(window.player.recording.pushes) == 2, timeout=10_000)
    assert [change for _frame, change in window.player.recording.pushes] == [1.25, MOST]


def begin(qtbot, window, environment, algorithm):
    window.training.choose(PRESETS.first(environment, algorithm), "")
    qtbot.waitUntil(lambda: window.controller.latest.settings.environment == environment, timeout=20_000)
    settle(qtbot, window)


def test_where_nothing_can_be_pushed_the_menu_says_why_and_no_body_can_be_taken_hold_of(qtbot, window):
    begin(qtbot, window, "GridWorld-v1", "q-table")
    action = window.actions_by_name["act_push_left"]
    assert not action.isEnabled()
    assert action.toolTip().startswith("Nothing in Grid world can be pushed")
    middle = window.view.rect().center()
    QTest.mousePress(window.view, LEFT, NO_KEY, middle)
    QTest.mouseMove(window.view, middle + QPoint(90, 0))
    QTest.mouseRelease(window.view, LEFT, NO_KEY, middle + QPoint(90, 0))
    settle(qtbot, window)
    assert pushes(window) == []
    begin(qtbot, window, "CartPole-v1", "dqn")
    assert action.isEnabled()
    assert action.toolTip().startswith("Push by a quarter")


def test_what_turns_is_pushed_clockwise_by_the_right_key(qtbot, window):
    begin(qtbot, window, "Pendulum-v1", "ddpg")
    left, right = (window.actions_by_name[name] for name in ("act_push_left", "act_push_right"))
    assert (left.text(), right.text()) == ("Push counterclockwise", "Push clockwise")
    right.trigger()
    qtbot.waitUntil(lambda: pushes(window) != [], timeout=10_000)
    assert pushes(window) == [(0, "push_clockwise", 2.0)]


def test_the_menu_of_hands_on_stands_between_run_and_view(window):
    names = [menu.objectName() for menu in window.menuBar().findChildren(QMenu)]
    shown = [action.menu().objectName() for action in window.menuBar().actions()]
    assert "menu_hands" in names
    assert shown.index("menu_run") + 1 == shown.index("menu_hands") == shown.index("menu_view") - 1
