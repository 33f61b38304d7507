"""What a person reads on the form: names in their language beside the keys, choices in words, and headings."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from playground.agents.base import ALGORITHMS
from playground.agents.dqn.params import DQNParams
from playground.envs.base import ENVIRONMENTS
from playground.hyper import GROUPS, hypers
from playground.i18n import set_language
from playground.ui.hyper.panel import HyperPanel
from playground.ui.theme.icons import Icons
from tests.ui.hyper.person import FAST, Person

CHINESE = re.compile("[一-鿿]")
OWN = [name for name in ALGORITHMS.names() if ALGORITHMS.get(name).params.__module__.startswith("playground.")]


@pytest.fixture
def chinese(qtbot, theme):
    set_language("zh_CN")
    panel = HyperPanel(Icons(theme))
    qtbot.addWidget(panel)
    panel.resize(320, 900)
    panel.set_params(DQNParams, FAST, FAST)
    panel.more_open = True
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.show_values(FAST, set())
    QApplication.processEvents()
    yield Person(panel)
    set_language("en")


def headings(panel):
    found = [label for label in panel.findChildren(QLabel) if "_group_" in label.objectName() and label.isVisible()]
    return sorted(found, key=lambda label: label.mapTo(panel, QPoint()).y())


@pytest.mark.parametrize("algorithm", OWN)
def test_every_hyperparameter_has_a_name_in_words_and_all_but_the_first_ones_a_group(algorithm):
    for record in hypers(ALGORITHMS.get(algorithm).params):
        assert record.label, record.name
        assert record.basic or record.group in GROUPS, record.name


def test_every_parameter_of_an_environment_of_ours_has_a_name_in_words():
    ours = [card.parameters for card in ENVIRONMENTS if card.parameters.__module__.startswith("playground.")]
    assert [record.name for each in ours for record in hypers(each) if not record.label] == []


def test_the_long_list_stands_under_headings_in_their_order_and_the_first_rows_above_them(person):
    panel = person.panel
    shown = headings(panel)
    assert [heading.text() for heading in shown] == list(GROUPS.values())
    where = {}
    for record in hypers(DQNParams):
        top = person.find(f"hyper_{record.name}").mapTo(panel, QPoint()).y()
        above = [heading for heading in shown if heading.mapTo(panel, QPoint()).y() < top]
        where[record.name] = above[-1].text() if above else ""
    assert where == {record.name: "" if record.basic else GROUPS[record.group] for record in hypers(DQNParams)}
    assert where["buffer_size"] == "What is remembered"
    assert where["target_network"] == where["replay"] == "Ablations"
    panel.more_open = False
    assert headings(panel) == []


def test_tab_goes_down_the_groups_as_they_stand(person):
    slider = person.focus("hyper_initial_value_value")
    QTest.keyClick(slider, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is person.find("hyper_target_period_slider")


def test_in_english_the_key_is_the_name_and_the_words_are_in_the_tooltip(person):
    assert person.find("hyper_gamma_label").text() == "gamma"
    assert not person.find("hyper_gamma_key").isVisible()
    assert "<b>gamma</b> · discount factor" in person.find("hyper_gamma_slider").toolTip()


def test_in_chinese_the_name_is_chinese_with_the_key_beside_it(chinese):
    assert (chinese.find("hyper_gamma_label").text(), chinese.find("hyper_gamma_key").words) == ("折扣因子", "gamma")
    assert "<b>折扣因子 gamma</b>" in chinese.find("hyper_gamma_slider").toolTip()
    assert "折扣因子 gamma" in chinese.find("hyper_gamma_slider").accessibleName()
    for record in hypers(DQNParams):
        if record.name != "target_unit":
            assert CHINESE.search(chinese.find(f"hyper_{record.name}_label").words) or record.name == "double"
            assert chinese.find(f"hyper_{record.name}_key").words == record.name
    assert all(CHINESE.search(heading.text()) for heading in headings(chinese.panel))


def test_in_chinese_choices_are_words_and_what_is_chosen_is_the_key(chinese):
    combo = chinese.focus("hyper_epsilon_schedule_value")
    assert [combo.itemText(at) for at in range(combo.count())] == ["指数", "线性"]
    assert combo.currentText() == "线性"
    assert "指数（exponential）" in combo.toolTip()
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert chinese.edits[0][:2] == ("epsilon_schedule", "exponential")
    assert chinese.panel.values()["epsilon_schedule"] == "exponential"
    chinese.panel.show_values(dict(FAST, loss="huber"), set())
    assert chinese.find("hyper_loss_value").currentData() == "huber"


@pytest.mark.parametrize("text", ["环境自带", "own"])
def test_in_chinese_the_word_for_no_value_is_chinese_and_both_words_are_understood(chinese, text):
    chinese.panel.show_values(dict(FAST, reward_on_termination=None), set())
    assert chinese.find("hyper_reward_on_termination_value").text() == "环境自带"
    chinese.type("hyper_reward_on_termination_value", "-5", Qt.Key.Key_Return)
    box = chinese.focus("hyper_reward_on_termination_value")
    box.selectAll()
    box.lineEdit().insert(text)  # keys that QTest knows write no Chinese
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert [edit[:2] for edit in chinese.edits] == [("reward_on_termination", -5.0), ("reward_on_termination", None)]
    assert chinese.find("hyper_reward_on_termination_value").text() == "环境自带"


@pytest.mark.parametrize("algorithm", OWN)
def test_in_chinese_the_form_fits_its_narrowest_width_and_no_name_is_cut(qtbot, chinese, algorithm):
    params = ALGORITHMS.get(algorithm).params
    values = {record.name: record.default for record in hypers(params)}
    chinese.panel.resize(272, 900)
    chinese.panel.set_params(params, values, values)
    chinese.panel.show_values(values, {record.name for record in hypers(params) if record.scheduled})
    QApplication.processEvents()
    area = chinese.find("hyper_scroll")
    assert area.widget().width() <= area.viewport().width()
    for label in chinese.panel.findChildren(QWidget):
        if label.objectName().startswith("hyper_") and label.objectName().endswith("_label") and label.isVisible():
            assert label.text() == label.words
