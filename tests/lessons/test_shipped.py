"""Every lesson of the program has no fault, and plays to its end with right and with wrong answers."""

from __future__ import annotations

import pytest

from playground.i18n import LANGUAGES
from playground.lessons.check import faults_of, read_usable, warnings_of
from playground.lessons.play import LessonPlayer, right_answer, wrong_answer
from playground.lessons.shipped import in_language, shipped

ENGLISH = shipped("en")
FAST = 6000  # steps of all pages, that the ordinary tests play


def steps_of(folder):
    return sum(page.run.at_most for page in read_usable(folder).pages if page.run is not None)


def playable():
    for folder in ENGLISH:
        marks = () if steps_of(folder) <= FAST else (pytest.mark.slow,)
        yield pytest.param(folder, id=folder.name, marks=marks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", ENGLISH, ids=lambda folder: folder.name)
def test_a_lesson_has_no_fault_and_its_curves_are_the_same_on_every_computer(folder, language):
    lesson = read_usable(in_language(folder, language))
    assert [str(fault) for fault in faults_of(lesson)] == []
    assert not any("other computers" in str(warning) for warning in warnings_of(lesson))


@pytest.mark.parametrize("folder", list(playable()))
def test_a_lesson_comes_to_what_its_key_says_and_not_to_a_wrong_answer(folder):
    lesson = read_usable(folder)
    right = list(LessonPlayer(lesson).play(right_answer))
    wrong = list(LessonPlayer(lesson).play(wrong_answer))
    assert [played.page.title for played in right if not played.is_as_written] == []
    assert not any(played.is_right for played in wrong)
    assert [played.came for played in wrong] == [played.came for played in right]
