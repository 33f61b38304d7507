"""The form of the hyperparameters: which rows and names it has, when they are made, and how narrow it can be."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from playground.agents.base import CommonParams
from playground.agents.dqn.params import DQNParams
from playground.engine.presets.catalogue import PRESETS
from playground.hyper import hyper, hypers
from playground.ui.hyper.panel import HyperPanel
from playground.ui.theme.icons import Icons
from tests.ui.hyper.person import FAST, LEFT


def test_every_record_has_a_row_with_its_controls_and_a_badge(person):
    for record in hypers(DQNParams):
        container = person.find(f"hyper_{record.name}")
        value = container.findChild(QWidget, f"hyper_{record.name}_value")
        kinds = {"choice": QComboBox, "layers": QLineEdit, "float": QAbstractSpinBox, "int": QAbstractSpinBox}
        assert isinstance(value, kinds[record.kind])
        if record.name == "target_unit":
            assert person.find("hyper_target_period").isAncestorOf(container)
            continue
        assert person.find(f"hyper_{record.name}_label").text() == record.name
        badge = person.find(f"hyper_{record.name}_badge")
        assert badge.text() == ("live" if record.live else "after Reset")


def test_everything_that_can_be_used_has_a_name_for_programs_and_one_for_people(person):
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
    inner = ("qt_spinbox_lineedit", "ScrollLeftButton", "ScrollRightButton")
    found = [
        widget
        for widget in person.panel.findChildren(QWidget)
        if isinstance(widget, kinds) and not isinstance(widget, QScrollBar) and widget.objectName() not in inner
    ]
    assert len(found) > 50
    for widget in found:
        assert widget.objectName()
        assert widget.accessibleName(), widget.objectName()
    names = [widget.objectName() for widget in found]
    assert len(names) == len(set(names))


def test_the_tooltip_explains_with_formula_range_and_unit(person):
    tip = person.find("hyper_epsilon_slider").toolTip()
    assert "die &lt; ε" in tip
    assert "From 0 to 1." in tip
    assert "Preset: 1." in tip
    assert "transitions" in person.find("hyper_batch_size_value").toolTip()


def test_more_opens_the_rows_that_are_not_needed_at_first(person):
    person.panel.more_open = False
    basic = [record.name for record in hypers(DQNParams) if record.basic]
    shown = [record.name for record in hypers(DQNParams) if person.find(f"hyper_{record.name}").isVisible()]
    assert shown == basic
    QTest.mouseClick(person.find("hyper_more"), LEFT)
    assert person.panel.more_open
    assert all(person.find(f"hyper_{record.name}").isVisible() for record in hypers(DQNParams))


def test_the_form_needs_no_more_than_its_narrowest_width(running):
    running.panel.resize(272, 450)
    running.type("hyper_hidden_layers_value", "256, 256, 256, 256", Qt.Key.Key_Return)
    running.panel.show_values(dict(FAST, hidden_layers=(128, 128, 128)), set())
    running.type("hyper_buffer_size_value", "1,000,000", Qt.Key.Key_Return)
    QApplication.processEvents()
    area = running.find("hyper_scroll")
    assert area.widget().width() <= area.viewport().width()


@dataclass
class OtherParams(CommonParams):
    temperature: float = hyper(1.0, low=0.0, high=10.0, doc="How sharp.", basic=True)


def test_another_algorithm_gets_rows_of_its_own(person):
    person.panel.set_params(
        OtherParams, {"temperature": 2.0, "steps_per_episode": 500, "run_length": 9000, "seed": 1}, {}
    )
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    assert person.find("hyper_temperature_value").text() == "2"
    assert person.panel.findChild(QWidget, "hyper_gamma") is None
    assert person.panel.values()["run_length"] == 9000


@pytest.mark.parametrize("ask", ["build_rest", "values", "pending", "more_open", "show_values", "show_error"])
def test_rows_that_were_put_off_are_there_as_soon_as_something_needs_them(qtbot, theme, ask):
    panel = HyperPanel(Icons(theme), rest_later=True)
    qtbot.addWidget(panel)
    panel.set_params(DQNParams, FAST, FAST)
    assert panel.findChild(QWidget, "hyper_gamma") is not None
    assert panel.findChild(QWidget, "hyper_batch_size") is None
    panel.set_params(DQNParams, dict(FAST, batch_size=7), FAST)
    requests = {
        "build_rest": panel.build_rest,
        "values": panel.values,
        "pending": panel.pending,
        "more_open": lambda: setattr(panel, "more_open", True),
        "show_values": lambda: panel.show_values(dict(FAST), set()),
        "show_error": lambda: panel.show_error("batch_size", "It is too small."),
    }
    requests[ask]()
    box = panel.findChild(QWidget, "hyper_batch_size_value")
    assert box is not None
    assert box.text() == "7"
    assert panel.values().keys() == FAST.keys()


def test_a_value_that_does_more_than_its_name_says_is_commented_under_its_row(person):
    def cautions(values):
        return {"reward_on_termination": "The goal too."} if values["reward_on_termination"] is not None else {}

    person.panel.set_params(DQNParams, FAST, FAST, cautions)
    words = person.find("hyper_reward_on_termination_caution")
    assert (words.isVisible(), words.text()) == (True, "The goal too.")
    person.type("hyper_reward_on_termination_value", "own", Qt.Key.Key_Return)
    assert not words.isVisible()
    person.type("hyper_reward_on_termination_value", "5", Qt.Key.Key_Return)
    assert words.isVisible()
    person.panel.set_params(DQNParams, FAST, FAST)  # of an environment where it does what one thinks
    assert not words.isVisible()


def test_cautions_look_at_every_value_before_all_rows_are_built(qtbot, theme):
    panel, seen = HyperPanel(Icons(theme), rest_later=True), []
    qtbot.addWidget(panel)
    panel.set_params(DQNParams, FAST, FAST, lambda values: seen.append(values) or {})
    assert seen
    assert all(values.keys() == FAST.keys() for values in seen)


def test_settings_with_which_nothing_is_learned_are_named_under_their_row_when_any_of_them_is_edited(person):
    settings = PRESETS.get("fast").settings()
    person.panel.set_params(DQNParams, settings.values(), settings.values(), settings.cautions)
    person.panel.more_open = True
    words = person.find("hyper_learning_starts_caution")
    assert not words.isVisible()
    person.type("hyper_learning_starts_value", "9000", Qt.Key.Key_Return)
    person.type("hyper_run_length_value", "5000", Qt.Key.Key_Return)
    assert words.isVisible()
    assert words.text().startswith("the run ends after 5,000 steps, before learning starts at 9,000")
    person.type("hyper_run_length_value", "20000", Qt.Key.Key_Return)
    assert not words.isVisible()
