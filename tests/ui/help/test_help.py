"""The Help menu: what is new after an update, whose work this is, a look at the computer."""

from __future__ import annotations

import os
import sys

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton, QTextBrowser

from playground import __version__
from playground.i18n import set_language
from playground.ui import app
from playground.ui.help import changelog
from playground.ui.help.text_dialog import TextDialog
from playground.ui.trainer.snapshot import TrainerState

TALE = "# What changed\n\n## 0.3.0\n\n- Sails\n\n## 0.2.1\n\n- Oars, [long](ones.md)\n\n## 0.2.0\n\n- A hull\n"


@pytest.fixture
def window(qtbot):
    """The window before its first paint: nothing was started yet."""
    window = app.create([])
    qtbot.addWidget(window)
    yield window
    window.close()


@pytest.fixture
def started(own_folders, window):
    QSettings().setValue("version", "0.0.1")
    return window


@pytest.fixture
def tale(tmp_path, monkeypatch):
    """Another changelog, in English alone."""
    (tmp_path / "changelog.md").write_text(TALE)
    monkeypatch.setattr(changelog, "resource_folder", lambda: tmp_path)
    return tmp_path


def answer(window):
    button = window.notice.findChild(QPushButton, "notice_action")
    assert button.text() == "What's new"
    button.click()
    return window.findChild(QTextBrowser, "news_dialog_text").toPlainText()


def test_the_first_start_tells_of_no_update(window, tale):
    window.help.offer_news()
    assert window.notice.isHidden()
    assert QSettings().value("version") == __version__


def test_the_first_start_of_a_newer_version_offers_what_came_since(window, tale):
    QSettings().setValue("version", "0.2.0")
    window.help.offer_news()
    assert window.notice.text == f"This is version {__version__}; the last one you started was 0.2.0."
    told = answer(window)
    assert "Sails" in told
    assert "Oars" in told
    assert "A hull" not in told
    window.help.offer_news()
    assert window.notice.isHidden()  # it is offered once


@pytest.mark.parametrize("before", ["0.3.0", "99.0", "banana", "", "²", "1" * 300])
def test_after_anything_but_an_older_version_there_is_no_news(tale, before):
    assert changelog.news(before) == ""


def test_the_offer_covers_no_other_message_and_comes_at_the_next_start_instead(window, tale):
    QSettings().setValue("version", "0.2.0")
    window.notice.show_message("Something is wrong.", kind="error")
    window.help.offer_news()
    assert window.notice.text == "Something is wrong."
    window.notice.withdraw()
    window.help.offer_news()
    assert "0.2.0" in window.notice.text


def test_the_offer_is_there_when_the_window_is_ready(started, qtbot):
    """The first run of a window ends what was offered before it."""
    qtbot.waitUntil(lambda: started.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
    qtbot.wait(50)
    assert started.notice.text.endswith("the last one you started was 0.0.1.")
    assert not started.notice.isHidden()


def test_what_is_new_is_shown_in_the_language_of_the_window_where_it_was_translated(tale):
    (tale / "changelog.zh_CN.md").write_text("# 变化\n\n## 0.3.0\n\n- 帆\n\n## 9.0.0\n\n- 谣言\n")
    set_language("zh_CN")
    try:
        assert changelog.news("0.2.0") == "## 0.3.0\n\n- 帆\n\n## 0.2.1\n\n- Oars, long"
    finally:
        set_language("en")


def test_the_changelog_begins_with_this_version_in_every_language():
    english = changelog.changelog()
    assert next(iter(english)) == __version__
    set_language("zh_CN")
    try:
        chinese = changelog.changelog()
    finally:
        set_language("en")
    assert list(chinese) == list(english)
    assert all(chinese[version] != english[version] for version in english)


def test_help_tells_all_that_ever_changed_as_formatted_text_and_follows_no_link(window):
    window.actions_by_name["act_news"].trigger()
    page = window.findChild(QTextBrowser, "news_dialog_text")
    assert __version__ in page.toPlainText()
    assert "##" not in page.toPlainText()
    assert not page.openLinks()


def test_about_says_the_version_and_what_it_runs_from(window):
    window.actions_by_name["act_about"].trigger()
    text = window.findChild(QMessageBox, "about_dialog").text()
    assert __version__ in text
    assert "checkout" in text


def test_the_licences_of_what_the_program_needs_are_listed(window):
    window.actions_by_name["act_licences"].trigger()
    dialog = window.findChild(TextDialog, "licences_dialog")
    lines = dialog.text.toPlainText().splitlines()
    assert any(line.startswith("PySide6_Essentials ") and "LGPL" in line for line in lines)
    assert any(line.startswith("torch ") for line in lines)
    assert not any(line.startswith("pytest") for line in lines)
    dialog.findChild(QPushButton, "licences_dialog_copy").click()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()


def test_a_frozen_program_shows_the_licences_that_came_with_it(window, tmp_path, monkeypatch):
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "THIRD-PARTY.txt").write_text("Qt: LGPL, <b>as it stands</b>")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "_internal"), raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "playground"))
    window.actions_by_name["act_licences"].trigger()
    page = window.findChild(QTextBrowser, "licences_dialog_text")
    assert page.toPlainText() == "Qt: LGPL, <b>as it stands</b>"


