"""What is done in a process of its own comes back as a value, or as a reason why there is none."""

from __future__ import annotations

import multiprocessing

import pytest

from playground.readiness.subprocess_check import ChildLost, run_in_child
from tests.readiness import work


@pytest.fixture(autouse=True)
def no_process_is_left():
    yield
    assert not multiprocessing.active_children()


def test_a_value_comes_back_and_what_was_written_on_the_way_shows_nowhere(capfd):
    assert run_in_child(work.doubled, 21, seconds=30) == 42
    assert capfd.readouterr() == ("", "")


def test_an_error_comes_back_as_a_sentence_with_its_traceback_aside():
    lost = run_in_child(work.raises, seconds=30)
    assert str(lost.reason) == "ValueError: no such luck"
    assert "in raises" in lost.details


def test_a_process_that_dies_is_told_of_with_its_last_words_and_its_stack():
    lost = run_in_child(work.aborts, seconds=30)
    assert "ended by itself" in str(lost.reason)
    assert "the last words" in lost.details
    assert "in aborts" in lost.details


def test_a_process_that_hangs_is_ended_when_its_time_is_over():
    lost = run_in_child(work.waits_for_ever, seconds=0.5)
    assert isinstance(lost, ChildLost)
    assert "no answer came" in str(lost.reason)


def test_an_answer_that_cannot_be_unpacked_here_is_none():
    lost = run_in_child(work.gives_what_cannot_be_unpacked, seconds=30)
    assert "No module named 'torch'" in str(lost.reason)
