"""Values and presets changed in the window: at once, after Reset, or refused."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.window.gestures import child, train, trigger


def test_a_slider_moved_while_it_trains_changes_the_run_and_marks_the_plots(qtbot, window):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 100, timeout=20_000)
    slider = child(window, "hyper_gamma_slider")
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] < 0.95, timeout=5000)
    assert [mark.name for mark in window.controller.latest.metrics.marks] == ["gamma"]


def test_an_after_reset_value_before_the_first_step_begins_a_new_run_with_it(qtbot, window):
    window.hyper_panel.more_open = True
    field = child(window, "hyper_hidden_layers_value")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8, 8")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.latest.values.get("hidden_layers") == (8, 8), timeout=5000)
    assert window.controller.latest.run == 2


def test_an_after_reset_value_during_a_run_waits_for_reset(qtbot, window):
    train(qtbot, window, 50)
    window.hyper_panel.more_open = True
    field = child(window, "hyper_hidden_layers_value")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8, 8")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.controller.latest.values["hidden_layers"] == (24, 24)
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.values["hidden_layers"] == (8, 8), timeout=5000)
    assert window.controller.latest.n_steps == 0


def test_values_that_do_not_go_together_are_refused_in_words_and_the_run_stays(qtbot, window):
    train(qtbot, window, 100)
    window.hyper_panel.more_open = True
    window.hyper_panel.value_edited.emit("batch_size", 4000, 1)
    qtbot.waitUntil(lambda: "could never be drawn" in all_text(window.hyper_panel), timeout=5000)
    assert window.controller.latest.values["batch_size"] == 64


def all_text(widget):
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_a_preset_chosen_before_the_first_step_is_used_at_once(qtbot, window):
    preset = child(window, "preset")
    preset.setFocus()
    qtbot.keyClick(preset, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.controller.latest.settings.preset == "fast", timeout=5000)


def test_the_same_preset_chosen_again_gives_its_values_back(qtbot, window):
    window.hyper_panel.value_edited.emit("gamma", 0.5, 1)
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] == 0.5, timeout=5000)
    window.hyper_panel.preset_chosen.emit("tutorial")
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] == 0.95, timeout=5000)


def test_a_preset_chosen_in_a_run_asks_first_and_then_begins_a_new_one(qtbot, window):
    train(qtbot, window, 100)
    preset = child(window, "preset")
    preset.setFocus()
    qtbot.keyClick(preset, Qt.Key.Key_Down)
    assert "begins a new run" in window.notice.text
    assert window.controller.latest.settings.preset == "tutorial"
    qtbot.mouseClick(child(window, "notice_action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.latest.settings.preset == "fast", timeout=5000)
    assert window.controller.latest.n_steps == 0


def test_what_is_edited_after_a_preset_was_chosen_goes_into_the_new_run(qtbot, window):
    train(qtbot, window, 100)
    window.hyper_panel.preset_chosen.emit("fast")
    window.hyper_panel.value_edited.emit("seed", 7, 1)
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.settings.preset == "fast", timeout=5000)
    assert window.controller.latest.values["seed"] == 7
    assert window.controller.latest.values["gamma"] == 0.995


def test_an_offer_about_the_run_before_is_withdrawn_by_reset(qtbot, window):
    train(qtbot, window, 100)
    window.hyper_panel.preset_chosen.emit("fast")
    assert not window.notice.isHidden()
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    qtbot.waitUntil(lambda: window.notice.isHidden(), timeout=5000)