@pytest.fixture
def doctor(tmp_path, monkeypatch):
    """A program in place of this one, which does what it is told to."""

    def be(script):
        program = tmp_path / "doctor"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return be


posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@posix
def test_the_check_of_this_computer_shows_its_report_to_copy_and_to_save(window, qtbot, doctor, tmp_path):
    doctor('echo "<style>p { color: var(--text); }</style><p>$LANGUAGE: all is well with $3</p>" > "$5"')
    window.actions_by_name["act_check"].trigger()
    page = window.findChild(QTextBrowser, "check_dialog_text")
    assert page.toPlainText().startswith("Looking at this computer")
    qtbot.waitUntil(lambda: page.toPlainText().strip() == "en: all is well with doctor", timeout=5000)
    dialog = window.findChild(TextDialog, "check_dialog")
    dialog.findChild(QPushButton, "check_save").click()
    dialog.findChild(QFileDialog, "check_save_dialog").reject()
    dialog.save(str(tmp_path / "report.html"))
    assert (tmp_path / "report.html").read_text().endswith("<p>en: all is well with doctor</p>\n")
    assert page.toPlainText().startswith("Saved to ")
    dialog.save(str(tmp_path / "nowhere" / "report.html"))
    assert "could not be saved" in page.toPlainText()
    dialog.reject()


@posix
@pytest.mark.parametrize("script", ["echo no such verb >&2; exit 2", "kill -9 $$"])
def test_a_check_that_ends_without_a_report_is_told(window, qtbot, doctor, script):
    doctor(script)
    window.actions_by_name["act_check"].trigger()
    page = window.findChild(QTextBrowser, "check_dialog_text")
    qtbot.waitUntil(lambda: page.toPlainText().startswith("The check ended without a report"), timeout=5000)
    assert ("no such verb" in page.toPlainText()) == ("verb" in script)
    window.findChild(TextDialog, "check_dialog").reject()


def test_a_check_that_cannot_be_started_is_told(window, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    window.actions_by_name["act_check"].trigger()
    page = window.findChild(QTextBrowser, "check_dialog_text")
    qtbot.waitUntil(lambda: page.toPlainText().startswith("The check ended without a report"), timeout=5000)
    window.findChild(TextDialog, "check_dialog").reject()


@posix
def test_closing_the_check_ends_it(window, qtbot, doctor, tmp_path):
    doctor(f"echo $$ > {tmp_path}/pid; exec sleep 60")
    window.actions_by_name["act_check"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "pid").exists() and bool((tmp_path / "pid").read_text().strip()), timeout=5000)
    window.findChild(TextDialog, "check_dialog").reject()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_each_key_of_the_list_of_keys_stands_on_one_line(chosen, qtbot, language):
    chosen(language=language)
    window = app.create([])
    qtbot.addWidget(window)
    window.help.show_keys()
    dialog = window.findChild(TextDialog, "shortcuts_dialog")
    qtbot.waitUntil(dialog.isVisible)
    page = dialog.text.document()
    page.documentLayout().documentSize()  # laid out
    (table,) = page.rootFrame().childFrames()
    keys = [table.cellAt(row, 0).firstCursorPosition().block() for row in range(table.rows())]
    n_keys, broken = len(keys), [key.text() for key in keys if key.layout().lineCount() != 1]
    dialog.close()
    window.close()
    assert n_keys > 20
    assert broken == []
