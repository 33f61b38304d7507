"""The keys that run, step and act, and who has them while a control has the focus."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from playground.ui import app
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.window.gestures import child, reach, trigger


def test_f5_runs_and_pauses_and_the_status_says_so(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F5)
    reach(qtbot, window, TrainerState.RUNNING)
    qtbot.waitUntil(lambda: child(window, "status_state").text() == "Running", timeout=5000)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: child(window, "status_state").text() == "Paused", timeout=5000)


def test_what_is_asked_while_it_gets_ready_is_done_once_it_is(qtbot, own_folders):
    window = app.create([])
    try:
        trigger(window, "act_step")
        assert window.controller.latest.state is TrainerState.GETTING_READY
        assert window.notice.text == "Getting ready. What you asked for is done as soon as it is."
        qtbot.waitUntil(lambda: child(window, "status_steps").text() == "1 step", timeout=20_000)
        assert window.controller.latest.fresh_trace is not None
        assert child(window, "status_state").text() == "Paused"
        assert window.notice.isHidden()
    finally:
        window.close()
        window.deleteLater()


def test_run_asked_for_twice_while_it_gets_ready_is_no_run(qtbot, own_folders):
    window = app.create([])
    try:
        for _ in range(2):
            trigger(window, "act_run")
        qtbot.waitUntil(lambda: window.plots is not None, timeout=20_000)
        qtbot.waitUntil(lambda: child(window, "status_state").text() == "Paused", timeout=20_000)
        assert window.controller.latest.n_steps == 0
        qtbot.keyClick(window, Qt.Key.Key_F5)
        reach(qtbot, window, TrainerState.RUNNING)
    finally:
        window.close()
        window.deleteLater()


def test_f10_makes_one_step_and_shows_its_numbers(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: child(window, "status_steps").text() == "1 step", timeout=5000)
    qtbot.waitUntil(lambda: "die" in child(window, "inspector_line_choose").text(), timeout=5000)
    assert child(window, "inspector_line_learn").text().startswith("A minibatch needs ")


def test_step_in_the_middle_of_a_run_pauses_it(qtbot, window):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 100, timeout=20_000)
    trigger(window, "act_step")
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: "y = " in child(window, "inspector_line_learn").text(), timeout=5000)


def test_step_to_the_end_of_the_episode_shows_how_it_ended(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.controller.latest.n_episodes == 1, timeout=20_000)
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: window.view.scene.terminated, timeout=5000)


def test_space_and_right_act_while_the_view_has_the_focus(qtbot, window):
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=5000)
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    reach(qtbot, window, TrainerState.RUNNING)
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    reach(qtbot, window, TrainerState.PAUSED)


def test_right_on_a_button_of_the_run_bar_makes_a_step(qtbot, window):
    button = child(window, "button_reset")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=5000)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("hyper_gamma_slider", Qt.Key.Key_Left),
        ("hyper_gamma_value", Qt.Key.Key_Down),
        ("speed", Qt.Key.Key_Left),
        ("preset", Qt.Key.Key_Down),
    ],
)
def test_a_focused_control_keeps_its_own_keys(qtbot, window, name, key):
    control = child(window, name)
    control.setFocus()
    read = control.currentIndex if isinstance(control, QComboBox) else control.value
    before = read()
    qtbot.keyClick(control, key)
    assert read() != before
    assert window.controller.latest.state is TrainerState.PAUSED
    assert window.controller.latest.n_steps == 0


def test_space_on_a_focused_button_clicks_it_and_does_not_run(qtbot, window):
    more = child(window, "hyper_more")
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert window.hyper_panel.more_open
    assert window.controller.latest.state is TrainerState.PAUSED


def test_space_in_a_text_field_is_a_space(qtbot, window):
    window.hyper_panel.more_open = True
    field = child(window, "hyper_hidden_layers_value")
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "8, 8")
    assert field.text() == "8, 8"
    assert window.controller.latest.state is TrainerState.PAUSED


SINGLE_KEYS = {
    "button_run": "Space",
    "button_step_forward": "Right",
    "button_step_back": "Left",
    "button_to_present": "End",
    "button_what_if": "W",
    "button_fork": "F",
}


def test_every_single_key_is_named_by_a_button_that_can_be_seen(window):
    for name, key in SINGLE_KEYS.items():
        button = child(window, name)
        assert button.isVisible()
        assert key in re.split(r"[ ();]+", button.toolTip()), name


def test_w_and_f_act_wherever_no_letter_is_wanted(qtbot, window):
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=20_000)
    card, controller = child(window, "what_if_card"), window.controller
    for name in ("env_view", "timeline", "button_run", "button_what_if", "speed", "hyper_gamma_slider"):
        widget = child(window, name)
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_W)
        qtbot.waitUntil(card.isVisible, timeout=10_000)
        child(window, "what_if_leave").click()
        qtbot.waitUntil(window.actions_by_name["act_fork"].isEnabled, timeout=10_000)
        qtbot.keyClick(widget, Qt.Key.Key_F)
        qtbot.waitUntil(lambda: controller.latest.fork is not None, timeout=10_000)
        controller.close_fork()
        qtbot.waitUntil(lambda: controller.latest.fork is None, timeout=10_000)
        qtbot.waitUntil(window.actions_by_name["act_what_if"].isEnabled, timeout=10_000)


def test_where_letters_are_typed_or_choose_they_do_nothing_else(qtbot, window):
    window.details.setCurrentIndex(2)
    asked = []
    for name in ("act_what_if", "act_fork"):
        window.actions_by_name[name].triggered.connect(asked.append)
    for name in ("hyper_gamma_value", "choose_environment", "preset", "breakpoint_line"):
        widget = child(window, name)
        widget.setFocus()
        for key in (Qt.Key.Key_W, Qt.Key.Key_F):
            qtbot.keyClick(widget, key)
    assert child(window, "breakpoint_line").text() == "wf"
    assert asked == []


def test_the_order_of_tab_begins_with_the_run_bar(qtbot, window):
    widget, found = window, []
    while (widget := widget.nextInFocusChain()) is not window:
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget.objectName())
    assert found[:3] == ["button_run", "button_step", "button_step_episode"]
