"""How far somebody has come in a lesson, kept on this computer alone."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playground.errors import FileError
from playground.folders import state_folder
from playground.lessons.lesson import Lesson, Question
from playground.lessons.reader import NAME
from playground.lessons.shipped import is_shipped
from playground.store.safe.atomic import write_file
from playground.store.safe.bounded_read import read_bounded

FORMAT = 1
FOLDER = "lessons"
MOST_BYTES = 1 << 18


@dataclass
class Answered:
    """One question: what was predicted, what came, and whether it came so.

    Of a question with given answers both are their numbers in the list, which are the same in every language.
    """

    answer: str
    came: str = ""
    is_right: bool | None = None  # None: nothing came yet


@dataclass
class LessonProgress:
    """Where somebody is in a lesson, and all that was answered."""

    version: int  # of the lesson, as its author counts
    sha256: str = ""  # of the file that was answered last
    page: int = 0
    answers: dict[str, Answered] = field(default_factory=dict)  # by the question's name
    done: list[int] = field(default_factory=list)  # pages whose run came to its end
    spent: list[int] = field(default_factory=list)  # of them, those whose condition did not come within its steps
    remembered: dict[str, float] = field(default_factory=dict)  # numbers, by the names that pages gave them
    left_off: dict[int, int] = field(default_factory=dict)  # env steps at which a page without a run was left
    left: list[int] = field(default_factory=list)  # pages on which the lesson was left
    is_finished: bool = False


def coded(question: Question, answer: str) -> str:
    """Return an answer as it is kept: the same in every language."""
    return str(question.answers.index(answer)) if answer in question.answers else answer


def decoded(question: Question, kept: str) -> str:
    """Return a kept answer in the words of a lesson."""
    if not question.answers or not kept:
        return kept
    return question.answers[int(kept)] if kept.isdecimal() and int(kept) < len(question.answers) else ""


def load_progress(lesson: Lesson) -> LessonProgress:
    """Return how far somebody came; the beginning where nothing fits this version."""
    try:
        kept = json.loads(read_bounded(_path(lesson.path), MOST_BYTES))
        found = _progress(kept)
    except (FileError, ValueError, TypeError, KeyError, AttributeError):
        return LessonProgress(lesson.version)
    if found.version != lesson.version or not 0 <= found.page <= len(lesson.pages):
        return LessonProgress(lesson.version)
    return found


def save_progress(lesson: Lesson, progress: LessonProgress) -> None:
    """Keep it; raise SaveError where that is not possible."""
    progress.sha256 = lesson.sha256
    path = _path(lesson.path)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps({"format": FORMAT, **asdict(progress)}, ensure_ascii=False, indent=1).encode()
    write_file(path, data, _nothing)


def _progress(kept: dict[str, Any]) -> LessonProgress:
    if kept.pop("format") != FORMAT:
        raise ValueError
    answers = {str(name): Answered(**each) for name, each in kept.pop("answers").items()}
    left_off = {int(page): int(steps) for page, steps in kept.pop("left_off").items()}
    remembered = {str(name): float(value) for name, value in kept.pop("remembered").items()}
    found = LessonProgress(**kept, answers=answers, left_off=left_off, remembered=remembered)
    if type(found.page) is not int or not all(type(each.answer) is str for each in answers.values()):
        raise ValueError
    return found


def _path(file: Path) -> Path:
    folder = file.parent
    key = (
        folder.name
        if file.name == NAME and is_shipped(folder)
        else hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:24]
    )
    return state_folder() / FOLDER / f"{key}.json"


def _nothing(path: Path) -> None:
    """What was written needs no look."""
