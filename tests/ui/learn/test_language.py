"""Another language in the middle of a lesson: it goes on where it is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from playground.i18n import set_language
from playground.ui import app
from playground.ui.support.qt_translations import translate_qt
from playground.ui.window.language_switch import LanguageSwitch
from tests.ui.learn.lesson_window import LessonWindow


@pytest.fixture
def switch(qtbot, own_folders):
    switch = app.create([]).findChild(LanguageSwitch)
    window = switch.window
    qtbot.waitUntil(lambda: window.plots is not None and window.controller.is_ready, timeout=20_000)
    yield switch
    switch.window.close()
    switch.window.deleteLater()
    set_language("en")
    translate_qt(QApplication.instance(), "en")


def test_the_answers_and_what_came_stay_and_the_next_page_follows(qtbot, switch, write):
    hides = ('title = "How long it stays up"', 'title = "How long"\nshow = ["epsilon"]')
    here = LessonWindow(qtbot, switch.window, write(hides))
    here.open()
    here.choose(1)
    here.run()
    before = switch.window
    before.findChild(QAction, "act_language_zh_CN").trigger()
    here.wait(lambda: switch.window is not before and not isValid(before))
    there = LessonWindow(qtbot, switch.window, here.file)
    assert there.text("lesson_predicted") == "about 20"
    assert there.text("lesson_came") == "about 20"
    assert not there.is_seen("hyper_gamma")
    there.go_on()
    there.type_number("0.5")
    assert not there.is_seen("lesson_run_note")  # the run is where the lesson left it
    there.run()
    there.click("lesson_leave")
    assert there.is_seen("hyper_gamma")
