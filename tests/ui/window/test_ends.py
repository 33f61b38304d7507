"""What a run has come to is told where the eyes are, with what can be done next."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QAbstractButton, QProgressBar

from playground.engine.presets.catalogue import PRESETS
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.window.gestures import child, reach, trigger


def begin(qtbot, window, settings):
    window.controller.reset(settings)
    qtbot.waitUntil(lambda: window.controller.latest.settings is settings, timeout=10_000)


def buttons(window):
    found = [window.notice.findChild(QAbstractButton, f"notice_action{part}") for part in ("", "_2", "_3")]
    return {button.text(): button for button in found if button.isVisible()}


def test_a_finished_run_says_so_and_offers_what_is_next(qtbot, window):
    begin(qtbot, window, PRESETS.get("tutorial").settings().with_values({"run_length": 500}))
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.FINISHED)
    qtbot.waitUntil(lambda: window.notice.text.startswith("Finished: the run length of 500 steps"), timeout=5000)
    assert "475 is needed" in window.notice.text
    assert list(buttons(window)) == ["Replay the best", "Save…", "Run on"]
    buttons(window)["Run on"].click()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 600, timeout=10_000)
    qtbot.waitUntil(window.notice.isHidden, timeout=5000)


def test_a_run_in_which_nothing_can_be_learned_says_so_before_and_after(qtbot, window):
    values = {"rollout_steps": 256, "n_environments": 8, "run_length": 500}
    begin(qtbot, window, PRESETS.first("CartPole-v1", "ppo").settings().with_values(values))
    trigger(window, "act_run")
    assert window.notice.text.startswith("rollout_steps: the run ends after 500 steps")
    reach(qtbot, window, TrainerState.FINISHED)
    qtbot.waitUntil(lambda: "Nothing was learned" in window.notice.text, timeout=5000)
    assert list(buttons(window)) == ["Replay", "Save…", "Run on"]


def test_the_best_policy_is_replayed_from_there(qtbot, window):
    begin(qtbot, window, PRESETS.get("tutorial").settings().with_values({"run_length": 500}))
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: "Replay the best" in buttons(window), timeout=20_000)
    buttons(window)["Replay the best"].click()
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    assert window.player.policy.step == window.controller.latest.best[1]


def test_a_run_that_goes_on_by_its_button_needs_no_word_of_its_end(qtbot, window):
    begin(qtbot, window, PRESETS.get("tutorial").settings().with_values({"run_length": 300}))
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.notice.text.startswith("Finished"), timeout=20_000)
    trigger(window, "act_step_back")
    qtbot.waitUntil(window.notice.isHidden, timeout=5000)
    trigger(window, "act_to_present")  # what was told once is not told again
    qtbot.waitUntil(lambda: not window.controller.latest.is_past, timeout=5000)
    assert window.notice.isHidden()


def test_a_solved_task_is_told_once_while_it_goes_on(qtbot, window):
    settings = PRESETS.first("GridWorld-v1", "q-table").settings().with_values({"run_length": 10_000_000})
    begin(qtbot, window, settings)
    child(window, "speed").setValue(child(window, "speed").maximum())
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.notice.text.startswith("Solved at step"), timeout=60_000)
    assert window.controller.latest.state is TrainerState.RUNNING
    assert list(buttons(window)) == ["Replay the best", "Save…"]
    child(window, "notice_close").click()
    n_steps = window.controller.latest.n_steps
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > n_steps + 500, timeout=20_000)
    assert window.notice.isHidden()


def test_a_step_is_made_from_the_word_of_a_breakpoint(qtbot, window):
    window.breakpoints_panel.add("step == 50")
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.notice.text == "Paused at step 50: step == 50.", timeout=10_000)
    assert list(buttons(window)) == ["Run on", "Step"]
    buttons(window)["Step"].click()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 51, timeout=5000)
    assert window.controller.latest.state is TrainerState.PAUSED
    qtbot.waitUntil(window.notice.isHidden, timeout=5000)


def test_what_the_progress_bar_measures_is_said(window):
    bar, words = window.findChild(QProgressBar, "status_progress"), child(window, "status_done")
    measured = "0 of the 50,000 steps of the run length, at which training stops; Run then goes on beyond it."
    assert words.text() == "0 % of the run length"
    assert bar.toolTip() == bar.accessibleDescription() == words.toolTip() == measured
    assert bar.accessibleName() == "Progress to the run length"
    beyond = dataclasses.replace(window.controller.latest, n_steps=60_000)
    window.status.show_snapshot(beyond)
    assert words.text() == "beyond the run length"
