"""The log gives back every transition of a run; the window draws from the newest, evenly."""

from __future__ import annotations

import io
import os
import tracemalloc

import numpy as np
import pytest

from playground.agents.replay.replay_window import ReplayWindow
from playground.agents.replay.sampler import Sampler
from playground.agents.replay.transition_log import BLOCK, TransitionLog


def row(number):
    """Return row `number` of the log that filled() writes, as the module docstring lays it out."""
    kind = (number % 5 == 0, number % 7 == 0)
    return [number, -number, number + 0.5, 0.25, number % 2, number / 8, *kind]


def fill(log, n_rows):
    for number in range(log.n_rows, n_rows):
        numbers = row(number)
        observation, next_observation = np.array(numbers[:2], np.float32), np.array(numbers[2:4], np.float32)
        log.append(observation, numbers[4], numbers[5], numbers[6], numbers[7], next_observation)


ALL_ROWS = np.array([row(number) for number in range(11 * BLOCK)], np.float32)


def rows(start, stop):
    return ALL_ROWS[start:stop]


@pytest.fixture(params=["buffered", "unbuffered", "none"])
def spill(request, tmp_path):
    if request.param == "none":
        yield None
        return
    with open(tmp_path / "spill", "w+b", buffering=0 if request.param == "unbuffered" else -1) as file:
        yield file


def test_rows_read_back_on_both_sides_of_every_border(spill):
    log = TransitionLog(2, 100, spill)  # one block in memory
    fill(log, 3 * BLOCK + 17)
    borders = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 16, 2 * BLOCK + 17, 2 * BLOCK + 18, 3 * BLOCK]
    borders += [3 * BLOCK + 17]
    for start in borders:
        for stop in borders:
            if start <= stop:
                np.testing.assert_array_equal(log.read(start, stop), rows(start, stop))


