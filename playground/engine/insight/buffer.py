"""What a learner keeps of the past: shares, ages, episodes, a strip of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.transition_log import TransitionLog
from playground.engine.insight.minibatch import steps_of

MOST_CELLS = 120

Memory = Literal["replay", "rollout", "newest"]


class Strip(NamedTuple):
    """Places of a memory in order, gathered into cells; each array has shape (cells,).

    Where it is full, the newest transition takes the place of the oldest: so the cells stand still while it is written
    round and round.
    """

    filled: NDArray[np.float32]  # the share of its places that hold a transition
    age: NDArray[np.float32]  # of its middle: 0 is the newest that is kept, 1 the oldest; NaN where it is empty
    ends: NDArray[np.int64]  # transitions that ended an episode
    drawn: NDArray[np.int64]  # rows of the newest minibatch, if one is shown
    next: int | None  # the cell that the next transition goes to; None where it begins anew


@dataclass(frozen=True)
class BufferView:
    """Content of a replay buffer, or of a rollout."""

    memory: Memory  # "newest": replay is off, and nothing but the newest is learned from
    size: int  # transitions it holds
    capacity: int  # 0: as many as there come
    oldest_step: int | None  # env step of the oldest it holds; None where it is empty
    n_episodes: int  # that end in it
    action_shares: NDArray[np.float64]  # (actions,); (0,) where actions are continuous
    terminated_share: float  # of its transitions
    truncated_share: float
    ages: NDArray[np.int64]  # (5,) of its transitions, in env steps: least, quartiles, most; (0,) where it is empty
    episode_lengths: NDArray[np.int64]  # of those that lie in it from beginning to end
    forgotten_step: int | None  # env step of what it forgot last; None where that was nothing yet
    n_played: int  # transitions of episodes that somebody added; their env step is that at which they were
    oldest_is_played: bool
    forgotten_is_played: bool
    n_written: int  # transitions so far, those included that it forgot
    strip: Strip


class _Stretch(NamedTuple):
    """Rows that lie side by side in one cell; a stretch that is whole never changes."""

    actions: NDArray[np.int64]  # how often each was taken, (actions,)
    n_terminated: int
    n_truncated: int  # and not terminated
    ends: NDArray[np.int64]  # rows that ended an episode


class BufferReader:
    """Reader of what a learner keeps, which reads no row of a large buffer twice.

    What it holds follows from the log alone: reading changes nothing in the run.
    """

    def __init__(self, log: TransitionLog, n_sub_envs: int, n_actions: int) -> None:
        """Read `log`, to which each step adds `n_sub_envs` rows; continuous: 0 actions."""
        self._log, self._n_sub_envs, self._n_actions = log, n_sub_envs, n_actions
        self._whole: dict[tuple[int, int], _Stretch] = {}  # by first row and the one after the last
        self._n_cuts = 0

    def view(self, insight: Mapping[str, Any], positions: NDArray[np.int64] | None = None) -> BufferView | None:
        """Return what is kept now, by Agent.insight(); None where nothing is.

        `positions` are rows of the log that were drawn.
        """
        if "memory" not in insight:
            return None
        if self._n_cuts != self._log.n_cuts:  # an episode that was read as going on ends there now
            self._n_cuts = self._log.n_cuts
            self._whole.clear()
        memory, capacity = insight["memory"], insight["capacity"]
        end = self._log.n_rows
        begin = max(self._log.first, end - insight["n_stored"])
        size = end - begin
        n_places = max(1, capacity or size)
        origin = 0 if memory == "replay" else begin
        cell = -(-n_places // MOST_CELLS)  # places
        stretches = self._stretches(begin, end, origin, n_places, cell)
        ends = np.concatenate([stretch.ends for _cell, _bounds, stretch in stretches] or [np.empty(0, np.int64)])
        counts = np.zeros(self._n_actions, np.int64)
        n_terminated = n_truncated = 0
        for _cell, _bounds, stretch in stretches:
            counts += stretch.actions
            n_terminated += stretch.n_terminated
            n_truncated += stretch.n_truncated
        return BufferView(
            memory=memory,
            size=size,
            capacity=capacity,
            oldest_step=self._step(begin) if size else None,
            n_episodes=len(ends),
            action_shares=counts / max(1, size),
            terminated_share=n_terminated / max(1, size),
            truncated_share=n_truncated / max(1, size),
            ages=self._ages(begin, end) if size else np.empty(0, np.int64),
            episode_lengths=self._lengths(ends, begin, end),
            forgotten_step=self._step(begin - 1) if begin > 0 else None,
            n_played=self._log.added.n_within(begin, end),
            oldest_is_played=bool(self._log.added.hold(begin)),
            forgotten_is_played=bool(self._log.added.hold(begin - 1)),
            n_written=end,
            strip=self._strip(stretches, positions, (begin, end, origin), n_places, cell, memory == "replay"),
        )

    def _stretches(
        self, begin: int, end: int, origin: int, n_places: int, cell: int
    ) -> list[tuple[int, tuple[int, int], _Stretch]]:
        """Return the rows from `begin` to `end`, cut where cells begin and end."""
        found, whole = [], {}
        row = begin
        while row < end:
            lap, place = divmod(row - origin, n_places)
            number = place // cell
            lap_begins = origin + lap * n_places
            first, last = lap_begins + number * cell, lap_begins + min((number + 1) * cell, n_places)
            bounds = max(first, begin), min(last, end)
            if bounds == (first, last):
                stretch = whole[bounds] = self._whole.get(bounds) or self._read(*bounds)
            else:
                stretch = self._read(*bounds)
            found.append((number, bounds, stretch))
            row = bounds[1]
        self._whole = whole
        return found

    def _read(self, start: int, stop: int) -> _Stretch:
        rows = self._log.read(start, stop, slice(-4, None))
        terminated, truncated = rows[:, 2] != 0, rows[:, 3] != 0
        over = terminated | truncated
        return _Stretch(
            actions=np.bincount(rows[:, 0].astype(np.int64), minlength=self._n_actions)
            if self._n_actions
            else np.empty(0, np.int64),
            n_terminated=int(np.count_nonzero(terminated)),
            n_truncated=int(np.count_nonzero(truncated & ~terminated)),
            ends=start + np.flatnonzero(over),
        )

    def _step(self, row: int) -> int:
        return int(steps_of(self._log, np.array(row), self._n_sub_envs))

    def _ages(self, begin: int, end: int) -> NDArray[np.int64]:
        """Return how many env steps ago rows were written.

        They are the newest, those at the quartiles, and the oldest.
        """
        rows = end - 1 - (end - begin - 1) * np.arange(5) // 4
        steps = steps_of(self._log, rows, self._n_sub_envs)
        ages: NDArray[np.int64] = steps[0] - steps
        return ages

    def _lengths(self, ends: NDArray[np.int64], begin: int, end: int) -> NDArray[np.int64]:
        """Return the lengths of the episodes between these ends.

        They come one environment by one, then those added. What began before the oldest row is left out.
        """
        n, added = self._n_sub_envs, self._log.added
        own_ends = added.own_before(ends[~added.hold(ends)])
        first = int(added.own_before(begin))  # of the run's own rows in it
        begun = np.full(n, first == 0)  # whether an episode begins with the first
        before = added.row_of(first - n)
        if first and before >= self._log.first:
            begun = np.any(self._log.read(before, before + n, slice(-2, None)) != 0, axis=1)
        lengths = []
        for sub_env in range(n):
            calls = own_ends[own_ends % n == sub_env] // n if n > 1 else own_ends
            ended = [first // n - 1] if begun[sub_env] else []
            lengths.append(np.diff(np.concatenate((np.array(ended, np.int64), calls))))
        return np.concatenate([*lengths, added.lengths_within(begin, end)])

    def _strip(
        self,
        stretches: list[tuple[int, tuple[int, int], _Stretch]],
        positions: NDArray[np.int64] | None,
        window: tuple[int, int, int],
        n_places: int,
        cell: int,
        is_ring: bool,
    ) -> Strip:
        begin, end, origin = window
        n_cells = -(-n_places // cell)
        filled, ends = np.zeros(n_cells), np.zeros(n_cells, np.int64)
        age, drawn = np.full(n_cells, np.nan, np.float32), np.zeros(n_cells, np.int64)
        for number, (start, stop), stretch in stretches:
            filled[number] += stop - start
            ends[number] += len(stretch.ends)
            if filled[number] <= 2 * (stop - start):  # of a cell that is half written over, the larger part
                age[number] = (end - 1 - (start + stop - 1) / 2) / max(1, end - begin - 1)
        if positions is not None:
            held = positions[(positions >= begin) & (positions < end)]
            drawn = np.bincount((held - origin) % n_places // cell, minlength=n_cells)
        places = np.minimum(cell, n_places - cell * np.arange(n_cells))
        is_full = end - begin >= n_places and not is_ring
        following = None if is_full else (end - origin) % n_places // cell
        return Strip((filled / places).astype(np.float32), age, ends, drawn, following)
