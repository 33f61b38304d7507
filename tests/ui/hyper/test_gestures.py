"""Mouse, keys and wheel on the form: what is one gesture, and who gets the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.agents.dqn.params import DQNParams
from playground.hyper import hypers
from playground.ui.hyper.slider_scale import Scale
from tests.ui.hyper.person import LEFT, turn_wheel


def test_a_slider_reaches_both_ends_of_its_range_with_the_keys(person):
    for record in hypers(DQNParams):
        if record.kind not in ("float", "int"):
            continue
        slider = person.focus(f"hyper_{record.name}_slider")
        QTest.keyClick(slider, Qt.Key.Key_End)
        assert person.panel.values()[record.name] == record.slider_high
        QTest.keyClick(slider, Qt.Key.Key_Home)
        assert person.panel.values()[record.name] == (None if record.optional else record.slider_low)


def test_one_drag_is_one_gesture_and_the_next_drag_another(running):
    slider = running.drag("hyper_gamma_slider", 0.6, 0.5, 0.4)
    assert slider.value() == Scale(hypers(DQNParams).get("gamma")).tick(running.edits[-1][1])
    assert running.find("hyper_gamma_value").value() == running.edits[-1][1]
    running.drop("hyper_gamma_slider", 0.4)
    first = {gesture for _, _, gesture in running.edits}
    assert len(running.edits) == 3
    assert len(first) == 1
    running.drag("hyper_gamma_slider", 0.3, 0.2)
    running.drop("hyper_gamma_slider", 0.2)
    second = {gesture for _, _, gesture in running.edits[3:]}
    assert len(second) == 1
    assert first != second
    assert min(first | second) > 0


def test_a_press_on_the_groove_goes_there_and_the_drag_goes_on_in_the_same_gesture(running):
    slider = running.find("hyper_epsilon_slider")
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mousePress(slider, LEFT, pos=middle)
    assert running.edits[0][1] == pytest.approx(0.5, abs=0.03)
    QTest.mouseMove(slider, middle - QPoint(30, 0))
    running.drop("hyper_epsilon_slider", 0.3)
    values = [value for _, value, _ in running.edits]
    assert values[1] < values[0]
    assert len({gesture for _, _, gesture in running.edits}) == 1


def test_holding_the_arrow_of_a_box_is_one_gesture(running, qtbot):
    box = running.find("hyper_gamma_value")
    down = QPoint(box.width() - 10, box.height() - 8)
    QTest.mousePress(box, LEFT, pos=down)
    qtbot.waitUntil(lambda: len(running.edits) >= 3)
    QTest.mouseRelease(box, LEFT, pos=down)
    assert len({gesture for _, _, gesture in running.edits}) == 1
    assert running.edits[0][1] == 0.988


def test_two_presses_of_a_key_are_two_gestures(running):
    slider = running.focus("hyper_gamma_slider")
    for _ in range(2):
        QTest.keyClick(slider, Qt.Key.Key_Left)
        QApplication.processEvents()
    assert [value for _, value, _ in running.edits] == [0.988, 0.985]
    assert running.edits[0][2] != running.edits[1][2]


def test_a_drag_past_what_goes_together_is_refused_and_springs_back(person):
    person.type("hyper_buffer_size_value", "100", Qt.Key.Key_Return)
    person.drag("hyper_batch_size_slider", 0.9)
    assert person.find("hyper_batch_size_error").isVisible()
    person.drop("hyper_batch_size_slider", 0.9)
    assert person.find("hyper_batch_size_value").value() == 64
    assert [name for name, _, _ in person.edits] == ["buffer_size"]


def test_left_moves_a_slider_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_epsilon_slider"), Qt.Key.Key_Left)
    assert running.edits[0][:2] == ("epsilon", 0.399)


def test_down_lowers_a_box_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_learning_rate_value"), Qt.Key.Key_Down)
    assert running.edits[0][:2] == ("learning_rate", 1.8e-3)


def test_space_clicks_a_button_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_epsilon_hold"), Qt.Key.Key_Space)
    assert running.edits[0][:2] == ("epsilon", 0.4)


def test_down_moves_on_in_a_list_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_target_unit_value"), Qt.Key.Key_Down)
    assert running.edits[0][:2] == ("target_unit", "updates")


def test_tab_goes_from_slider_to_box_to_reset_row_by_row(running):
    running.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    running.focus("hyper_gamma_slider")
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [
        "hyper_gamma_slider",
        "hyper_gamma_value",
        "hyper_gamma_reset",
        "hyper_epsilon_slider",
        "hyper_epsilon_value",
        "hyper_epsilon_hold",
    ]


@pytest.mark.parametrize("name", ["hyper_gamma_slider", "hyper_gamma_value", "hyper_epsilon_schedule_value", "preset"])
def test_the_wheel_over_a_control_without_the_keys_scrolls_the_form(running, name):
    running.panel.resize(320, 800)
    running.focus("hyper_seed_value")
    QApplication.processEvents()
    area = running.find("hyper_scroll").verticalScrollBar()
    area.setValue(0)
    turn_wheel(running.find(name))
    assert area.value() > 0
    assert (running.edits, running.presets) == ([], [])


def test_the_wheel_moves_a_slider_that_has_the_keys_and_turns_close_together_are_one_gesture(running):
    slider = running.focus("hyper_gamma_slider")
    turn_wheel(slider)
    turn_wheel(slider)
    assert len(running.edits) == 2
    assert len({gesture for _, _, gesture in running.edits}) == 1
