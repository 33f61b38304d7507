"""What a learner keeps of the past, counted as one would count it by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.agents.replay.transition_log import TransitionLog
from playground.engine.history.archive import timeline_from
from playground.engine.insight.buffer import MOST_CELLS, BufferReader
from playground.engine.run.trace import Trace
from playground.store.session.file import load_session
from tests.engine.insight.steps import run_of, same_inside, traced, traced_update

FIXTURES = Path(__file__).parents[2] / "store" / "fixtures"
ZEROS = np.zeros(2, np.float32)


def replay(n_stored, capacity):
    return {"memory": "replay", "n_stored": min(n_stored, capacity), "capacity": capacity}


class Writer:
    """Writer of random transitions, who remembers them all."""

    def __init__(self, capacity, n_actions=3, n_sub_envs=1):
        self.log = TransitionLog(2, capacity)
        self.reader = BufferReader(self.log, n_sub_envs, n_actions)
        self.rows = []
        self._rng = np.random.default_rng(capacity)

    def write(self, n):
        for _ in range(n):
            action, ends, cut = int(self._rng.integers(3)), self._rng.random() < 0.1, self._rng.random() < 0.1
            self.rows.append((action, ends, cut))
            self.log.append(ZEROS, action, 1.0, ends, cut, ZEROS)


@pytest.mark.parametrize("capacity", [1, 7, 100, 120, 121, 1000, 5000])
def test_it_counts_what_one_counts_by_hand_however_often_it_was_written_round(capacity):
    writer = Writer(capacity)
    for n_more in (0, 1, capacity // 2, capacity // 2, 1, 3 * capacity // 2, capacity):
        writer.write(n_more)
        n_rows = len(writer.rows)
        view = writer.reader.view(replay(n_rows, capacity))
        held = list(enumerate(writer.rows))[max(0, n_rows - capacity) :]
        assert view.size == len(held)
        assert view.forgotten_step == (held[0][0] if held and held[0][0] else None)
        assert view.oldest_step == (held[0][0] + 1 if held else None)
        for action in range(3):
            share = sum(row[0] == action for _n, row in held) / max(1, len(held))
            assert view.action_shares[action] == pytest.approx(share)
        ends = [n for n, (_action, ended, cut) in held if ended or cut]
        assert view.n_episodes == len(ends)
        assert view.terminated_share == pytest.approx(sum(row[1] for _n, row in held) / max(1, len(held)))
        assert view.truncated_share == pytest.approx(sum(row[2] and not row[1] for _n, row in held) / max(1, len(held)))
        before = [
            n for n, (_action, ended, cut) in enumerate(writer.rows[: held[0][0]] if held else []) if ended or cut
        ]
        begins_whole = bool(held) and (held[0][0] == 0 or before[-1:] == [held[0][0] - 1])
        bounds = [held[0][0] - 1, *ends] if begins_whole else ends
        assert view.episode_lengths.tolist() == np.diff(bounds).tolist()
        check_strip(view, held, capacity)


def check_strip(view, held, capacity):
    cells = len(view.strip.filled)
    assert cells <= MOST_CELLS
    size = -(-capacity // MOST_CELLS)
    filled, ends = np.zeros(cells), np.zeros(cells, int)
    for n, (_action, ended, cut) in held:
        filled[n % capacity // size] += 1
        ends[n % capacity // size] += ended or cut
    places = [min(size, capacity - size * cell) for cell in range(cells)]
    np.testing.assert_allclose(view.strip.filled, filled / places, rtol=1e-6)
    assert view.strip.ends.tolist() == ends.tolist()
    following = held[-1][0] + 1 if held else 0
    assert view.strip.next == following % capacity // size
    known = view.strip.age[~np.isnan(view.strip.age)]
    assert (np.isnan(view.strip.age) == (filled == 0)).all()
    assert ((known >= 0) & (known <= 1)).all()


def test_ages_are_those_of_what_it_holds_and_the_strip_is_oldest_where_it_is_overwritten_next():
    writer = Writer(1200)
    writer.write(3000)
    view = writer.reader.view(replay(3000, 1200))
    assert view.ages.tolist() == [0, 299, 599, 899, 1199]
    strip = view.strip
    assert strip.next == 3000 % 1200 // 10
    assert int(np.nanargmax(strip.age)) == strip.next
    assert int(np.nanargmin(strip.age)) == strip.next - 1


def test_what_was_read_bit_by_bit_is_what_is_read_at_once():
    writer = Writer(777)
    for n_more in (5, 300, 40, 900, 1, 1, 2000, 13):
        writer.write(n_more)
        insight = replay(len(writer.rows), 777)
        same_inside(writer.reader.view(insight), BufferReader(writer.log, 1, 3).view(insight))


def test_of_a_large_buffer_only_what_is_new_is_read_again():
    read = []

    class Watched(TransitionLog):
        def read(self, start, stop, columns=slice(None)):
            read.append(stop - start)
            return super().read(start, stop, columns)

    log = Watched(2, 100_000)
    log.extend(np.zeros((150_000, log.width), np.float32))
    reader = BufferReader(log, 1, 2)
    reader.view(replay(150_000, 100_000))
    assert sum(read) >= 100_000
    read.clear()
    log.extend(np.zeros((500, log.width), np.float32))
    assert reader.view(replay(150_500, 100_000)).size == 100_000
    assert sum(read) < 3000  # the cell that is written to and the one that is forgotten


def test_the_minibatch_lies_in_the_cells_of_its_rows():
    session = run_of("dqn")
    for n_calls in (100, 400, 133):
        trace = traced_update(session, n_calls)
        strip = trace.buffer.strip
        expected = np.bincount((trace.minibatch.steps - 1) % 300 // 3, minlength=100)
        assert strip.drawn.tolist() == expected.tolist()


def test_a_rollout_is_seen_full_when_it_is_learned_from_and_begins_anew_after_that():
    session = run_of("a2c")
    sizes = [traced(session).buffer.size for _ in range(12)]
    assert sizes == [3, 6, 9, 12, 15] * 2 + [3, 6]
    trace = traced_update(session)
    view = trace.buffer
    assert (view.memory, view.size, view.capacity, view.forgotten_step) == ("rollout", 15, 15, 30)
    assert view.strip.drawn.tolist() == [1] * 15
    assert view.strip.next is None
    assert trace.insight["n_stored"] == 0


def test_episodes_of_environments_side_by_side_are_measured_one_by_one():
    session = run_of("ppo", rollout_steps=60, batch_size=180, steps_per_episode=25)
    view = traced_update(session).buffer
    over = session.log.read(0, 180)[:, -2:].any(axis=1).reshape(60, 3)
    expected = [np.diff([-1, *np.flatnonzero(over[:, sub_env])]).tolist() for sub_env in range(3)]
    assert view.episode_lengths.tolist() == [length for lengths in expected for length in lengths]
    assert view.ages.max() == 3 * 59


def test_an_episode_that_begins_with_the_rollout_is_measured():
    session = run_of("reinforce")
    for _ in range(3):
        view = traced_update(session).buffer
        assert len(view.episode_lengths) == view.n_episodes == 2
        assert view.episode_lengths.sum() == view.size
        assert (view.strip.filled == 1).all()


def test_a_table_keeps_nothing_and_without_replay_there_is_only_the_newest():
    assert traced(run_of("q-table"), 5).buffer is None
    view = traced(run_of("dqn", replay="off", n_steps=3), 30).buffer
    assert (view.memory, view.size, view.capacity, view.oldest_step) == ("newest", 3, 3, 28)


def test_added_episodes_are_counted_and_measured_apart_from_the_runs_own():
    plain, session = (run_of("dqn", buffer_size=120) for _ in range(2))
    episode = {"start": [0.0, 0.1, 0.01, 0.0], "actions": [0, 1] * 6}
    for step in range(300):
        if step in (0, 50, 51, 140):
            session.submit("add_episode", episode)
        session.step(trace := Trace())
        view, log = trace.buffer, session.log
        begin = log.n_rows - view.size
        is_played = log.added.hold(range(begin, log.n_rows))
        assert view.n_played == is_played.sum()
        assert (view.oldest_is_played, view.n_written) == (is_played[0], log.n_rows)
        assert view.forgotten_is_played == (begin > 0 and bool(log.added.hold(begin - 1)))
        made = np.cumsum(~log.added.hold(range(log.n_rows)))
        assert view.oldest_step == made[begin]
        assert view.ages.tolist() == [step + 1 - made[log.n_rows - 1 - (view.size - 1) * n // 4] for n in range(5)]
        lengths, own, added = [], None if begin else 0, None
        ends = log.read(0, log.n_rows)[:, -2:].any(axis=1)
        if begin:  # whether an episode of the run's own begins with the oldest
            before = [row for row in range(begin) if not log.added.hold(row)]
            own = 0 if not before or ends[before[-1]] else None
        for row in range(begin, log.n_rows):
            if log.added.hold(row):
                is_first = row == 0 or not log.added.hold(row - 1) or ends[row - 1]
                added = 1 if is_first else None if added is None else added + 1
                lengths += [added] if ends[row] and added is not None else []
                continue
            own = None if own is None else own + 1
            if ends[row]:
                lengths += [] if own is None else [own]
                own = 0
        assert sorted(view.episode_lengths.tolist()) == sorted(lengths)
    plain.step(trace := Trace())
    assert (trace.buffer.n_played, trace.buffer.oldest_is_played) == (0, False)


def test_continuous_actions_have_no_shares():
    view = traced(run_of("ddpg"), 30).buffer
    assert view.action_shares.shape == (0,)
    assert view.size == 30


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("session-*.rls")), ids=lambda path: path.stem)
def test_the_inside_of_a_run_that_an_earlier_program_kept_can_be_seen(path):
    timeline = timeline_from(load_session(path))
    for _ in range(300):
        timeline.step(trace := Trace())
        if trace.n_updates:
            break
    assert trace.minibatch is not None
    assert trace.params is not None
    assert (trace.buffer is None) == ("q-table" in path.stem)
    if trace.buffer is not None:
        assert trace.buffer.size == min(trace.buffer.capacity or trace.buffer.size, trace.buffer.size) > 0
        assert trace.buffer.strip.drawn.sum() == len(trace.minibatch.steps)
