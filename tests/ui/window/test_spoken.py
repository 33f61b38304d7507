"""What a screen reader is told: values in their own words, plain text, and names that are told apart."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QSlider, QWidget

from tests.ui.window.gestures import child, train, trigger

TEXT = QAccessible.Text
INTERACTIVE = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def spoken(widget, kind):
    return QAccessible.queryAccessibleInterface(widget).text(kind)


def ours(window):
    """Yield every widget but those that Qt makes inside others, and pyqtgraph."""
    for widget in window.findChildren(QWidget):
        if widget.objectName() and not widget.objectName().startswith("qt_"):
            yield widget


@pytest.fixture
def full_window(qtbot, window):
    """The window with all of its rows, a replay and the numbers of a step."""
    window.hyper_panel.more_open = window.hyper_panel.environment_open = True
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.trace is not None, timeout=10_000)
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    window.player.pause()
    return window


def test_no_tag_is_read_aloud(full_window):
    kinds = (TEXT.Name, TEXT.Description, TEXT.Value, TEXT.Help)
    marked = {
        (widget.objectName(), text)
        for widget in ours(full_window)
        for text in (spoken(widget, kind) for kind in kinds)
        if "<" in text.replace(" < ", " ").replace(" <= ", " ") or "&lt;" in text
    }
    assert marked == set()
    about_gamma = spoken(child(full_window, "hyper_gamma_slider"), TEXT.Description)
    assert about_gamma.startswith("gamma · discount factor\n")
    assert "From 0 to 1." in about_gamma


def test_a_list_explains_its_entries_in_plain_text(full_window):
    for combo in full_window.findChildren(QComboBox):
        for row in range(combo.count()):
            if combo.itemData(row, Qt.ItemDataRole.ToolTipRole):
                said = combo.itemData(row, Qt.ItemDataRole.AccessibleDescriptionRole)
                assert said, (combo.objectName(), row)
                assert "<p>" not in said


def test_every_slider_says_its_value_as_its_number_box_shows_it(qtbot, full_window):
    sliders = [each for each in full_window.findChildren(QSlider) if each.objectName().endswith("_slider")]
    assert len(sliders) > 20
    for slider in sliders:
        box = child(full_window, slider.objectName().replace("_slider", "_value"))
        assert spoken(slider, TEXT.Value) == box.text(), slider.objectName()
    slider, box = child(full_window, "hyper_gamma_slider"), child(full_window, "hyper_gamma_value")
    box.setValue(0.9512)  # no tick has it
    assert spoken(slider, TEXT.Value) == "0.9512"
    slider.setValue(slider.minimum())
    number = QAccessible.queryAccessibleInterface(slider).valueInterface()
    assert (number.minimumValue(), number.currentValue(), number.maximumValue()) == (0.0, 0.0, 1.0)
    number.setCurrentValue(0.9)
    assert box.value() == pytest.approx(0.9, abs=0.005)
    assert spoken(slider, TEXT.Value) == box.text()


def test_the_speed_is_said_in_words(window):
    slider = child(window, "speed")
    slider.setValue(0)
    assert spoken(slider, TEXT.Value) == "1 step in 10 s"
    slider.setValue(3)
    assert spoken(slider, TEXT.Value) == "1/s"
    slider.setValue(slider.maximum())
    assert spoken(slider, TEXT.Value) == "fastest"


def test_the_name_of_a_button_has_the_words_that_are_on_it(full_window):
    without = [
        (button.objectName(), button.text(), button.accessibleName())
        for button in full_window.findChildren(QAbstractButton)
        if button.objectName() and not button.objectName().startswith(("qt_", "notice_action"))
        if (word := button.text().replace("&", "").rstrip("…").casefold()) not in button.accessibleName().casefold()
        or (not word and not button.accessibleName())
    ]
    assert without == []


def test_no_two_things_to_use_have_one_name(qtbot, full_window):
    usable = [
        widget
        for widget in ours(full_window)
        if isinstance(widget, INTERACTIVE) or widget.objectName() in ("env_view", "timeline", "action_bars")
    ]
    shown = [widget for widget in usable if widget.isVisible()]
    assert len(shown) > 60
    twice = {
        name: [widget.objectName() for widget in shown if widget.accessibleName() == name]
        for name, times in Counter(widget.accessibleName() for widget in shown).items()
        if times > 1
    }
    assert twice == {}
    assert spoken(full_window.view, TEXT.Name) == "Picture of the environment"


def test_a_slider_that_goes_takes_what_speaks_for_it_along(qtbot, window):
    train(qtbot, window, 50)
    for name in ("GridWorld-v1", "CartPole-v1", "Pendulum-v1"):
        environment = child(window, "choose_environment")
        environment.setCurrentIndex(environment.findData(name))
        trigger(window, "act_reset")
        qtbot.waitUntil(lambda name=name: window.training.pair[0] == name, timeout=20_000)
        for slider in window.findChildren(QSlider):
            spoken(slider, TEXT.Value)
