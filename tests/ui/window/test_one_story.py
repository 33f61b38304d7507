"""Arrow, bars and cards speak of the same step, or say whose they are."""

from __future__ import annotations

import numpy as np
import pytest

from playground.ui.theme.palette import DARK, LIGHT
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.window.gestures import child, reach, train, trigger


def latest(window):
    return window.controller.latest


def read(qtbot, window):
    """Wait until the newest step can be read, and return its trace."""
    qtbot.waitUntil(lambda: latest(window).fresh_trace is not None, timeout=10_000)
    return latest(window).fresh_trace


def told(window):
    """Return what the bars tell those who do not see them."""
    return window.bars.accessibleDescription()


def assert_tells(text, values):
    """Check that the numbers in a sentence are these values, to three digits."""
    found = [word.strip(",.").replace("−", "-") for word in text.split()]
    numbers = [float(word) for word in found if word.lstrip("-").replace(".", "", 1).isdigit()]
    assert numbers == pytest.approx(list(values), rel=6e-3)


@pytest.mark.parametrize("stop", ["act_run", "act_step", "act_step_episode"])
def test_at_rest_the_bars_are_what_chose_the_action_shown_and_the_next_ones_stand_apart(qtbot, window, stop):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: latest(window).n_steps > 300, timeout=20_000)
    trigger(window, stop)
    reach(qtbot, window, TrainerState.PAUSED)
    trace = read(qtbot, window)
    action = ("left", "right")[latest(window).scene.action]
    qtbot.waitUntil(lambda: f"Taken: {action}." in told(window), timeout=5000)
    qtbot.waitUntil(lambda: window.view.scene == latest(window).scene, timeout=5000)
    qtbot.waitUntil(lambda: f"{trace.step:,}" in child(window, "inspector_line_where").text(), timeout=5000)
    assert f"a = {action}" in child(window, "inspector_line_choose").text()

    def is_told():
        sentence = told(window).split(" Taken")[0]
        try:
            assert_tells(sentence.removeprefix("This step: "), trace.values)
        except AssertionError:
            return False
        return True

    qtbot.waitUntil(is_told, timeout=5000)
    after, scene = told(window).split(" Next: ")[1], latest(window).scene
    if scene.terminated or scene.truncated:
        assert after == "none, the episode is over."
    else:
        assert_tells(after, latest(window).look)


def test_in_slow_motion_too_and_at_speed_they_say_next(qtbot, window):
    child(window, "speed").setValue(0)
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: told(window).startswith("This step: "), timeout=10_000)
    assert latest(window).state is TrainerState.RUNNING
    child(window, "speed").setValue(child(window, "speed").maximum())
    qtbot.waitUntil(lambda: told(window).startswith("Next: "), timeout=10_000)
    assert "Taken" not in told(window)


def test_before_the_first_step_nothing_was_taken(qtbot, window):
    qtbot.waitUntil(lambda: told(window).startswith("Next: "), timeout=5000)
    assert "Taken" not in told(window)


def test_a_replay_at_rest_shows_the_recorded_values_of_the_action_shown(qtbot, window):
    train(qtbot, window, 400)
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    player = window.player
    player.pause()
    player.seek(3)
    recording = player.recording
    action = ("left", "right")[recording.actions[2]]
    assert np.argmax(recording.values[2]) == recording.actions[2] == window.view.scene.action

    def is_told():
        try:  # what is told is at most a second old
            assert told(window).startswith("This step: ")
            assert f"Taken: {action}." in told(window)
            assert_tells(told(window).split(" Taken")[0], recording.values[2])
            assert_tells(told(window).split("Next: ")[1], recording.values[3])
        except AssertionError:
            return False
        return True

    qtbot.waitUntil(is_told, timeout=5000)
    player.seek(len(recording))
    qtbot.waitUntil(lambda: told(window).endswith("Next: none, the episode is over."), timeout=5000)
    player.seek(0)
    qtbot.waitUntil(lambda: told(window).startswith("Next: "), timeout=5000)


def test_the_numbers_of_an_earlier_step_are_grey_and_bear_its_step_until_it_stops(qtbot, window):
    trigger(window, "act_step")
    qtbot.waitUntil(
        lambda: child(window, "inspector_line_where").text() == "Step 1 of the run, episode 1", timeout=5000
    )
    numbers = child(window, "inspector_line_choose")
    bright = {LIGHT.text, DARK.text}
    assert numbers.palette().windowText().color().name().upper() in bright
    trigger(window, "act_run")
    qtbot.waitUntil(
        lambda: child(window, "inspector_line_where").text() == "Step 1 of the run, episode 1: it has gone on since",
        timeout=5000,
    )
    assert numbers.palette().windowText().color().name().upper() in {LIGHT.muted, DARK.muted}
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.PAUSED)
    step = latest(window).n_steps
    qtbot.waitUntil(
        lambda: child(window, "inspector_line_where").text().startswith(f"Step {step:,} of the run"), timeout=10_000
    )
    qtbot.waitUntil(lambda: numbers.palette().windowText().color().name().upper() in bright, timeout=5000)


def test_a_pause_does_not_turn_the_tab_that_somebody_reads_and_a_step_does(qtbot, window):
    train(qtbot, window, 100)
    window.details.setCurrentIndex(2)
    train(qtbot, window, latest(window).n_steps + 100)
    step = read(qtbot, window).step
    assert window.details.currentIndex() == 2
    window.details.setCurrentIndex(0)
    qtbot.waitUntil(lambda: f"{step:,}" in child(window, "inspector_line_where").text(), timeout=5000)
    window.details.setCurrentIndex(2)
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.details.currentWidget() is window.details.line, timeout=5000)
