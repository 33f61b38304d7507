"""Play yourself, in the window: keys, mouse, countdown, pauses, scoreboard, and back to the run."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.ui import app
from playground.ui.hands.play import game as games
from playground.ui.hands.play.game import GameState
from playground.ui.trainer.snapshot import TrainerState

LEFT, RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right


@pytest.fixture(autouse=True)
def short_countdown(monkeypatch):
    monkeypatch.setattr(games, "COUNT_MS", 5)


def trigger(window, name):
    window.actions_by_name[name].trigger()


def child(window, name, kind=QWidget):
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def words(window, name):
    return child(window, name, QLabel).text()


def game(window):
    return window.play.room.game


def reach(qtbot, window, state):
    qtbot.waitUntil(lambda: game(window).state is state, timeout=20_000)


def play(qtbot, window, speed=None):
    """Begin a game, at a speed, and wait for the clock."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    trigger(window, "act_play")
    qtbot.waitUntil(lambda: window.play.is_playing, timeout=20_000)
    if speed is not None:
        choose_speed(window, speed)
    reach(qtbot, window, GameState.PLAYING)


def choose_speed(window, speed):
    box = child(window, "play_speed", QComboBox)
    box.setCurrentIndex(box.findData(speed))
    box.activated.emit(box.currentIndex())


def begin(qtbot, window, preset, environment, algorithm):
    window.training.choose(PRESETS.get(preset, environment, algorithm), "")
    pair = environment, algorithm
    qtbot.waitUntil(lambda: window.training.pair == pair, timeout=20_000)
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=20_000)


def shown(window, player, row="start"):
    return words(window, f"scoreboard_{player}_{row}")


def test_a_game_is_played_by_keys_and_scored_beside_the_agent_on_the_same_start(qtbot, window):
    play(qtbot, window, 50)
    assert window.view.hasFocus()
    assert window.play.place.isVisible()
    assert words(window, "play_keys").startswith("← or A: left")
    QTest.keyPress(window.view, RIGHT)
    assert window.view.scene.action == 1
    reach(qtbot, window, GameState.ENDED)
    episode = game(window).episode
    assert episode.actions[-5:] == [1] * 5
    assert window.view.scene.terminated
    assert shown(window, "you") == str(len(episode))
    qtbot.waitUntil(lambda: shown(window, "rule") == "500", timeout=20_000)
    policy = policy_of(Session(window.controller.latest.settings))
    assert shown(window, "agent") == str(round(record_episode(policy, episode.seed).total))
    assert episode.states[0] == record_episode(policy, episode.seed).states[0]
    assert window.controller.latest.n_steps == 0
    board = child(window, "scoreboard")
    assert board.accessibleDescription().startswith(f"you: {len(episode)}; agent: ")


def test_the_countdown_is_seen_and_nothing_moves_before_its_end(qtbot, window, monkeypatch):
    monkeypatch.setattr(games, "COUNT_MS", 60_000)
    trigger(window, "act_play")
    qtbot.waitUntil(lambda: window.play.is_playing, timeout=20_000)
    assert game(window).state is GameState.COUNTING
    assert words(window, "play_overlay") == "3"
    assert child(window, "play_overlay").isVisible()
    QTest.keyPress(window.view, RIGHT)
    assert len(game(window).episode) == 0


def test_training_pauses_for_a_game_and_goes_on_only_when_asked(qtbot, window):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 5, timeout=20_000)
    play(qtbot, window)
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
    n_steps = window.controller.latest.n_steps
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.play.is_playing
    assert window.play.place.isHidden()
    assert window.controller.latest.n_steps == n_steps
    assert window.view.scene == window.controller.latest.scene
    play(qtbot, window)
    trigger(window, "act_run")
    assert not window.play.is_playing
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > n_steps, timeout=20_000)


def test_no_key_of_a_game_acts_on_the_run_and_afterwards_they_do_again(qtbot, window):
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=10_000)
    play(qtbot, window, 2)
    for key in (Qt.Key.Key_W, Qt.Key.Key_F, LEFT, RIGHT, Qt.Key.Key_Space):
        QTest.keyClick(window.view, key)
    QTest.keyClick(window, Qt.Key.Key_F)
    QTest.keyClick(window.view, RIGHT, Qt.KeyboardModifier.ShiftModifier)
    not_now = [window.actions_by_name[name] for name in ("act_what_if", "act_push_left", "act_push_right", "act_place")]
    assert not any(action.isEnabled() for action in not_now)
    pull = window.view.rect().center()
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=pull)
    QTest.mouseMove(window.view, pull + QPoint(90, 0))
    QTest.mouseRelease(window.view, Qt.MouseButton.LeftButton, pos=pull + QPoint(90, 0))
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    latest = window.controller.latest
    assert (latest.n_steps, latest.fork, latest.is_past) == (1, None, False)
    assert all(action.isEnabled() for action in not_now)
    assert not latest.metrics.marks
    QTest.keyClick(window.view, RIGHT)
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 2, timeout=10_000)


