"""Lessons in the window."""

from __future__ import annotations

import pytest

from playground.arithmetic.prepare import prepare
from tests.lessons.texts import GOOD
from tests.ui.learn.lesson_window import LessonWindow


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a lesson's file, the good one with some parts changed."""

    def write(*changes, name="lesson.md"):
        text = GOOD
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def lesson(qtbot, window, write):
    """Return a function that opens such a lesson in the window."""

    def open_lesson(*changes):
        prepare()
        opened = LessonWindow(qtbot, window, write(*changes))
        opened.open()
        return opened

    return open_lesson
