"""Shelf of lessons: those that come with the program, and others that were opened."""

from __future__ import annotations

import logging
from pathlib import Path

from playground.errors import PlaygroundError
from playground.i18n import spoken_language
from playground.lessons.lesson import Lesson
from playground.lessons.progress import load_progress
from playground.lessons.reader import NAME, read_lesson
from playground.lessons.shipped import is_shipped, shipped
from playground.ui.files.recent_files import RecentFiles
from playground.ui.learn.lesson_list import Entry
from playground.ui.learn.words import done_words

log = logging.getLogger(__name__)


class Shelf:
    """Lessons in the language of this moment."""

    def __init__(self, recent: RecentFiles) -> None:
        self._recent = recent
        self._read: dict[Path, Lesson] = {}

    def entries(self) -> list[Entry]:
        """Return the lessons in their order, with how far somebody came in each."""
        return [
            self._entry(folder, lesson) for folder in shipped(spoken_language()) if (lesson := self._lesson(folder))
        ]

    def after(self, folder: Path) -> Path | None:
        """Return the lesson that follows one of ours."""
        folders = shipped(spoken_language())
        at = folders.index(folder) + 1 if folder in folders else len(folders)
        return folders[at] if at < len(folders) else None

    def title_after(self, folder: Path) -> str:
        """Return the title of the lesson that follows; "" where none does."""
        path = self.after(folder)
        lesson = None if path is None else self._lesson(path)
        return "" if lesson is None else lesson.title

    def remember(self, file: Path) -> None:
        """Put a lesson that is none of ours to the recent files."""
        if not (file.name == NAME and is_shipped(file.parent)):
            self._recent.remember(file)

    def _lesson(self, folder: Path) -> Lesson | None:
        if folder not in self._read:
            try:
                self._read[folder] = read_lesson(folder)
            except PlaygroundError as error:
                log.warning("%s", error.english())
                return None
        return self._read[folder]

    def _entry(self, folder: Path, lesson: Lesson) -> Entry:
        progress = load_progress(lesson)
        done = done_words(lesson, progress)
        return Entry(folder, lesson.title, lesson.about, lesson.minutes, done, progress.is_finished)
