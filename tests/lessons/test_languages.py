"""Every lesson of the program is there in every language, and is the same lesson there."""

from __future__ import annotations

import pytest

from playground.i18n import LANGUAGES
from playground.lessons.reader import NAME, read_lesson
from playground.resources import resource_folder

FOLDER = resource_folder() / "lessons"
OTHERS = [language for language in LANGUAGES if language != "en"]
NAMES = sorted({path.parent.name for path in FOLDER.glob(f"*/*/{NAME}")})


def skeleton(lesson):
    """Return all of a lesson but its words."""
    pages = []
    for page in lesson.pages:
        question, run, check = page.question, page.run, page.check
        asked = None
        if question is not None:
            answers = question.answers
            key = answers.index(question.key) if answers else question.key
            right = answers.index(question.right) if question.right in answers else question.right
            asked = (question.name, question.kind, len(answers), key, right, question.holds, question.value)
            asked += (question.within, question.is_scored)
        runs = None if run is None else (run.until, run.at_most, run.anew, run.settings, run.live, run.remember)
        explained = sorted(
            f"answer {question.answers.index(name)}" if question is not None and name in question.answers else name
            for name in page.explanations
        )
        checked = None if check is None else (check.holds, bool(check.judge), bool(check.says))
        pages.append((asked, runs, checked, explained, len(page.hints)))
    claim = lesson.claim and (lesson.claim.shows, lesson.claim.of, lesson.claim.measured)
    head = (lesson.settings, lesson.minutes, lesson.version, lesson.workspace)
    return (*head, lesson.shown, lesson.locked, lesson.hidden, claim, pages)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", OTHERS)
def test_a_lesson_is_the_same_in_another_language(name, language):
    there = [each for each in ("en", language) if (FOLDER / each / name / NAME).is_file()]
    assert there == ["en", language], f"{name} is only in {there}"
    ours, twin = (read_lesson(FOLDER / each / name) for each in there)
    assert skeleton(twin) == skeleton(ours)
    pictures = [sorted(path.name for path in (FOLDER / each / name).iterdir()) for each in there]
    assert pictures[0] == pictures[1]
