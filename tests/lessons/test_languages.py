"""Each lesson of ours says the same in every language: only words differ."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from playground.lessons.images import images_in
from playground.lessons.lesson import Page, Question
from playground.lessons.reader import NAME, read_lesson
from playground.resources import resource_folder

LESSONS = resource_folder() / "lessons"
ENGLISH = sorted(path.parent for path in (LESSONS / "en").glob(f"*/{NAME}"))
OTHERS = sorted(path.name for path in LESSONS.iterdir() if path.is_dir() and path.name != "en")
LINK = re.compile(r"\]\((\w+:[^)\s]*)\)")


def question_without_words(question: Question | None) -> object:
    """Return what of a question is the same in every language."""
    if question is None:
        return None
    kept = {"ask": bool(question.ask), "unit": bool(question.unit), "line": 0}
    if question.kind == "choice":
        kept["answers"] = len(question.answers)
        kept |= {name: place(question, getattr(question, name)) for name in ("key", "right")}
    return dataclasses.asdict(question) | kept


def page_without_words(page: Page) -> dict[str, object]:
    """Return what of a page is the same in every language."""
    texts = [page.text, *page.explanations.values(), *page.hints, page.question.ask if page.question else ""]
    return {
        "question": question_without_words(page.question),
        "run": page.run and dataclasses.replace(page.run, line=0),
        "check": page.check and (page.check.holds, bool(page.check.judge), bool(page.check.says)),
        "explained": sorted(str(place(page.question, name)) for name in page.explanations),
        "hints": len(page.hints),
        "links": sorted(link for text in texts for link in LINK.findall(text)),
        "images": sorted(image for text in texts for image in images_in(text)),
    }


def place(question: Question | None, answer: str) -> object:
    """Return the place of an answer among those there are; no answer stays as it is."""
    return question.answers.index(answer) if question is not None and answer in question.answers else answer


def head_without_words(folder: Path) -> list[object]:
    lesson = read_lesson(folder)
    own = (
        lesson.minutes,
        lesson.version,
        lesson.workspace,
        lesson.shown,
        lesson.locked,
        lesson.hidden,
        lesson.settings,
    )
    claim = lesson.claim and (lesson.claim.shows, lesson.claim.of, lesson.claim.measured)
    return [*own, claim, bool(lesson.about)]


@pytest.mark.parametrize("language", OTHERS)
def test_every_lesson_is_there_in_every_language_and_no_other(language):
    assert {path.parent.name for path in (LESSONS / language).glob(f"*/{NAME}")} == {path.name for path in ENGLISH}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("english", ENGLISH, ids=lambda folder: folder.name)
def test_only_words_differ_between_languages(english, language):
    twin = LESSONS / language / english.name
    assert head_without_words(twin) == head_without_words(english)
    first, second = (list(map(page_without_words, read_lesson(folder).pages)) for folder in (english, twin))
    assert second == first
    for page, other in zip(read_lesson(english).pages, read_lesson(twin).pages, strict=True):
        assert page.title != other.title
