"""The window in Chinese: every word in it, also Qt's own."""

from __future__ import annotations

import gettext
import re

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QGraphicsScene,
    QLabel,
    QMenu,
    QMessageBox,
    QTabWidget,
    QWidget,
)

from playground.agents.base import ALGORITHMS
from playground.engine.presets.catalogue import PRESETS
from playground.engine.presets.preset import DEFAULT
from playground.envs.base import ENVIRONMENTS
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.text import lettering
from playground.hyper import hypers
from playground.i18n import LANGUAGES, set_language
from playground.ui.support.qt_translations import NAME, translate_qt
from tests.pairs import presets_of_all
from tests.ui.kept_settings import kept_settings

CHINESE = re.compile("[\u4e00-\u9fff]")
WORD = re.compile("[A-Za-z]{3,}")


def names():
    """Return the words that are the same in every language: in rows, on the command line and in files."""
    found = {*ENVIRONMENTS.names(), *ALGORITHMS.names(), *LANGUAGES.values(), "UTC", "rad", "cos", "sin"}
    found |= {*(algorithm.title for algorithm in ALGORITHMS), *(preset.name for preset in PRESETS), DEFAULT}
    found |= {name.partition("-v")[0] for name in ENVIRONMENTS.names()}
    for params in (*(algorithm.params for algorithm in ALGORITHMS), *(card.parameters for card in ENVIRONMENTS)):
        for record in hypers(params):
            found |= {record.name, *record.choices, record.optional}
    return found


class NotYet(gettext.NullTranslations):
    """Says of an English text that its Chinese is to come: it goes through gettext, which is all that is asked here."""

    def gettext(self, message):
        return f"待译 {message}"

    def ngettext(self, singular, plural, n):
        return self.gettext(singular if n == 1 else plural)


@pytest.fixture
def chinese(qapp, own_folders, monkeypatch):
    def translation(*words, **more):
        found = known(*words, **more)
        found.add_fallback(NotYet())
        return found

    known = gettext.translation
    kept_settings().setValue("language", "zh_CN")
    with monkeypatch.context() as patched:
        patched.setattr(gettext, "translation", translation)
        yield
    set_language("en")
    translate_qt(qapp, "en")


@pytest.fixture
def window(chinese, request):
    return request.getfixturevalue("window")


def test_every_word_in_the_window_is_chinese(qtbot, window, tmp_path):
    window.training.step_episode()
    qtbot.waitUntil(lambda: window.controller.latest.n_episodes >= 1, timeout=20_000)
    window.controller.evaluate()
    qtbot.waitUntil(lambda: "当前策略" in window.notice.text, timeout=20_000)
    window.training.step()
    qtbot.waitUntil(lambda: window.controller.latest.trace is not None, timeout=20_000)
    shown = set(texts(window))
    for tool in (window.policies.ask_where_to_save, window.help.show_keys, window.help.show_about):
        tool()
        shown |= set(texts(window))
    window.controller.take_policy("current", tmp_path / "policy.rlp")
    qtbot.waitUntil(lambda: "已保存" in window.notice.text, timeout=20_000)
    window.policies.open(str(tmp_path / "policy.rlp"))
    shown |= set(texts(window))
    window.policies.open(str(tmp_path / "none.rlp"))
    shown |= set(texts(window))

    for preset in presets_of_all():
        window.training.choose(preset, "")
        window.training.reset()
        wanted = preset.environment, preset.algorithm
        qtbot.waitUntil(lambda wanted=wanted: window.training.pair == wanted, timeout=20_000)
        window.hyper_panel.environment_open = True
        window.training.step()
        qtbot.waitUntil(lambda: window.controller.latest.trace is not None, timeout=20_000)
        qtbot.waitUntil(lambda: bool(window.bars.accessibleDescription()), timeout=5000)
        shown |= set(texts(window))

    assert len(shown) > 400
    foreign = sorted(text for text in shown if is_foreign(text))
    assert not foreign, foreign


def texts(window):
    """Yield every text of the window and its dialogs, also those read aloud and those under the pointer."""
    for widget in window.findChildren(QWidget):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        if isinstance(widget, (QLabel, QAbstractButton)) and widget.objectName() != "qt_dockwidget_floatbutton":
            yield widget.text()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(i) for i in range(widget.count()))
        if isinstance(widget, QTabWidget):
            yield from (widget.tabText(i) for i in range(widget.count()))
        if isinstance(widget, QMenu):
            yield widget.title()
        if isinstance(widget, QDockWidget):
            yield widget.windowTitle()
    for action in window.findChildren(QAction):
        if not isinstance(action.parent(), QGraphicsScene):  # pyqtgraph's own, which nobody can reach
            yield from (action.text(), action.toolTip())


def is_foreign(text):
    """Whether a text has words, all of them foreign, and is not made of names alone."""
    plain = re.sub("<[^>]*>", " ", text)
    for name in sorted(names(), key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)" if name else "$", " ", plain)
    plain = re.sub(r"\w+…|\b(Adam|RMSprop|log)\b", " ", plain)  # the beginning of a key, names of people's, a function
    plain = re.sub(r"\b(Ctrl|Shift|F\d+)\b|[\w.-]*\.rlp|/[\w/.-]*", " ", plain)
    plain = re.sub(r"\b(log|max|min|exp|tanh)\b", " ", plain)  # as formulas are written everywhere
    return bool(WORD.search(plain)) and not CHINESE.search(plain)


def test_qts_own_words_are_chinese_too(window):
    window.help.show_about()
    box = window.findChild(QMessageBox, "about_dialog")
    assert [button.text() for button in box.buttons()] == ["确定"]
    box.close()
    window.files.ask()
    dialog = window.findChild(QFileDialog, "load_dialog")
    labels = {label.text() for label in dialog.findChildren(QLabel)} | {
        button.text() for button in dialog.findChildren(QAbstractButton) if button.text()
    }
    assert {"查找范围(&L)：", "文件名称(&N)：", "文件类型(&T)：", "取消"} <= labels
    dialog.close()


def test_the_language_that_is_spoken_is_ticked_in_the_menu(window):
    assert window.findChild(QAction, "act_language_zh_CN").isChecked()
    assert not window.findChild(QAction, "act_language_en").isChecked()


def test_qt_speaks_the_language_that_was_asked_for_last(qapp):
    for language, word in (("zh_CN", "取消"), ("zh_CN", "取消"), ("en", "Cancel"), ("xx", "Cancel")):
        translate_qt(qapp, language)
        assert QApplication.translate("QPlatformTheme", "Cancel") == word
        assert len(qapp.findChildren(QTranslator, NAME)) == 1


def test_the_picture_draws_chinese_with_a_font_that_has_it(chinese):
    """A font without a character draws the same box for each."""
    pictures = {pygame.image.tobytes(lettering(text, 24, (0, 0, 0)), "RGBA") for text in "回报步数贪心探索"}
    assert len(pictures) == 8