def test_of_two_keys_the_newer_counts_and_letting_go_returns_to_the_older(qtbot, window):
    play(qtbot, window, 2)
    seen = []
    for act, key in (
        (QTest.keyPress, LEFT),
        (QTest.keyPress, Qt.Key.Key_D),
        (QTest.keyRelease, Qt.Key.Key_D),
        (QTest.keyPress, Qt.Key.Key_D),
        (QTest.keyRelease, LEFT),
    ):
        act(window.view, key)
        seen.append(window.view.scene.action)
    assert seen == [0, 1, 0, 1, 1]


def test_a_tap_between_two_steps_counts_in_the_next(qtbot, window):
    play(qtbot, window, 12)
    n = len(game(window).episode)
    wanted = 1 - game(window)._keys.idle(n)  # what no key would not do
    QTest.keyClick(window.view, (LEFT, RIGHT)[wanted])
    qtbot.waitUntil(lambda: len(game(window).episode) > n, timeout=5000)
    assert game(window).episode.actions[n] == wanted


def test_who_leaves_the_picture_has_let_go_of_all_keys_and_the_game_waits(qtbot, window):
    play(qtbot, window, 2)
    QTest.keyPress(window.view, RIGHT)
    child(window, "speed").setFocus()
    assert game(window).state is GameState.PAUSED
    assert "Space to go on" in words(window, "play_overlay")
    n = len(game(window).episode)
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton)
    assert window.view.hasFocus()
    reach(qtbot, window, GameState.PLAYING)
    choose_speed(window, 50)
    qtbot.waitUntil(lambda: len(game(window).episode) >= n + 2, timeout=10_000)
    assert set(game(window).episode.actions[n : n + 2]) == {0, 1}  # no key is held
    QTest.keyClick(window.view, Qt.Key.Key_Space)
    assert game(window).state is GameState.PAUSED
    QTest.keyClick(window.view, Qt.Key.Key_Space)
    assert game(window).state is GameState.COUNTING


