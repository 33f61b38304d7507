"""Going to the past and back in the window: by the timeline, by keys, in a replay."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from playground.ui.trainer.snapshot import TrainerState


@pytest.fixture
def past(qtbot, window):
    """The window, its run paused after a few hundred steps with a change of gamma."""
    window.training.step()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=10_000)
    window.controller.set_hyper("gamma", 0.5, 1)
    window.speed.set_index(12)
    window.training.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 300, timeout=20_000)
    window.training.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=10_000)
    return window


def shows(qtbot, window, n_steps):
    qtbot.waitUntil(lambda: window.timeline_bar.strip.value() == n_steps, timeout=10_000)


def test_the_past_is_shown_as_such_and_the_way_back_to_now_is_one_click(qtbot, past):
    window, badge = past, past.findChild(QLabel, "past_badge")
    present = window.controller.latest.n_steps
    shows(qtbot, window, present)
    assert badge.isHidden()
    assert not window.actions_by_name["act_to_present"].isEnabled()
    window.timeline_bar.strip.goto_requested.emit(1)
    shows(qtbot, window, 1)
    assert badge.text().startswith(f"Step 1 of {present:,}: the past")
    assert not badge.isHidden()
    qtbot.waitUntil(lambda: window.plots.shown[0].cursor_line.steps == [1], timeout=5000)
    assert window.hyper_panel.values()["gamma"] == 0.95
    window.actions_by_name["act_to_present"].trigger()
    shows(qtbot, window, present)
    assert badge.isHidden()
    qtbot.waitUntil(lambda: window.plots.shown[0].cursor_line.steps == [], timeout=5000)
    assert window.hyper_panel.values()["gamma"] == 0.5


def test_the_badge_of_the_past_hides_nothing_that_the_picture_says(qtbot, past):
    window, badge = past, past.findChild(QLabel, "past_badge")
    window.resize(1366, 768)
    end = int(window.controller.latest.metrics.episodes.column("step")[2])
    window.timeline_bar.strip.goto_requested.emit(end)
    shows(qtbot, window, end)
    qtbot.waitUntil(lambda: not badge.isHidden() and window.view.scene.terminated)
    place = badge.geometry()
    badge.hide()
    hidden = window.view.grab(place).toImage()
    colours = {hidden.pixel(x, y) for x in range(hidden.width()) for y in range(hidden.height())}
    assert len(colours) == 1  # the ground of the picture


def test_keys_of_the_view_and_of_the_window_go_back_and_forth_step_by_step_and_by_episodes(qtbot, past):
    window, view = past, past.view
    ends = [int(step) for step in window.controller.latest.metrics.episodes.column("step")]
    window.controller.goto(ends[2])
    shows(qtbot, window, ends[2])
    QTest.keyClick(view, Qt.Key.Key_Left)
    shows(qtbot, window, ends[2] - 1)
    window.actions_by_name["act_step_back"].trigger()
    shows(qtbot, window, ends[2] - 2)
    QTest.keyClick(view, Qt.Key.Key_Right)
    shows(qtbot, window, ends[2] - 1)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    shows(qtbot, window, ends[1])
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    shows(qtbot, window, ends[2])
    assert window.controller.latest.present_steps > 300


def test_of_many_moments_asked_for_at_once_only_the_first_and_the_newest_are_gone_to(qtbot, past):
    window, present = past, past.controller.latest.n_steps
    for n_steps in range(200, 100, -1):
        window.timeline.goto(n_steps)
    shows(qtbot, window, 101)
    window.controller.to_present()
    shows(qtbot, window, present)
    for _press in range(20):  # of a key that is held faster than moments are shown
        window.timeline.step_back()
    shows(qtbot, window, present - 2)
    window.timeline.goto(5)
    shows(qtbot, window, 5)


def test_a_preset_chosen_at_the_first_step_of_the_past_does_not_do_away_with_the_run(qtbot, past):
    window = past
    window.timeline.goto(0)
    shows(qtbot, window, 0)
    run, present = window.controller.latest.run, window.controller.latest.present_steps
    window.hyper_panel.preset_chosen.emit("fast")
    assert f"{present:,} steps" in window.notice.text
    assert window.controller.latest.run == run


def test_in_a_replay_the_same_keys_go_through_its_frames_and_episodes(qtbot, window):
    window.actions_by_name["act_replay"].trigger()
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    player = window.player
    player.choose_episode(1)
    player.seek(5)
    window.actions_by_name["act_step_back"].trigger()
    assert (player.episode, player.frame) == (1, 4)
    window.actions_by_name["act_step_forward"].trigger()
    assert (player.episode, player.frame) == (1, 5)
    QTest.keyClick(window.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert (player.episode, player.frame) == (1, 0)
    window.actions_by_name["act_episode_back"].trigger()
    assert (player.episode, player.frame) == (0, 0)
    QTest.keyClick(window.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert (player.episode, player.frame) == (1, 0)


def test_a_long_way_can_be_stopped_where_the_way_back_to_now_was(qtbot, window):
    bar, latest = window.timeline_bar, window.controller.latest
    to_present = bar.findChild(QToolButton, "button_to_present")
    bar.show_busy(dataclasses.replace(latest, busy=(10, 100)))
    assert not bar.stop.isHidden()
    assert to_present.isHidden()
    bar.show_busy(latest)
    assert bar.stop.isHidden()
    assert not to_present.isHidden()
