"""What if the other action? Ghosts over the frame that is shown, a card that says what they come to, and how it ends."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QToolButton

from playground.engine.history.counterfactual import Branching, Counterfactual, Future
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.number_text import three_digits
from playground.ui.timeline.what_if_presenter import steps_after
from playground.ui.timeline.what_if_text import action_words, future_words, verdict_words

CARTPOLE, GRID, PENDULUM = (ENVIRONMENTS.get(name) for name in ("CartPole-v1", "GridWorld-v1", "Pendulum-v1"))


def future(action, *rewards, terminated=True):
    return Future(action, ((0.0,) * 4,) * (len(rewards) + 1), rewards, terminated, not terminated)


def result(*futures, taken=None, same_draws=False):
    return Counterfactual(Branching((0.0,) * 4, 3, 500, taken), futures, 0.5, same_draws)


def test_each_future_is_told_with_its_action_its_end_and_its_returns():
    told = result(future(1, 1.0, 1.0, 1.0), future(0, 1.0, 1.0, terminated=False), taken=1)
    assert future_words(told, 0, CARTPOLE) == "right (taken): ends after 3 steps, return 3, discounted 1.75"
    assert future_words(told, 1, CARTPOLE) == "left: 2 steps to the time limit, return 2, discounted 1.50"
    untaken = result(future(1, 1.0), future(0, 1.0))
    assert future_words(untaken, 0, CARTPOLE).startswith("right (the policy's choice): ")
    assert action_words(PENDULUM, [-1.5]) == "torque −1.50"


def test_futures_that_return_the_same_are_said_to():
    alike = [future(action, -0.01, 0.77) for action in range(4)]
    assert verdict_words(result(*alike), GRID) == "All 4 futures return the same."
    told = verdict_words(result(*alike[:2], future(2, -0.01, -1.0)), GRID)
    assert told == "up and right return the same, and none returns more."
    assert verdict_words(result(*alike[:2]), GRID) == "Both return the same."


def test_what_q_promised_is_told_beside_what_came():
    kept = Future(1, ((0.0,) * 4,) * 4, (1.0, 1.0, 1.0), True, False, promised=53.8)
    told = result(kept, future(0, 1.0))
    assert future_words(told, 0, CARTPOLE).endswith("discounted 1.75; Q promised 53.8, 1.75 came")
    assert "promised" not in future_words(told, 1, CARTPOLE)
    shaped = dataclasses.replace(told, on_termination=-10.0)
    assert future_words(shaped, 0, CARTPOLE).endswith(
        "discounted 1.75; Q promised 53.8, −1.00 came with the end as −10, as it learns"
    )
    cut_off = dataclasses.replace(kept, terminated=False, truncated=True)
    assert "1.75 came up to the time limit" in future_words(result(cut_off, kept), 0, CARTPOLE)


def test_the_ghosts_begin_slowly_enough_to_follow_and_a_long_future_ends_before_long():
    assert [steps_after(seconds, 50.0) for seconds in (0.0, 1.0, 2.0, 3.0)] == [0, 8, 16, 24]
    assert steps_after(20.0, 50.0) > 500
    assert all(steps_after(n / 10 + 1, 50.0) - steps_after(n / 10, 50.0) <= 51 for n in range(300))
    assert steps_after(10.0, 4.0) == 40  # what is slow by itself is as it is


def test_the_verdict_names_the_best_its_lead_and_since_when():
    left_wins = result(future(1, 1.0), future(0, 1.0, 1.0, 1.0))
    assert verdict_words(left_wins, CARTPOLE) == "left returns 2 more than right, and stays ahead from step 2 on."
    assert verdict_words(result(future(1, 1.0), future(0, 1.0)), CARTPOLE) == "Both return the same."
    four = result(future(0, 5.0), future(1, 7.0), future(2, 9.0), future(3, 1.0), same_draws=True)
    assert verdict_words(four, GRID) == (
        "down returns 4 more than up, and stays ahead from step 1 on. Chance is the same in each: the same dice are thrown."
    )
    taken_is_best = result(future(0, 5.0), future(1, 2.0), future(2, 3.0))
    assert verdict_words(taken_is_best, GRID).startswith("up returns 2 more than down")


def promised(window):
    """Return the Q-values of the moment that is shown."""
    return window.controller.latest.look


def first(window):
    return int(promised(window).argmax())


def trigger(window, name):
    window.actions_by_name[name].trigger()


def reach(qtbot, window, state):
    qtbot.waitUntil(lambda: window.controller.latest.state is state, timeout=20_000)


def child(window, kind, name):
    return window.findChild(kind, name)


def shown(qtbot, window):
    qtbot.waitUntil(lambda: window.what_if.is_shown, timeout=10_000)


def test_w_shows_the_futures_of_a_paused_run_and_the_next_step_or_esc_ends_them(qtbot, window):
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.view.scene.step == 1, timeout=10_000)
    state = window.view.scene.state
    qtbot.keyClick(window.view, Qt.Key.Key_W)
    shown(qtbot, window)
    assert window.what_if_card.isVisible()
    assert [ghost.dashed for ghost in window.view.scene.ghosts] == [False, True]
    assert len({ghost.colour for ghost in window.view.scene.ghosts}) == 2
    assert window.view.scene.state == state
    said = child(window, QLabel, "what_if_future_1").text()
    assert "return" in said
    assert f"Q promised {three_digits(promised(window)[1 - first(window)])}" in said

    slider = child(window, QSlider, "what_if_step")
    slider.setValue(3)  # a person drags it: from now on the ghosts stand still
    play = child(window, QToolButton, "what_if_play")
    assert play.accessibleName() == "Let the futures go on"
    assert all(ghost.state != state for ghost in window.view.scene.ghosts)
    slider.setValue(0)
    assert all(ghost.state == state for ghost in window.view.scene.ghosts)
    play.click()
    qtbot.waitUntil(lambda: slider.value() > 1, timeout=5000)

    qtbot.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.what_if.is_shown
    assert not window.what_if_card.isVisible()
    assert window.view.scene.ghosts == ()

    trigger(window, "act_what_if")
    shown(qtbot, window)
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: not window.what_if.is_shown, timeout=10_000)
    assert window.view.scene.ghosts == ()
    assert window.view.scene.step == 2
    assert window.controller.latest.n_steps == 2  # asking made no step


def test_in_a_replay_the_first_future_is_the_replay_itself_and_at_its_end_there_is_none(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    window.player.pause()
    window.player.seek(2)
    trigger(window, "act_what_if")
    shown(qtbot, window)
    rest = len(window.player.recording) - 2
    words = child(window, QLabel, "what_if_future_0").text()
    assert "(taken)" in words
    assert f"after {rest} steps, return {rest}," in words
    window.player.step(1)
    assert not window.what_if.is_shown

    window.player.seek(len(window.player.recording))
    trigger(window, "act_what_if")
    assert "The episode is over in this frame" in window.notice.text
    assert not window.what_if.is_shown

    window.player.seek(0)
    trigger(window, "act_what_if")
    shown(qtbot, window)
    child(window, QPushButton, "what_if_leave").click()
    assert not window.what_if.is_shown


def test_an_environment_that_cannot_be_put_back_says_so_and_the_action_is_off(qtbot, window, added):
    card = added("Restless-v0")
    trigger_run(qtbot, window, PRESETS.first(card.id, "dqn").settings())
    for name in ("act_what_if", "act_fork", "act_place"):
        action = window.actions_by_name[name]
        assert not action.isEnabled()
        assert "cannot be put back" in action.toolTip(), name
    trigger_run(qtbot, window, PRESETS.get("tutorial").settings())
    assert window.actions_by_name["act_what_if"].isEnabled()
    assert "other action" in window.actions_by_name["act_what_if"].toolTip()


def trigger_run(qtbot, window, settings):
    window.controller.reset(settings)
    qtbot.waitUntil(lambda: window.controller.latest.settings is settings, timeout=10_000)
    qtbot.waitUntil(lambda: window.training.pair[0] == settings.environment, timeout=10_000)
