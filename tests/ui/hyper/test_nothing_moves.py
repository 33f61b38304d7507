"""The form stays where it is under the mouse: what appears has its room before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from playground.agents.dqn.params import DQNParams
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


@pytest.mark.parametrize("name", ["gamma", "epsilon", "learning_rate"])
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


def test_no_row_moves_when_a_value_is_refused_or_cautioned_against(form):
    form.panel.set_params(DQNParams, FAST, FAST, lambda values: {"gamma": "Beware."} if values["gamma"] < 0.5 else {})
    form.panel.more_open = True
    QApplication.processEvents()
    before = places(form)
    for name, note in (("gamma", "error"), ("batch_size", "error"), ("hidden_layers", "error")):
        form.type(f"hyper_{name}_value", "-3", Qt.Key.Key_Return)
        QApplication.processEvents()
        assert form.find(f"hyper_{name}_{note}").isVisible()
        assert moved(before, places(form)) == []
        QTest.keyClick(form.find(f"hyper_{name}_value"), Qt.Key.Key_Escape)
    form.drag("hyper_gamma_slider", 0.6, 0.01)
    QApplication.processEvents()
    assert form.find("hyper_gamma_caution").isVisible()
    assert moved(before, places(form)) == []


def test_words_that_lie_over_another_row_go_when_they_are_clicked(form):
    form.type("hyper_gamma_value", "-3", Qt.Key.Key_Return)
    QApplication.processEvents()
    note = form.find("hyper_gamma_error")
    assert note.isVisible()
    QTest.mouseClick(note, LEFT)
    assert (note.isVisible(), form.edits) == (False, [])


def test_words_never_lie_over_what_has_the_keys(form):
    box = form.type("hyper_gamma_value", "-3", Qt.Key.Key_Return)
    note, covered = form.find("hyper_gamma_error"), []
    for _ in range(6):
        QApplication.processEvents()
        focus = QApplication.focusWidget()
        room = QRect(focus.mapTo(note.parentWidget(), QPoint()), focus.size())
        covered += [focus.objectName()] if note.geometry().intersects(room) else []
        assert note.isVisible()
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert (covered, box.hasFocus()) == ([], False)


def test_words_stay_with_their_row_when_the_form_is_scrolled_folded_or_shown_anew(form):
    form.panel.more_open = True
    QApplication.processEvents()
    row, note = form.find("hyper_seed"), form.find("hyper_seed_error")
    form.panel.show_error("seed", "Not like this.")
    for change in (lambda: form.panel.resize(300, 420), lambda: form.panel.resize(272, 3000)):
        change()
        QApplication.processEvents()
        apart = note.y() - row.mapTo(note.parentWidget(), QPoint()).y()
        assert (apart == row.height() + 4) or (apart == -note.height() - 4)
        assert note.width() == row.width()
    form.panel.more_open = False
    assert not note.isVisible()
    form.panel.more_open = True
    assert note.isVisible()
