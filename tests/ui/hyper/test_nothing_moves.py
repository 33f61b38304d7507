"""The form stays where it is under the mouse: what appears has its room before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from playground.ui.hyper.badge import Badge
from tests.ui.hyper.person import FAST, LEFT


@pytest.fixture(params=[(272, 450), (320, 3000)], ids=str)
def form(running, request):
    running.panel.resize(*request.param)
    running.panel.more_open = False
    QApplication.processEvents()
    return running


def places(form):
    """Where each row, each of its controls and each opener is in the window."""
    panel = form.panel
    found = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.isVisible() and not isinstance(widget, Badge)  # whose words may be longer
        if widget.objectName().startswith(("hyper_", "preset", "choose_"))
    ]
    return {each.objectName(): (each.mapTo(panel, QPoint()), each.size()) for each in found}


def moved(before, after):
    return [name for name in before if name in after and before[name] != after[name]]


@pytest.mark.parametrize("name", ["gamma", "epsilon", "epsilon_min"])
def test_no_row_moves_while_a_slider_is_dragged_for_the_first_time(form, name):
    before = places(form)
    assert f"hyper_{name}_slider" in before
    form.drag(f"hyper_{name}_slider", 0.6, 0.3)
    QApplication.processEvents()
    assert form.edits
    assert moved(before, places(form)) == []
    form.drop(f"hyper_{name}_slider", 0.3)
    assert moved(before, places(form)) == []


def test_no_row_moves_when_a_schedule_is_held_and_let_go(form):
    before = places(form)
    for _ in range(2):
        QTest.mouseClick(form.find("hyper_epsilon_hold"), LEFT)
        QApplication.processEvents()
        assert moved(before, places(form)) == []


def test_no_row_moves_when_values_go_back_to_the_preset(form):
    form.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    before = places(form)
    QTest.mouseClick(form.find("hyper_gamma_reset"), LEFT)
    QApplication.processEvents()
    assert moved(before, places(form)) == []


def test_nothing_above_moves_when_more_rows_are_shown_and_hidden_again(form):
    button = form.find("hyper_more")
    edge = button.mapTo(form.panel, QPoint())
    before = {name: place for name, place in places(form).items() if place[0].y() < edge.y()}
    for _ in range(2):
        button.click()
        QApplication.processEvents()
        assert moved(before, places(form)) == []
        assert button.mapTo(form.panel, QPoint()) == edge


def test_an_opener_stays_under_the_mouse_that_presses_it(form):
    for opener in form.panel.findChildren(QToolButton):
        if opener.isVisible() and opener.objectName().endswith("_more"):
            edge = opener.mapTo(form.panel, QPoint())
            opener.click()
            QApplication.processEvents()
            assert opener.mapTo(form.panel, QPoint()) == edge, opener.objectName()
            opener.click()
            QApplication.processEvents()


def test_no_row_moves_when_a_choice_waits_for_reset(form):
    before = places(form)
    form.panel.show_waiting("after Reset (now DQN)", "This run goes on with DQN.")
    QApplication.processEvents()
    assert form.find("preset_note").isVisible()
    assert moved(before, places(form)) == []


def test_a_row_fixed_within_a_run_does_not_move_when_it_begins_to_wait_for_reset(form):
    form.panel.more_open = True
    QApplication.processEvents()
    before = places(form)
    form.drag("hyper_seed_slider", 0.5)
    QApplication.processEvents()
    form.drop("hyper_seed_slider", 0.5)
    assert form.panel.pending().keys() == {"seed"}
    assert moved(before, places(form)) == []
    form.panel.show_values(dict(FAST, seed=form.panel.values()["seed"]), set())
    assert moved(before, places(form)) == []
