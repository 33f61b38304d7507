"""Lessons that come with the program, each in several languages."""

from __future__ import annotations

from pathlib import Path

from playground.lessons.reader import NAME
from playground.resources import resource_folder

FIRST_LANGUAGE = "en"  # in which every lesson is


def shipped(language: str) -> list[Path]:
    """Return the folders of all lessons, in English where one is not in this language."""
    folder = _folder(FIRST_LANGUAGE)
    names = sorted(path.name for path in folder.iterdir() if (path / NAME).is_file()) if folder.is_dir() else []
    return [in_language(folder / name, language) for name in names]


def in_language(lesson: Path, language: str) -> Path:
    """Return the same lesson in another language, or itself where it is not in that."""
    twin = _folder(language) / lesson.name
    return twin if is_shipped(lesson) and (twin / NAME).is_file() else lesson


def is_shipped(lesson: Path) -> bool:
    """Return whether a folder is one of our own lessons."""
    return lesson.parent.parent == resource_folder() / "lessons"


def _folder(language: str) -> Path:
    return resource_folder() / "lessons" / language
