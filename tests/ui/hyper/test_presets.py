"""Choosing a preset on the form, and going back to it row by row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.hyper.person import FAST, LEFT


def test_a_row_goes_back_to_the_preset_and_offers_that_only_when_it_differs(running):
    reset = running.find("hyper_gamma_reset")
    note = running.find("preset_note")
    assert not reset.isVisible()
    assert not note.isVisible()
    running.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    assert reset.isVisible()
    assert (note.isVisible(), note.words) == (True, "fast, changed")
    QTest.mouseClick(reset, LEFT)
    assert running.edits[-1][:2] == ("gamma", FAST["gamma"])
    assert running.find("hyper_gamma_value").text() == "0.99"
    assert not reset.isVisible()
    assert not note.isVisible()


def test_going_back_with_the_keys_leaves_the_focus_on_the_row(running):
    running.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    QTest.keyClick(running.focus("hyper_gamma_reset"), Qt.Key.Key_Space)
    assert QApplication.focusWidget() is running.find("hyper_gamma_value")


def test_the_number_and_its_unit_go_back_together(running):
    running.type("hyper_target_period_value", "7", Qt.Key.Key_Return)
    QTest.keyClick(running.focus("hyper_target_unit_value"), Qt.Key.Key_Down)
    running.edits.clear()
    QTest.mouseClick(running.find("hyper_target_period_reset"), LEFT)
    assert [edit[:2] for edit in running.edits] == [("target_period", 100), ("target_unit", "steps")]


def test_epsilon_goes_back_to_the_start_of_its_schedule(running):
    QTest.keyClick(running.focus("hyper_epsilon_slider"), Qt.Key.Key_Right)
    QTest.mouseClick(running.find("hyper_epsilon_reset"), LEFT)
    assert running.edits[-1][:2] == ("epsilon", FAST["epsilon"])
    assert running.released == ["epsilon"]
    assert not running.find("hyper_epsilon_hold").isChecked()


def test_choosing_a_preset_tells_so_and_changes_no_row(person):
    QTest.keyClick(person.focus("preset"), Qt.Key.Key_Up)
    assert person.presets == ["tutorial"]
    assert person.panel.values() == FAST
    assert person.edits == []
