"""The form beside a run: it follows it, holds what was moved, and says what waits for Reset or was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.hyper.person import FAST, LEFT, handle_of


def test_moving_epsilon_holds_it_and_releasing_lets_the_schedule_go_on(running):
    hold = running.find("hyper_epsilon_hold")
    assert (hold.isChecked(), hold.text()) == (False, "auto")
    QTest.keyClick(running.focus("hyper_epsilon_slider"), Qt.Key.Key_Right)
    assert running.edits[0][:2] == ("epsilon", 0.401)
    assert (hold.isChecked(), hold.text()) == (True, "hold")
    running.panel.show_values(dict(FAST, epsilon=0.401), {"epsilon"})
    QTest.mouseClick(hold, LEFT)
    assert running.released == ["epsilon"]
    assert (hold.isChecked(), hold.text()) == (False, "auto")
    running.panel.show_values(dict(FAST, epsilon=0.39), set())
    assert running.find("hyper_epsilon_value").value() == 0.39
    assert running.panel.values()["epsilon"] == FAST["epsilon"]


def test_holding_takes_the_exact_value_of_the_run(person):
    person.panel.show_values(dict(FAST, epsilon=0.31273461111), set())
    QTest.mouseClick(person.find("hyper_epsilon_hold"), LEFT)
    assert person.edits[0][:2] == ("epsilon", 0.31273461111)


def test_epsilon_follows_the_run_without_emitting(running):
    slider, box = running.find("hyper_epsilon_slider"), running.find("hyper_epsilon_value")
    for value in (0.39, 0.38, 0.37):
        running.panel.show_values(dict(FAST, epsilon=value), set())
        assert (box.text(), slider.value()) == (f"{value:.4f}", round(value * 1000))
    assert (running.edits, running.released) == ([], [])


def test_epsilon_does_not_move_under_the_hand_that_presses_its_slider(running):
    slider = running.drag("hyper_epsilon_slider")
    spot = handle_of(slider).center()
    running.panel.show_values(dict(FAST, epsilon=0.39), set())
    running.panel.show_values(dict(FAST, epsilon=0.05), set())
    assert slider.value() == 400
    QTest.mouseRelease(slider, LEFT, pos=spot)
    assert slider.value() == 50
    assert running.edits == []


def test_values_of_the_run_are_shown_without_emitting(running):
    shown = dict(
        FAST,
        gamma=0.5,
        learning_rate=1e-4,
        batch_size=32,
        loss="huber",
        target_unit="episodes",
        reward_on_termination=None,
    )
    running.panel.show_values(shown, {"epsilon"})
    assert running.find("hyper_gamma_value").text() == "0.5"
    assert running.find("hyper_loss_value").currentText() == "huber"
    assert running.find("hyper_target_unit_value").currentText() == "episodes"
    assert running.find("hyper_reward_on_termination_value").text() == "own"
    assert running.find("hyper_reward_on_termination_slider").value() == 0
    assert running.find("hyper_epsilon_hold").isChecked()
    assert (running.edits, running.released, running.presets) == ([], [], [])


def test_an_edit_of_what_is_fixed_within_a_run_says_that_it_waits_for_reset(running):
    running.type("hyper_hidden_layers_value", "32", Qt.Key.Key_Return)
    badge = running.find("hyper_hidden_layers_badge")
    assert badge.words == "after Reset (now 64, 64)"
    assert "64, 64" in running.find("hyper_hidden_layers_value").toolTip()
    assert running.panel.pending() == {"hidden_layers": (32,)}
    running.panel.show_values(dict(FAST, hidden_layers=(32,)), set())
    assert badge.words == "after Reset"
    assert running.panel.pending() == {}


def test_a_live_edit_is_not_pending_while_a_run_takes_it(running):
    running.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    assert running.panel.pending() == {}
    assert running.panel.values()["gamma"] == 0.5


def test_before_the_first_run_every_edit_is_pending(person):
    person.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    assert person.panel.pending() == {"gamma": 0.5}


def test_a_refusal_by_the_run_is_said_on_the_row_until_the_next_change(running):
    running.type("hyper_batch_size_value", "128", Qt.Key.Key_Return)
    running.panel.show_error("batch_size", "Not like this.")
    error = running.find("hyper_batch_size_error")
    assert "Not like this." in error.text()
    assert running.find("hyper_batch_size_value").value() == 64
    assert running.panel.values()["batch_size"] == 64
    running.type("hyper_batch_size_value", "32", Qt.Key.Key_Return)
    assert not error.isVisible()


def test_a_refusal_on_a_row_out_of_sight_brings_it_into_sight(running):
    running.panel.more_open = False
    assert not running.find("hyper_seed").isVisible()
    running.panel.show_error("seed", "Not like this.")
    QApplication.processEvents()
    assert not running.find("hyper_seed_error").visibleRegion().isEmpty()
