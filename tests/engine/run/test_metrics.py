"""Curves only grow, stay small however long the run, and give a reader what is new."""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest

from playground.engine.run.metrics import Columns, Mark, Metrics

NAN = math.nan


def test_a_reader_gets_each_row_once():
    columns, cursor, seen = Columns("step", "value"), 0, []
    for n in range(1, 1001):
        columns.append(n, n / 2)
        if n % 37 == 0 or n == 1000:
            rows = columns.since(cursor)
            cursor += len(rows)
            seen += rows.tolist()
    assert seen == [[n, n / 2] for n in range(1, 1001)]
    assert columns.since(cursor).shape == (0, 2)
    assert columns.column("value").tolist() == [n / 2 for n in range(1, 1001)]


def test_rows_that_were_read_are_copies():
    columns = Columns("step")
    columns.append(1)
    columns.since(0)[:] = 9
    assert columns.since(0).tolist() == [[1]]


def test_a_reader_in_another_thread_never_sees_half_a_row():
    columns, broken, done = Columns("a", "b"), [], threading.Event()

    def read():
        while not done.is_set():
            rows = columns.since(0)
            if (rows[:, 0] != np.arange(len(rows))).any() or (rows[:, 0] != -rows[:, 1]).any():
                broken.append(len(rows))

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(20_000):
        columns.append(n, -n)
    done.set()
    reader.join()
    assert not broken


def steps_to(metrics, first, last, loss=1.0):
    for step in range(first, last + 1):
        metrics.add_step(step, (1 / step, loss, 2 * loss))


def test_rows_are_ten_times_sparser_at_each_power_of_ten():
    metrics = Metrics()
    steps_to(metrics, 1, 200_000)
    steps = metrics.curve.column("step")
    assert steps[:10_000].tolist() == list(range(1, 10_001))
    assert steps[10_000:19_000].tolist() == list(range(10_010, 100_001, 10))
    assert steps[19_000:].tolist() == list(range(100_100, 200_001, 100))


def test_a_row_is_the_mean_of_its_stride():
    metrics = Metrics()
    steps_to(metrics, 1, 10_000)
    for step in range(10_001, 10_011):
        metrics.add_step(step, (step / 10, float(step), -float(step)))
    assert metrics.curve.since(10_000).tolist() == [[10_010, 1000.55, 10_005.5, -10_005.5]]
    steps_to(metrics, 10_011, 10_020, loss=3.0)
    assert metrics.curve.since(10_001)[0, 2:].tolist() == [3.0, 6.0]


def test_steps_that_did_not_learn_leave_a_gap_and_spoil_no_mean():
    metrics = Metrics()
    steps_to(metrics, 1, 10_000, loss=NAN)
    assert np.isnan(metrics.curve.column("loss")).all()
    for step in range(10_001, 10_021):
        metrics.add_step(step, (0.5, 4.0 if step == 10_013 else NAN, 8.0 if step == 10_013 else NAN))
    first, second = metrics.curve.since(10_000)
    assert np.isnan(first[2:]).all()
    assert second[2:].tolist() == [4.0, 8.0]


def mark(step, before, after, gesture, name="gamma"):
    return Mark(step, name, before, after, gesture)


def test_a_gesture_is_one_mark_and_the_version_tells_of_every_change():
    metrics = Metrics()
    versions = [metrics.marks_version]
    for entry in (mark(1, 0.9, 0.8, 7), mark(2, 0.8, 0.7, 7), mark(3, 0.7, 0.6, 8), mark(4, 1, 2, 8, "batch_size")):
        metrics.add_mark(entry)
        versions.append(metrics.marks_version)
    drag = Mark(1, "gamma", 0.9, 0.7, 7, until=2)
    assert metrics.marks == [drag, mark(3, 0.7, 0.6, 8), mark(4, 1, 2, 8, "batch_size")]
    assert versions == sorted(set(versions))


def test_a_gesture_that_changes_two_values_by_turns_is_one_mark_of_each_where_it_began():
    metrics = Metrics()
    for step in (5, 6, 7):
        metrics.add_mark(mark(step, step, step + 1, 3))
        metrics.add_mark(mark(step, 10 * step, 10 * step + 10, 3, "batch_size"))
    assert [(each.name, each.step, each.end, each.before, each.after) for each in metrics.marks] == [
        ("gamma", 5, 7, 5, 8),
        ("batch_size", 5, 7, 50, 80),
    ]


@pytest.mark.parametrize("n", [2, 5])
def test_changes_without_a_gesture_stand_alone(n):
    metrics = Metrics()
    for step in range(n):
        metrics.add_mark(mark(step, step, step + 1, 0))
    assert len(metrics.marks) == n


def test_steps_made_eight_at_a_time_leave_as_many_rows_as_single_ones():
    single, many = Metrics(), Metrics()
    for step in range(1, 120_001):
        single.add_step(step, (0.5, 1.0, 2.0))
    for step in range(8, 120_001, 8):
        many.add_step(step, (0.5, 1.0, 2.0), n=8)
    coarse = [metrics.curve.since(0)[:, 0] for metrics in (single, many)]
    assert (coarse[0] > 10_000).sum() == pytest.approx((coarse[1] > 10_000).sum(), abs=2)
    assert many.curve.since(0)[-1, 0] == 120_000


def test_the_shares_of_the_actions_are_those_since_the_row_before():
    metrics = Metrics((), n_actions=3)
    for step in range(1, 101):
        metrics.action_counts[0 if step <= 50 else step % 3] += 1
        metrics.add_step(step, ())
    assert metrics.actions.column("step").tolist() == [50, 100]
    assert metrics.actions.since(0)[:, 1:].sum(axis=1) == pytest.approx(1.0)
    assert metrics.actions.since(0)[0, 1:].tolist() == [1.0, 0.0, 0.0]
    assert metrics.actions.since(1)[0, 1:].tolist() == [17 / 50, 17 / 50, 16 / 50]


def test_the_shares_of_the_actions_of_a_long_run_stay_few():
    metrics = Metrics((), n_actions=1)
    for step in range(8, 200_001, 8):
        metrics.action_counts[0] += 8
        metrics.add_step(step, (), n=8)
    assert 200 < metrics.actions.n_rows < 500
    assert metrics.actions.column("0").tolist() == [1.0] * metrics.actions.n_rows
    assert Metrics().actions.names == ("step",)