def test_the_mouse_holds_a_half_of_the_picture_and_pulls_as_hard_as_it_is_far(qtbot, window):
    play(qtbot, window, 2)
    view, button = window.view, Qt.MouseButton.LeftButton
    middle = view.height() // 2
    QTest.mousePress(view, button, pos=QPoint(10, middle))
    assert view.scene.action == 0
    QTest.mouseMove(view, QPoint(view.width() - 10, middle))
    assert view.scene.action == 1
    QTest.mouseRelease(view, button, pos=QPoint(view.width() - 10, middle))
    begin(qtbot, window, "td3", "Pendulum-v1", "ddpg")
    assert not window.play.is_playing
    play(qtbot, window, 2)
    QTest.mousePress(view, button, pos=QPoint(view.width() - 1, middle))
    assert view.scene.action.tolist() == [2.0]
    QTest.mouseMove(view, QPoint(view.width() // 4, middle))
    assert -1.2 < view.scene.action[0] < -0.8


def test_in_a_grid_each_press_is_one_step_and_no_clock_runs(qtbot, window):
    begin(qtbot, window, "cells", "GridWorld-v1", "q-table")
    play(qtbot, window)
    assert child(window, "play_overlay").isHidden()
    assert child(window, "play_speed").isHidden()
    for n, key in enumerate((Qt.Key.Key_Up, Qt.Key.Key_W, Qt.Key.Key_Up), 1):
        QTest.keyPress(window.view, key)
        assert len(game(window).episode) == n
    QTest.keyRelease(window.view, Qt.Key.Key_Up)
    child(window, "speed").setFocus()
    assert game(window).state is GameState.PLAYING
    assert window.controller.latest.n_steps == 0


def test_after_the_end_there_is_the_same_start_again_or_the_next_and_means_of_both(qtbot, window):
    play(qtbot, window, 50)
    start = game(window).episode.states[0]
    QTest.keyPress(window.view, RIGHT)
    reach(qtbot, window, GameState.ENDED)
    child(window, "play_same", QPushButton).click()
    assert window.view.hasFocus()
    assert game(window).episode.states[0] == start
    assert words(window, "scoreboard_mean") == "mean of 1 start"
    reach(qtbot, window, GameState.ENDED)
    first = float(shown(window, "you"))
    QTest.keyClick(window.view, Qt.Key.Key_Space)
    assert game(window).episode.seed == 1
    assert game(window).episode.states[0] != start
    reach(qtbot, window, GameState.ENDED)
    second = float(shown(window, "you"))
    assert words(window, "scoreboard_mean") == "mean of 2 starts"
    assert float(shown(window, "you", "mean")) == (first + second) / 2
    QTest.keyClick(window.view, Qt.Key.Key_R)
    assert game(window).episode.seed == 1


def test_beside_a_fork_the_game_has_the_picture_alone_and_both_runs_stay_as_they_are(qtbot, window):
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=10_000)
    trigger(window, "act_fork")
    qtbot.waitUntil(lambda: window.pair.is_double, timeout=10_000)
    play(qtbot, window, 50)
    assert not window.pair.is_double
    QTest.keyPress(window.view, LEFT)
    reach(qtbot, window, GameState.ENDED)
    trigger(window, "act_to_present")
    child(window, "play_stop", QPushButton).click()
    assert window.pair.is_double
    latest = window.controller.latest
    assert (latest.n_steps, latest.fork.a_steps) == (1, 1)
    play(qtbot, window, 2)
    child(window, "fork_promote", QPushButton).click()
    qtbot.waitUntil(lambda: window.controller.latest.fork is None, timeout=10_000)
    qtbot.waitUntil(lambda: not window.play.is_playing, timeout=10_000)
    assert window.view.scene == window.controller.latest.scene


def test_over_a_replay_the_game_is_against_its_policy_and_the_replay_comes_back(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    window.player.pause()
    window.player.seek(3)
    scene = window.view.scene
    play(qtbot, window, 50)
    assert not window.replaying
    reach(qtbot, window, GameState.ENDED)
    qtbot.waitUntil(lambda: shown(window, "agent") != "–", timeout=20_000)
    assert float(shown(window, "agent")) == record_episode(window.player.policy, 0).total
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert window.replaying
    assert window.view.scene == scene
    play(qtbot, window)
    trigger(window, "act_replay")  # of the run as it is
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    assert not window.play.is_playing


def test_a_reset_ends_the_game_and_the_new_run_is_shown(qtbot, window):
    play(qtbot, window, 2)
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: not window.play.is_playing, timeout=20_000)
    qtbot.waitUntil(lambda: window.view.scene == window.controller.latest.scene, timeout=10_000)
    assert child(window, "play_overlay").isHidden()


def test_closing_the_window_ends_the_game(qtbot, window):
    play(qtbot, window, 12)
    window.close()
    assert game(window).state is GameState.NONE


def test_inside_the_game_takes_the_large_picture_and_gives_it_back(qtbot, window):
    trigger(window, "act_workspace_inside")
    play(qtbot, window, 2)
    assert window.workspaces.current == "watch"
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert window.workspaces.current == "inside"
    trigger(window, "act_workspace_watch")
    play(qtbot, window, 2)
    trigger(window, "act_workspace_inside")
    assert not window.play.is_playing
    assert window.workspaces.current == "inside"


def test_what_had_the_focus_has_it_again(qtbot, window):
    window.activateWindow()
    slider = child(window, "hyper_gamma_slider")
    slider.setFocus()
    play(qtbot, window, 2)
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert window.focusWidget() is slider


def test_an_episode_can_be_given_to_a_learner_with_a_buffer_and_others_say_why_not(qtbot, window):
    play(qtbot, window, 50)
    give = child(window, "play_give", QPushButton)
    assert not give.isEnabled()
    reach(qtbot, window, GameState.ENDED)
    assert give.isEnabled()
    asked = []
    window.play.room.give_wanted.connect(asked.append)
    give.click()
    assert asked == [game(window).episode.as_input()]
    begin(qtbot, window, PRESETS.offered("CartPole-v1", "ppo").names()[0], "CartPole-v1", "ppo")
    play(qtbot, window, 50)
    reach(qtbot, window, GameState.ENDED)
    assert not give.isEnabled()
    assert "on-policy" in give.toolTip()


def test_no_game_begins_before_there_is_a_run(qtbot, own_folders):
    window = app.create([])
    try:
        assert not window.actions_by_name["act_play"].isEnabled()
        qtbot.waitUntil(window.actions_by_name["act_play"].isEnabled, timeout=20_000)
        assert window.controller.latest.state is TrainerState.PAUSED
        qtbot.waitUntil(lambda: window.plots is not None, timeout=20_000)
    finally:
        window.close()
        window.deleteLater()


def test_nothing_of_a_game_is_loaded_before_somebody_plays(tmp_path):
    code = "import sys\nfrom playground.ui.window import main_window\n" + (
        "print([name for name in sys.modules if name.startswith('playground.ui.hands.play.')])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['playground.ui.hands.play.presenter']"
