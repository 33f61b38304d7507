"""The sentence over the view, what can be done about it, and questions that wait for an answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from playground.ui.support.notice import Notice

ANSWERS = [("restore", "Restore"), ("discard", "Discard"), ("later", "Later")]


@pytest.fixture
def notice(qtbot):
    notice = Notice()
    qtbot.addWidget(notice)
    notice.chosen = []
    notice.action_chosen.connect(notice.chosen.append)
    return notice


def buttons(notice):
    return [button.text() for button in notice.findChildren(QPushButton) if button.isVisible()]


def press(qtbot, notice, label):
    (button,) = [button for button in notice.findChildren(QPushButton) if button.text() == label]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_message_can_be_dismissed(qtbot, notice):
    notice.show_message("It went wrong.", kind="error")
    assert buttons(notice) == ["Dismiss"]
    press(qtbot, notice, "Dismiss")
    assert not notice.isVisible()


def test_a_message_with_an_offer_says_which_was_taken(qtbot, notice):
    notice.show_message("A new run would begin.", name="reset", label="Reset now")
    assert buttons(notice) == ["Reset now", "Dismiss"]
    press(qtbot, notice, "Reset now")
    assert notice.chosen == ["reset"]
    assert not notice.isVisible()


def test_a_question_has_its_answers_and_cannot_be_dismissed(qtbot, notice):
    notice.ask("Restore the run?", ANSWERS)
    assert buttons(notice) == ["Restore", "Discard", "Later"]
    press(qtbot, notice, "Discard")
    assert notice.chosen == ["discard"]
    assert not notice.isVisible()


def test_an_offer_comes_back_after_the_question_that_covered_it_unless_it_is_over(qtbot, notice):
    for is_over in (False, True):
        notice.show_message("A new run would begin.", name="reset", label="Reset now")
        notice.ask("Restore the run?", ANSWERS)
        if is_over:
            notice.withdraw_offer()
            assert notice.text == "Restore the run?"
        press(qtbot, notice, "Later")
        assert notice.isVisible() is not is_over
    assert notice.chosen == ["later", "later"]


def test_a_question_comes_back_after_what_covered_it(qtbot, notice):
    notice.ask("Restore the run?", ANSWERS)
    notice.show_message("Reset?", name="reset", label="Reset now")
    assert notice.text == "Reset?"
    press(qtbot, notice, "Reset now")
    assert notice.text == "Restore the run?"
    assert buttons(notice) == ["Restore", "Discard", "Later"]
    notice.show_message("It went wrong.", kind="error")
    press(qtbot, notice, "Dismiss")
    assert notice.text == "Restore the run?"
    press(qtbot, notice, "Later")
    assert notice.chosen == ["reset", "later"]
    assert not notice.isVisible()


def test_what_takes_a_message_back_leaves_a_question(notice):
    notice.ask("Restore the run?", ANSWERS)
    notice.withdraw()
    notice.withdraw_offer()
    assert notice.isVisible()
    notice.show_message("Saved.")
    notice.withdraw_offer()
    assert notice.text == "Saved."
    notice.withdraw()
    assert notice.text == "Restore the run?"
    notice.show_message("Reset?", name="reset", label="Reset now")
    notice.withdraw_offer()
    assert notice.text == "Restore the run?"


def test_a_passing_message_uncovers_the_question_by_itself(qtbot, notice, monkeypatch):
    monkeypatch.setattr("playground.ui.support.notice.SHOWN_MS", 20)
    notice.ask("Restore the run?", ANSWERS)
    notice.show_message("Saved.")
    qtbot.waitUntil(lambda: notice.text == "Restore the run?", timeout=2000)


@pytest.mark.parametrize(("width", "below"), [(900, False), (340, True)])
def test_buttons_do_not_press_the_words_into_a_narrow_column(qtbot, notice, width, below):
    notice.resize(width, 60)
    notice.show_message("This is version 0.2.0; the last one you started was 0.1.0.", name="news", label="What's new")
    words = notice.findChild(QLabel, "notice_text")
    button = notice.findChild(QPushButton, "notice_action")

    def is_below():
        return button.mapTo(notice, QPoint()).y() >= words.geometry().bottom()

    qtbot.waitUntil(lambda: is_below() == below)
    notice.resize(1240 - width, 60)  # and when the window changes
    qtbot.waitUntil(lambda: is_below() != below)
