"""Transition log of a run, kept in full.

A row of the log is [observation, next observation, action, reward, terminated, truncated] in float32; the action is the
number of a discrete one or the numbers of a continuous one, as it was chosen. Rewards are raw: gamma and reward shaping
are applied when a sample is drawn, so that changing them live acts at once on all of the past. Environments that are
stepped side by side write a row each, in their order, at every step. Rows that no step of the run made are of episodes
that somebody added: added_episodes.py.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.added_episodes import AddedEpisodes

BLOCK = 4096  # rows that are spilled together


class TransitionLog:
    """Log of every transition of a run, in order.

    The newest stay in memory, the older ones go to `spill`. `spill` is an open binary file, or None to keep everything
    in memory. A spill that fails (a full disk) does not stop the run: from there on the rows stay in memory, and
    `spill_error` says why.
    """

    def __init__(self, observation_size: int, newest: int, spill: BinaryIO | None = None, action_size: int = 1) -> None:
        self.observation_size, self.action_size = observation_size, action_size
        self.width = 2 * observation_size + action_size + 3
        self.n_rows = 0
        n_blocks = -(-newest // BLOCK)
        self.ring = np.zeros((n_blocks * BLOCK, self.width), np.float32)  # row i of the log is ring[i % len(ring)]
        self._observation = slice(observation_size)
        self._next_observation = slice(observation_size, 2 * observation_size)
        self._action = slice(2 * observation_size, -3)
        # Without a buffer in between, which would hold what a full disk refused and fail every read after it.
        self._spill: BinaryIO | None = getattr(spill, "raw", spill)
        self._kept: dict[int, NDArray[np.float32]] = {}  # blocks that could not be spilled, by number
        self.spill_error: OSError | ValueError | None = None
        self.first = 0  # the oldest row there is; more than 0 where a run was taken up without what it began with
        self._parent: TransitionLog | None = None
        self._n_shared = 0  # blocks that lie with the parent
        self._cuts: list[int] = []  # rows with which a person ended an episode
        self.added = AddedEpisodes()

    @property
    def n_own_rows(self) -> int:
        """Number of rows that the run's own steps made."""
        return self.n_rows - self.added.n_rows

    def begin_with(self, parent: TransitionLog, n_rows: int) -> None:
        """Continue another log after its first `n_rows`, which are shared, not copied.

        It is called before any row is added. The other log may go on too: what it has written it never changes.
        """
        if not parent.first <= n_rows <= parent.n_rows:
            raise IndexError(f"row {n_rows} of {parent.first} to {parent.n_rows}")
        self._parent, self._n_shared = parent, n_rows // BLOCK
        self.begin_at(max(parent.first, n_rows - len(self.ring)), oldest=parent.first)
        while self.n_rows < n_rows:
            at = self.n_rows
            self.extend(parent.read_as_written(at, min(n_rows, at - at % BLOCK + BLOCK)))

    def begin_at(self, row: int, oldest: int | None = None) -> None:
        """Let the first row that is added be number `row`, before any is added.

        `oldest` is the oldest row that can be read; without it, that is `row` itself.
        """
        self.n_rows = row
        self.first = row if oldest is None else oldest

    def cut_off(self, row: int) -> None:
        """Let an episode end with a row that is there already, as truncated.

        Whoever learns from the log, or reads it, sees it so from now on. What was written of the row stays: a run that
        shares it need not have the cut, see read_as_written(). Where an episode ends with it anyway, nothing changes.
        """
        if row < self.first or row in self._cuts or self.read(row, row + 1, slice(-2, None)).any():
            return
        insort(self._cuts, row)
        if row >= self.n_rows - len(self.ring):
            self.ring[row % len(self.ring), -1] = 1.0

    @property
    def n_cuts(self) -> int:
        """How many episodes a person ended."""
        return len(self._cuts)

    def add_episode(self, rows: NDArray[np.float32]) -> None:
        """Add the transitions of an episode that somebody played, shape (rows, width).

        The last of them ends it: it is terminated or truncated.
        """
        self.added.add(self.n_rows, len(rows))
        self.extend(rows)

    def append(
        self,
        observation: NDArray[np.float32],
        action: float | NDArray[np.float32],
        reward: float,
        terminated: bool,
        truncated: bool,
        next_observation: NDArray[np.float32],
    ) -> None:
        """Add one transition.

        `next_observation` is the one it led to, never the one after a reset.
        """
        row = self.ring[self.n_rows % len(self.ring)]
        row[self._observation] = observation
        row[self._next_observation] = next_observation
        if isinstance(action, np.ndarray):
            row[self._action] = action
        else:
            row[-4] = action  # one number by one: faster than in a slice or tuple, and this runs every step
        row[-3] = reward
        row[-2] = terminated
        row[-1] = truncated
        self.n_rows += 1
        if self.n_rows % BLOCK == 0:
            self._keep_block(self.n_rows // BLOCK - 1)

    def extend(self, rows: NDArray[np.float32]) -> None:
        """Add rows that read() returned, shape (rows, width)."""
        at = 0
        while at < len(rows):  # as many at a time as fit into a block
            first = self.n_rows % len(self.ring)
            n = min(len(rows) - at, BLOCK - self.n_rows % BLOCK)
            self.ring[first : first + n] = rows[at : at + n]
            self.n_rows += n
            at += n
            if self.n_rows % BLOCK == 0:
                self._keep_block(self.n_rows // BLOCK - 1)

    def _keep_block(self, number: int) -> None:
        if number < self._n_shared:
            return
        start = number * BLOCK % len(self.ring)
        block = self.ring[start : start + BLOCK]
        if self._spill is not None and self.spill_error is None:
            try:
                self._spill.seek(number * block.nbytes)
                rest = memoryview(block.tobytes())
                while rest:  # a disk that is nearly full takes a part
                    rest = rest[self._spill.write(rest) :]
                return
            except (OSError, ValueError) as error:  # ValueError: the file was closed
                self.spill_error = error
        self._kept[number] = block.copy()

    def read(self, start: int, stop: int, columns: slice = slice(None)) -> NDArray[np.float32]:
        """Return rows `start` to `stop` (exclusive), shape (rows, width).

        They come from memory, the spill or the log that this one continues; of each, only `columns`.
        """
        return self._with_cuts(self._read(start, stop, columns), start, columns, 1.0)

    def read_as_written(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return rows as read() does, but as they were before any was cut off."""
        return self._with_cuts(self._read(start, stop, slice(None)), start, slice(None), 0.0)

    def _with_cuts(
        self, rows: NDArray[np.float32], start: int, columns: slice, truncated: float
    ) -> NDArray[np.float32]:
        """Write into the rows from number `start` on whether those cut off are truncated."""
        numbers = range(*columns.indices(self.width))
        if self._cuts and self.width - 1 in numbers:
            column, stop = numbers.index(self.width - 1), start + len(rows)
            for row in self._cuts[bisect_left(self._cuts, start) : bisect_left(self._cuts, stop)]:
                rows[row - start, column] = truncated
        return rows

    def _read(self, start: int, stop: int, columns: slice) -> NDArray[np.float32]:
        if not self.first <= start <= stop <= self.n_rows:
            raise IndexError(f"rows {start} to {stop} of {self.first} to {self.n_rows}")
        rows = np.empty((stop - start, len(range(*columns.indices(self.width)))), np.float32)
        oldest_in_ring = max(0, self.n_rows - len(self.ring))
        at = start
        while at < stop:
            number, offset = divmod(at, BLOCK)
            end = min(stop, (number + 1) * BLOCK)
            if at >= oldest_in_ring:
                first = at % len(self.ring)
                rows[at - start : end - start] = self.ring[first : first + end - at, columns]
            elif number < self._n_shared:
                assert self._parent is not None
                rows[at - start : end - start] = self._parent.read_as_written(at, end)[:, columns]
            else:
                rows[at - start : end - start] = self._old_block(number)[offset : offset + end - at, columns]
            at = end
        return rows

    def _old_block(self, number: int) -> NDArray[np.float32]:
        if number in self._kept:
            return self._kept[number]
        assert self._spill is not None
        n_bytes = BLOCK * self.width * 4
        self._spill.seek(number * n_bytes)
        return np.frombuffer(self._spill.read(n_bytes), np.float32).reshape(BLOCK, self.width)