def test_rows_read_back_while_the_log_grows(spill):
    log = TransitionLog(2, BLOCK + 1, spill)  # two blocks in memory
    for n_rows in (1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1, 3 * BLOCK + 5, 5 * BLOCK - 1):
        fill(log, n_rows)
        for start in (0, n_rows // 2, n_rows - 1):
            stop = min(n_rows, start + 50)
            np.testing.assert_array_equal(log.read(start, stop), rows(start, stop))


def test_only_what_is_spilled_leaves_memory(tmp_path):
    with open(tmp_path / "spill", "w+b") as file:
        log = TransitionLog(2, 100, file)
        assert log.ring.shape == (BLOCK, 8)
        tracemalloc.start()
        try:
            fill(log, 5 * BLOCK)
            assert tracemalloc.get_traced_memory()[0] < BLOCK * 8 * 4  # not one block more than the ring
        finally:
            tracemalloc.stop()
        file.flush()
        assert os.path.getsize(file.name) == 5 * BLOCK * 8 * 4


@pytest.mark.parametrize(("start", "stop"), [(-1, 3), (0, 11), (5, 4)])
def test_rows_that_are_not_there_are_refused(start, stop):
    log = TransitionLog(2, 100)
    fill(log, 10)
    with pytest.raises(IndexError, match="of 0 to 10"):
        log.read(start, stop)


def assert_goes_on_in_memory(log):
    fill(log, 4 * BLOCK + 3)
    assert log.spill_error is not None
    np.testing.assert_array_equal(log.read(0, 4 * BLOCK + 3), rows(0, 4 * BLOCK + 3))


def test_a_closed_file_keeps_the_rows_in_memory_and_the_run_goes_on(tmp_path):
    file = open(tmp_path / "spill", "w+b")
    log = TransitionLog(2, 100, file)
    file.close()
    assert_goes_on_in_memory(log)


class SmallDisk(io.FileIO):
    """A real file on a disk that takes so many bytes and no more: write() says how many it took, as the system does."""

    room = 0

    def write(self, data):
        taken = min(len(data), self.room - self.tell())
        if taken <= 0:
            raise OSError(28, "No space left on device")
        return super().write(bytes(data)[:taken])


@pytest.mark.parametrize("buffered", [False, True])
@pytest.mark.parametrize("room", [0, 1000, BLOCK * 40, BLOCK * 40 + 1000])
def test_a_disk_that_fills_up_loses_no_rows_and_the_run_goes_on(tmp_path, room, buffered):
    with SmallDisk(tmp_path / "spill", "w+b") as raw:
        raw.room = room
        file = io.BufferedRandom(raw, 1 << 20) if buffered else raw
        assert_goes_on_in_memory(TransitionLog(2, 100, file))
        raw.room = 1 << 30  # so that closing succeeds
        file.close()


@pytest.mark.parametrize("device", [path for path in ["/dev/full"] if os.path.exists(path)])
def test_the_systems_own_full_device_stops_nothing(device):
    with open(device, "r+b") as file:
        assert_goes_on_in_memory(TransitionLog(2, 100, file))


def positions(window, uniforms, n_steps=1):
    """Where in the log the rows lie that these uniforms draw."""
    places = np.empty(len(uniforms), np.int64)
    window.draw(np.array(uniforms, np.float64), n_steps, places)
    length = len(window.log.ring)
    return window.oldest + (places - window.oldest) % length


def test_uniforms_are_scaled_to_the_rows_there_are():
    log = TransitionLog(2, 1000)
    window = ReplayWindow(log, 1000)
    fill(log, 4)
    assert [positions(window, [u])[0] for u in (0.0, 0.24, 0.26, 0.51, 0.999999)] == [0, 0, 1, 2, 3]
    fill(log, 100)
    assert [positions(window, [u])[0] for u in (0.0, 0.5, 0.501, np.nextafter(1.0, 0.0))] == [0, 49, 50, 99]


@pytest.mark.parametrize("n_rows", [64, 100, 1000, BLOCK])
def test_the_largest_uniforms_never_lead_past_the_newest_row(n_rows):
    log = TransitionLog(2, BLOCK)
    window = ReplayWindow(log, BLOCK)
    fill(log, n_rows)
    assert positions(window, [np.nextafter(1.0, 0.0)] * 64).max() == n_rows - 1


@pytest.mark.parametrize("capacity", [100, 4095, BLOCK, 5000])
@pytest.mark.parametrize("n_rows", [60, BLOCK, 3 * BLOCK + 100])
def test_the_window_is_the_newest_rows_and_each_can_be_drawn(capacity, n_rows):
    log = TransitionLog(2, capacity)
    window = ReplayWindow(log, capacity)
    fill(log, n_rows)
    size = min(capacity, n_rows)
    assert window.size == size
    assert positions(window, np.full(size, 0.5)).tolist() == list(range(n_rows - size, n_rows))
    assert positions(window, np.full(size, 0.5), n_steps=5).max() == n_rows - 5


@pytest.mark.parametrize("n_rows", [200, BLOCK + 50, 3 * BLOCK + 50])
def test_positions_name_the_very_rows_that_were_drawn_also_after_the_ring_has_wrapped(n_rows):
    log = TransitionLog(2, 1000)
    window = ReplayWindow(log, 1000)
    fill(log, n_rows)
    sampler = Sampler(window, 64, 1)
    batch = sampler.sample(np.random.default_rng(0).random(64), 1.0, None)
    drawn = np.array([row(position) for position in sampler.positions], np.float32)
    np.testing.assert_array_equal(batch.observations[0], drawn[:, :2].T)
    np.testing.assert_array_equal(batch.next_observations[0], drawn[:, 2:4].T)
    np.testing.assert_array_equal(batch.actions, drawn[:, 4])
    np.testing.assert_array_equal(batch.returns, drawn[:, 5])
    np.testing.assert_array_equal(batch.discounts, 1 - drawn[:, 6])


@pytest.mark.parametrize("batch", [1, 7, 20, 64, 100])
def test_every_row_of_the_window_is_drawn_about_as_often(batch):
    log = TransitionLog(2, 100)
    window = ReplayWindow(log, 100)
    fill(log, 250)
    rng = np.random.default_rng(0)
    drawn = np.concatenate([positions(window, rng.random(batch)) for _ in range(50_000 // batch)])
    counts = np.bincount(drawn - 150, minlength=100)
    assert len(counts) == 100
    expected = counts.sum() / 100
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    assert chi_square < 148  # 99 degrees of freedom: 0.1 %; one row from each part makes it smaller


def test_a_minibatch_has_one_row_from_each_equal_part_of_the_window():
    log = TransitionLog(2, 1000)
    window = ReplayWindow(log, 1000)
    fill(log, 640)
    for seed in range(50):
        drawn = positions(window, np.random.default_rng(seed).random(64))
        assert (drawn // 10).tolist() == list(range(64))


@pytest.mark.parametrize("n_shared", [0, 1, 100, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 3 * BLOCK + 17])
@pytest.mark.parametrize("newest", [100, BLOCK + 1, 5 * BLOCK])
def test_a_log_that_begins_with_another_one_reads_all_of_it_and_goes_on_by_itself(newest, n_shared, spill):
    parent = TransitionLog(2, newest, spill)
    fill(parent, 3 * BLOCK + 17)
    log = TransitionLog(2, newest)
    log.begin_with(parent, n_shared)
    fill(parent, 4 * BLOCK + 5)
    other = rows(9 * BLOCK, 9 * BLOCK + 2 * BLOCK)
    log.extend(other)
    expected = np.concatenate([rows(0, n_shared), other])
    np.testing.assert_array_equal(log.read(0, log.n_rows), expected)
    in_ring = np.arange(max(0, log.n_rows - len(log.ring)), log.n_rows)
    np.testing.assert_array_equal(log.ring[in_ring % len(log.ring)], expected[in_ring])
    np.testing.assert_array_equal(parent.read(0, parent.n_rows), rows(0, 4 * BLOCK + 5))


def test_a_log_that_begins_late_has_the_rows_since_then_and_refuses_older_ones():
    log = TransitionLog(2, 100)
    log.begin_at(BLOCK + 7)
    fill(log, 3 * BLOCK)
    np.testing.assert_array_equal(log.read(BLOCK + 7, 3 * BLOCK), rows(BLOCK + 7, 3 * BLOCK))
    with pytest.raises(IndexError):
        log.read(BLOCK + 6, BLOCK + 8)
