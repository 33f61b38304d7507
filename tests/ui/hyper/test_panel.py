"""The form of the hyperparameters, driven as a person drives it: by mouse, keys and wheel."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from playground.agents.base import CommonParams
from playground.agents.dqn.params import DQNParams
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.settings import Settings
from playground.hyper import hyper, hypers
from playground.ui.hyper.panel import HyperPanel
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme

# Values of our own: what the presets hold may change.
FAST = {
    **Settings("CartPole-v1", "dqn", DQNParams()).values(),
    "gamma": 0.99, "epsilon_schedule": "linear", "epsilon_fraction": 0.12, "epsilon_min": 0.05, "learning_rate": 2e-3,
    "target_period": 100, "reward_on_termination": -10.0, "buffer_size": 20_000, "hidden_layers": (64, 64),
    "run_length": 25_000,
}  # fmt: skip
LEFT = Qt.MouseButton.LeftButton


class Person:
    """The panel in a window, what can be found on it, and all that it emitted."""

    def __init__(self, panel):
        self.panel = panel
        self.edits, self.released, self.presets = [], [], []
        panel.value_edited.connect(self._on_edited)
        panel.released.connect(self.released.append)
        panel.preset_chosen.connect(self.presets.append)

    def _on_edited(self, name, value, gesture):
        self.edits.append((name, value, gesture))

    def find(self, name):
        found = self.panel.findChild(QWidget, name)
        assert found is not None, name
        return found

    def focus(self, name):
        widget = self.find(name)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert QApplication.focusWidget() is widget
        return widget

    def type(self, name, text, *keys):
        widget = self.focus(name)
        widget.selectAll()
        QTest.keyClick(widget, Qt.Key.Key_Backspace)
        QTest.keyClicks(widget, text)
        for key in keys:
            QTest.keyClick(widget, key)
        return widget

    def drag(self, name, *shares):
        """Press on the handle and move it to each share of the slider's width; returns before the release."""
        slider = self.find(name)
        QTest.mousePress(slider, LEFT, pos=handle_of(slider).center())
        for share in shares:
            QTest.mouseMove(slider, QPoint(round(share * slider.width()), slider.height() // 2))
        return slider

    def drop(self, name, share):
        slider = self.find(name)
        QTest.mouseRelease(slider, LEFT, pos=QPoint(round(share * slider.width()), slider.height() // 2))
        QApplication.processEvents()  # the gesture ends once the slider has seen the release


def handle_of(slider):
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    style = QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(*style, slider)


def turn_wheel(widget, notches=-1):
    window = widget.window()
    spot = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(spot), QPoint(0, 120 * notches))
    QApplication.processEvents()


@pytest.fixture(scope="module")
def theme(qapp):
    theme = Theme("light")
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def person(qtbot, theme):
    panel = HyperPanel(Icons(theme))
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.set_presets([(preset.name, preset.text) for preset in PRESETS], "fast")
    panel.set_params(DQNParams, FAST, FAST)
    panel.more_open = True
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return Person(panel)


@pytest.fixture
def running(person):
    person.panel.show_values(dict(FAST, epsilon=0.4), set())
    return person


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


TYPED = [
    ("gamma", "0.95", 0.95), ("gamma", "1", 1.0), ("learning_rate", "5e-4", 5e-4), ("learning_rate", "1e-15", 1e-15),
    ("buffer_size", "12,345", 12345), ("buffer_size", "3e4", 30_000), ("hidden_layers", "32, 16", (32, 16)),
    ("reward_on_termination", "own", None), ("reward_on_termination", "-7.25", -7.25), ("seed", "2147483647", 2**31 - 1),
]  # fmt: skip


@pytest.mark.parametrize("finish", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_typed_value_is_taken_exactly(person, finish):
    for name, text, value in TYPED:
        person.type(f"hyper_{name}_value", text, finish)
        assert person.edits[-1][:2] == (name, value)
        assert person.panel.values()[name] == value
        if isinstance(value, (int, float)):
            assert person.find(f"hyper_{name}_value").value() == value
    assert len(person.edits) == len(TYPED)


def test_a_slider_reaches_both_ends_of_its_range_with_the_keys(person):
    for record in hypers(DQNParams):
        if record.kind not in ("float", "int"):
            continue
        slider = person.focus(f"hyper_{record.name}_slider")
        QTest.keyClick(slider, Qt.Key.Key_End)
        assert person.panel.values()[record.name] == record.slider_high
        QTest.keyClick(slider, Qt.Key.Key_Home)
        assert person.panel.values()[record.name] == (None if record.optional else record.slider_low)


def test_a_choice_is_taken(person):
    combo = person.focus("hyper_loss_value")
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert person.edits[0][:2] == ("loss", "huber")
    assert person.panel.values()["loss"] == "huber"


def test_one_drag_is_one_gesture_and_the_next_drag_another(running):
    slider = running.drag("hyper_gamma_slider", 0.6, 0.5, 0.4)
    assert running.find("hyper_gamma_value").value() == running.edits[-1][1] == slider.value() / 1000
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
    slider = running.find("hyper_gamma_slider")
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mousePress(slider, LEFT, pos=middle)
    assert running.edits[0][1] == pytest.approx(0.5, abs=0.03)
    QTest.mouseMove(slider, middle - QPoint(30, 0))
    running.drop("hyper_gamma_slider", 0.3)
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
    assert running.edits[0][1] == 0.989


def test_two_presses_of_a_key_are_two_gestures(running):
    slider = running.focus("hyper_gamma_slider")
    for _ in range(2):
        QTest.keyClick(slider, Qt.Key.Key_Left)
        QApplication.processEvents()
    assert [value for _, value, _ in running.edits] == [0.989, 0.988]
    assert running.edits[0][2] != running.edits[1][2]


BAD = [
    ("gamma", "2", "It is a number from 0 to 1"), ("gamma", "0,9", "gamma cannot be “0,9”"), ("gamma", "", "gamma cannot be"),
    ("batch_size", "2.5", "a whole number from 1 to"), ("batch_size", "99999", "a whole number from 1 to"),
    ("buffer_size", "1,5", "buffer_size cannot be “1,5”"), ("hidden_layers", "24, x", "Write up to 8 whole numbers"),
    ("reward_on_termination", "nan", "or the word “own”"),
    ("buffer_size", "100", "batch_size 512 is larger than buffer_size 100"),
]  # fmt: skip


@pytest.mark.parametrize("finish", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_bad_text_is_refused_in_words_and_changes_nothing(person, finish):
    person.type("hyper_batch_size_value", "512", Qt.Key.Key_Return)
    person.edits.clear()
    before = person.panel.values()
    for name, text, words in BAD:
        box, error = person.find(f"hyper_{name}_value"), person.find(f"hyper_{name}_error")
        shown = box.text()
        person.type(f"hyper_{name}_value", text, finish)
        assert error.isVisible()
        assert words in error.text()
        person.focus("preset")  # leaving brings the old value back; the words stay
        assert box.text() == shown
        assert words in error.text()
    assert person.panel.values() == before
    assert person.edits == []


def test_the_words_of_a_refusal_go_with_the_next_change(person):
    person.type("hyper_gamma_value", "2", Qt.Key.Key_Return)
    person.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    assert not person.find("hyper_gamma_error").isVisible()


@pytest.mark.parametrize(("name", "shown"), [("gamma", "0.99"), ("hidden_layers", "64, 64")])
def test_a_refused_text_stays_to_be_mended_and_escape_brings_the_old_value_back(person, name, shown):
    box = person.type(f"hyper_{name}_value", "junk", Qt.Key.Key_Return)
    assert box.text() == "junk"
    assert box.property("invalid")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == shown
    assert not box.property("invalid")
    assert not person.find(f"hyper_{name}_error").isVisible()


def test_a_drag_past_what_goes_together_is_refused_and_springs_back(person):
    person.type("hyper_buffer_size_value", "100", Qt.Key.Key_Return)
    person.drag("hyper_batch_size_slider", 0.9)
    assert person.find("hyper_batch_size_error").isVisible()
    person.drop("hyper_batch_size_slider", 0.9)
    assert person.find("hyper_batch_size_value").value() == 64
    assert [name for name, _, _ in person.edits] == ["buffer_size"]


def test_a_box_that_shows_a_rounded_number_goes_on_with_the_exact_one(person):
    person.panel.show_values(dict(FAST, epsilon=0.31273461), set())
    box = person.focus("hyper_epsilon_value")
    assert box.text() == "0.3127"
    QTest.keyClick(box, Qt.Key.Key_Return)
    person.focus("hyper_gamma_value")
    assert person.edits == []
    QTest.keyClick(person.focus("hyper_epsilon_value"), Qt.Key.Key_Up)
    assert [edit[:2] for edit in person.edits] == [("epsilon", 0.31373)]


def test_right_moves_a_slider_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_epsilon_min_slider"), Qt.Key.Key_Right)
    assert running.edits[0][:2] == ("epsilon_min", 0.0505)


def test_down_lowers_a_box_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_learning_rate_value"), Qt.Key.Key_Down)
    assert running.edits[0][:2] == ("learning_rate", 1.8e-3)


def test_space_clicks_a_button_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_epsilon_hold"), Qt.Key.Key_Space)
    assert running.edits[0][:2] == ("epsilon", 0.4)


def test_down_moves_on_in_a_list_that_has_the_keys(running):
    QTest.keyClick(running.focus("hyper_target_unit_value"), Qt.Key.Key_Down)
    assert running.edits[0][:2] == ("target_unit", "updates")


def test_a_line_of_text_takes_a_space(running):
    line = running.type("hyper_hidden_layers_value", "8 8", Qt.Key.Key_Return)
    assert running.edits[0][:2] == ("hidden_layers", (8, 8))
    assert line.text() == "8, 8"


def test_tab_goes_from_slider_to_box_to_reset_row_by_row(running):
    running.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    running.focus("hyper_gamma_slider")
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [
        "hyper_gamma_slider", "hyper_gamma_value", "hyper_gamma_reset",
        "hyper_epsilon_slider", "hyper_epsilon_value", "hyper_epsilon_hold",
    ]  # fmt: skip


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


def test_a_tick_does_not_take_away_what_is_being_typed(running):
    box = running.type("hyper_epsilon_value", "0.7")
    running.panel.show_values(dict(FAST, epsilon=0.05), set())
    assert box.text() == "0.7"
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert running.edits[0][:2] == ("epsilon", 0.7)


def test_values_of_the_run_are_shown_without_emitting(running):
    shown = dict(
        FAST, gamma=0.5, learning_rate=1e-4, batch_size=32, loss="huber", target_unit="episodes",
        reward_on_termination=None,
    )  # fmt: skip
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


def test_a_row_goes_back_to_the_preset_and_offers_that_only_when_it_differs(running):
    reset = running.find("hyper_gamma_reset")
    note = running.find("preset_note")
    assert not reset.isVisible()
    assert not note.isVisible()
    running.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    assert reset.isVisible()
    assert (note.isVisible(), note.text()) == (True, "fast, changed")
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


def test_more_opens_the_rows_that_are_not_needed_at_first(person):
    person.panel.more_open = False
    basic = [record.name for record in hypers(DQNParams) if record.basic]
    shown = [record.name for record in hypers(DQNParams) if person.find(f"hyper_{record.name}").isVisible()]
    assert shown == basic
    QTest.mouseClick(person.find("hyper_more"), LEFT)
    assert person.panel.more_open
    assert all(person.find(f"hyper_{record.name}").isVisible() for record in hypers(DQNParams))


def test_choosing_a_preset_tells_so_and_changes_no_row(person):
    QTest.keyClick(person.focus("preset"), Qt.Key.Key_Up)
    assert person.presets == ["tutorial"]
    assert person.panel.values() == FAST
    assert person.edits == []


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
