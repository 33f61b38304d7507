"""A lesson that is played comes to what its key says; with wrong answers it says so."""

from __future__ import annotations

import pytest

from playground.errors import PlaygroundError
from playground.lessons.outcome import check_answer
from playground.lessons.play import LessonPlayer, right_answer, wrong_answer
from playground.lessons.reader import lesson_from
from tests.lessons.texts import GOOD, changed


def played(tmp_path, data, answer):
    return list(LessonPlayer(lesson_from(data, tmp_path / "lesson.md")).play(answer))


def test_right_answers_come_true_and_wrong_ones_do_not(tmp_path):
    right = played(tmp_path, GOOD.encode(), right_answer)
    wrong = played(tmp_path, GOOD.encode(), wrong_answer)
    assert [page.is_right for page in right] == [True, True, True]
    assert [page.is_right for page in wrong] == [False, False, False]
    assert [page.came for page in right] == [page.came for page in wrong]  # what one predicts changes nothing
    assert right[0].says == ("So it is.", "Twenty.", "Anyway.")
    assert wrong[0].says == ("Twenty.", "Anyway.")
    assert right[2].is_checked is True


def test_a_run_whose_condition_never_holds_ends_after_its_steps_and_says_so(tmp_path):
    pages = played(tmp_path, GOOD.encode(), right_answer)
    assert [page.has_stopped for page in pages] == [True, False, True]
    assert [page.is_as_written for page in pages] == [True, False, True]


def test_a_key_that_does_not_come_true_is_seen(tmp_path):
    data = changed('key = "about 20"', 'key = "about 400"')
    assert not played(tmp_path, data, right_answer)[0].is_as_written


def test_the_same_lesson_comes_to_the_same_numbers_again(tmp_path):
    first, second = (played(tmp_path, GOOD.encode(), right_answer) for _ in range(2))
    assert [page.came for page in first] == [page.came for page in second]


def test_whether_a_number_went_up_is_told_from_where_the_page_began(tmp_path):
    data = changed('kind = "number"', 'kind = "direction"').replace(b"within = 0.5", b"within = 0.01")
    data = data.replace(b'key = "0.5"', b'key = "lower"')
    assert played(tmp_path, data, right_answer)[1].came == "lower"  # epsilon fades


def test_what_is_no_answer_is_refused_in_words(tmp_path):
    lesson = lesson_from(GOOD.encode(), tmp_path / "lesson.md")
    choice, number, _ = lesson.questions
    for question, answer in ((choice, "about 1"), (number, "much"), (number, "nan")):
        with pytest.raises(PlaygroundError):
            check_answer(question, answer)
    check_answer(number, "1e-2")
