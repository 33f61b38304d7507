"""The form says what the run has: what was chosen and not begun waits, and is put back when it is not wanted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.engine.presets.catalogue import PRESETS
from tests.ui.window.gestures import child, saved_policy, train

LEFT = Qt.MouseButton.LeftButton


def choose(window, box, name):
    combo = child(window, box)
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(name))


def shown(window):
    return tuple(child(window, name).currentData() for name in ("choose_environment", "choose_algorithm", "preset"))


TUTORIAL = ("CartPole-v1", "dqn", "tutorial")


@pytest.mark.parametrize(
    ("box", "name", "now"),
    [
        ("choose_algorithm", "a2c", "after Reset (now DQN)"),
        ("choose_environment", "Acrobot-v1", "after Reset (now CartPole)"),
        ("choose_environment", "Pendulum-v1", "after Reset (now DQN, CartPole)"),
        ("preset", "fast", "after Reset (now tutorial)"),
    ],
)
def test_a_choice_that_is_dismissed_is_put_back_and_one_that_waits_has_a_badge(qtbot, window, box, name, now):
    train(qtbot, window, 50)
    badge = child(window, "preset_note")
    assert (shown(window), badge.isVisible()) == (TUTORIAL, False)
    choose(window, box, name)
    assert shown(window) != TUTORIAL
    assert (badge.isVisible(), badge.words) == (True, now)
    assert "This run goes on with DQN in CartPole (tutorial)" in badge.toolTip()
    qtbot.mouseClick(child(window, "notice_close"), LEFT)
    assert window.notice.isHidden()
    assert (shown(window), badge.isVisible()) == (TUTORIAL, False)
    window.training.reset()
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=10_000)
    assert (window.controller.latest.settings.algorithm, window.controller.latest.settings.preset) == (
        "dqn",
        "tutorial",
    )


def test_a_choice_whose_offer_was_covered_still_says_that_it_waits(qtbot, window):
    train(qtbot, window, 50)
    choose(window, "choose_algorithm", "ppo")
    window.notice.show_message("Saved.")
    assert child(window, "preset_note").words == "after Reset (now DQN)"
    qtbot.mouseClick(child(window, "notice_close"), LEFT)  # of the other message
    assert shown(window)[1] == "ppo"
    assert child(window, "preset_note").isVisible()
    window.training.reset()
    qtbot.waitUntil(lambda: window.training.pair == ("CartPole-v1", "ppo"), timeout=10_000)
    assert not child(window, "preset_note").isVisible()


def test_dismissing_another_message_with_an_answer_puts_nothing_back(qtbot, window):
    train(qtbot, window, 50)
    choose(window, "preset", "fast")
    window.notice.show_message("It broke.", kind="error", name="reset", label="Reset now")
    qtbot.mouseClick(child(window, "notice_close"), LEFT)
    assert shown(window)[2] == "fast"


def test_a_run_trained_on_from_a_policy_says_so_until_a_reset(qtbot, window, tmp_path):
    train(qtbot, window, 100)
    window.policies.open(str(saved_policy(qtbot, window, tmp_path / "p.rlp")))
    qtbot.mouseClick(child(window, "policy_train_on"), LEFT)
    preset = child(window, "preset")
    qtbot.waitUntil(lambda: preset.currentText() == "tutorial, trained on", timeout=10_000)
    offered = [preset.itemData(at) for at in range(preset.count())]
    assert offered == ["", *(each.name for each in PRESETS.of("CartPole-v1", "dqn"))]
    train(qtbot, window, 20)
    choose(window, "preset", "fast")
    assert child(window, "preset_note").words == "after Reset (now tutorial, trained on)"
    preset.setCurrentIndex(0)  # what the run began with: nothing waits any more
    assert window.notice.isHidden()
    assert preset.currentText() == "tutorial, trained on"
    window.training.reset()
    qtbot.waitUntil(lambda: preset.currentText() == "tutorial", timeout=10_000)


def test_an_opened_session_of_a_run_trained_on_says_so_too(qtbot, window, tmp_path):
    train(qtbot, window, 100)
    window.policies.open(str(saved_policy(qtbot, window, tmp_path / "p.rlp")))
    qtbot.mouseClick(child(window, "policy_train_on"), LEFT)
    preset = child(window, "preset")
    qtbot.waitUntil(lambda: preset.currentText() == "tutorial, trained on", timeout=10_000)
    train(qtbot, window, 20)
    window.sessions.save(str(tmp_path / "s.rls"))
    qtbot.waitUntil(lambda: "s.rls" in window.notice.text, timeout=10_000)
    window.training.reset()
    qtbot.waitUntil(lambda: preset.currentText() == "tutorial", timeout=10_000)
    window.sessions.open(str(tmp_path / "s.rls"))
    qtbot.waitUntil(lambda: preset.currentText() == "tutorial, trained on", timeout=10_000)


def test_a_run_that_began_with_no_preset_says_so(qtbot, window):
    from dataclasses import replace

    settings = replace(window.controller.latest.settings, preset="")
    window.controller.reset(settings)
    preset = child(window, "preset")
    qtbot.waitUntil(lambda: preset.currentText() == "no preset", timeout=10_000)
    assert not child(window, "preset_note").isVisible()
