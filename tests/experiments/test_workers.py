"""Tasks run in processes of their own: whatever one of them does, the others are done."""

from __future__ import annotations

import multiprocessing

import pytest

from playground.experiments.workers import Failure, run_tasks
from tests.experiments import work


def nothing(number, value):
    pass


def test_every_task_is_done_once_and_its_result_belongs_to_it():
    results = dict(run_tasks(work.doubled, [(value,) for value in range(20)], 2, nothing))
    assert results == {number: 2 * number for number in range(20)}
    assert not multiprocessing.active_children()


def test_a_task_that_raises_or_takes_its_process_with_it_says_so_and_the_rest_go_on():
    tasks = [("raise",), ("leave",), ("work",), ("panic",)]
    results = dict(run_tasks(work.as_told, tasks, 1, nothing))
    assert isinstance(results[0], Failure)
    assert "no such luck" in results[0].reason
    assert results[1] == Failure("its process ended with exit code 7")
    assert "as an environment can" in results[3].reason
    assert results[2][1], "a worker leaves Ctrl-C to whoever started it"


def test_workers_that_never_end_are_ended_with_whoever_waits_for_them():
    news = run_tasks(work.as_told, [("work",), ("wait",), ("work",)], 2, nothing)
    assert next(news)[0] in (0, 2)
    assert multiprocessing.active_children()
    news.close()
    assert not multiprocessing.active_children()


def test_an_interrupt_ends_the_workers_too():
    news = run_tasks(work.as_told, [("work",), ("wait",)], 2, nothing)
    assert next(news)[0] == 0
    with pytest.raises(KeyboardInterrupt):
        news.throw(KeyboardInterrupt)
    assert not multiprocessing.active_children()
