"""Our own lessons hold: their keys come true, and other answers do not."""

from __future__ import annotations

import re

import pytest

from playground.glossary import terms
from playground.lessons.check import faults_of, warnings_of
from playground.lessons.outcome import explanations, is_right
from playground.lessons.play import LessonPlayer, right_answer, wrong_answer
from playground.lessons.reader import NAME, read_lesson
from playground.resources import resource_folder

LESSONS = sorted(path.parent for path in (resource_folder() / "lessons").glob(f"*/*/{NAME}"))
every_lesson = pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
WORD = re.compile(r"\]\(glossary:([^)\s]*)\)")


@every_lesson
def test_nothing_is_wrong_and_its_claim_was_measured_on_twenty_seeds(folder):
    lesson = read_lesson(folder)
    assert list(map(str, faults_of(lesson))) == []
    assert all("sometimes" in str(warning) for warning in warnings_of(lesson))
    assert lesson.claim is not None
    assert (lesson.claim.of, bool(lesson.claim.measured)) == (20, True)


@every_lesson
def test_it_asks_before_it_explains_and_scores_one_question_on_its_last_page(folder):
    lesson = read_lesson(folder)
    assert [question.is_scored for question in lesson.questions] == [False] * (len(lesson.questions) - 1) + [True]
    for page in lesson.pages:
        if page.question is not None:
            for answer in (right_answer(page.question), wrong_answer(page.question)):
                assert explanations(page, answer, right_answer(page.question)), (page.title, answer)


@every_lesson
def test_its_links_to_words_lead_to_entries_of_the_glossary(folder):
    linked = set(WORD.findall((folder / NAME).read_text(encoding="utf-8")))
    assert linked <= set(terms("en"))
    assert linked


@pytest.mark.slow
@every_lesson
def test_its_keys_come_true_and_other_answers_do_not(folder):
    for played in LessonPlayer(read_lesson(folder)).play(wrong_answer):
        assert played.is_as_written, played.page.title
        if played.page.question is not None:
            assert not played.is_right, played.page.title
            assert is_right(played.page.question, right_answer(played.page.question), played.came)
