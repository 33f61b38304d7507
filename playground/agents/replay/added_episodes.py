"""Episodes in a transition log that no step of the run made: somebody played them.

Their rows lie side by side in the log, between two steps of the run, so a row's number is no longer the number of its
step. Runs that have any step one environment only.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.int64]


class AddedEpisodes:
    """Rows of a log that are of added episodes.

    All others are the run's own, one for each of its steps.
    """

    def __init__(self, lengths: Iterable[tuple[int, int]] = ()) -> None:
        """Begin with episodes in order: the run's own rows before each, and its length."""
        self.n_rows = 0  # of all added episodes
        self._starts: list[int] = []  # the first row of each
        self._stops: list[int] = []  # the one after its last
        self._rows_before = [0]  # of added episodes, before each and at the end
        self._arrays: tuple[Rows, Rows, Rows] | None = None  # the same: see _looked_up()
        for n_own, length in lengths:
            self.add(n_own + self.n_rows, length)

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, start: int, length: int) -> None:
        """Note an episode of `length` rows from row `start` on, newer than all others."""
        self._starts.append(start)
        self._stops.append(start + length)
        self.n_rows += length
        self._rows_before.append(self.n_rows)
        self._arrays = None

    def _looked_up(self) -> tuple[Rows, Rows, Rows]:
        """Return where each begins and ends, (episodes,), and how many rows are before it.

        The last has one number more: how many there are at the end.
        """
        if self._arrays is None:
            starts, stops = np.array(self._starts, np.int64), np.array(self._stops, np.int64)
            self._arrays = starts, stops, np.array(self._rows_before, np.int64)
        return self._arrays

    def hold(self, rows: ArrayLike) -> NDArray[np.bool_]:
        """Return whether each row is of an added episode, in the shape of `rows`."""
        starts, stops, _rows_before = self._looked_up()
        numbers = np.asarray(rows)
        if not len(starts):
            return np.zeros(numbers.shape, np.bool_)
        latest = np.searchsorted(starts, numbers, "right") - 1
        return (latest >= 0) & (numbers < stops[latest])

    def own_before(self, rows: ArrayLike) -> Rows:
        """Return how many own rows lie before each row, in the shape of `rows`."""
        starts, stops, rows_before = self._looked_up()
        numbers = np.asarray(rows, np.int64)
        if not len(starts):
            return numbers
        n_begun = np.searchsorted(starts, numbers, "right")
        ahead = np.maximum(stops[np.maximum(n_begun - 1, 0)] - numbers, 0)  # of the episode that it lies in
        return numbers - rows_before[n_begun] + np.where(n_begun > 0, ahead, 0)

    def row_of(self, own: int) -> int:
        """Return the row of the run's own row number `own`, 0 being its first."""
        starts, _stops, rows_before = self._looked_up()
        n_begun = np.searchsorted(starts - rows_before[:-1], own, "right")
        return own + int(rows_before[n_begun])

    def n_within(self, begin: int, end: int) -> int:
        """Return how many rows from `begin` to `end` (exclusive) are of added episodes."""
        return end - begin - int(self.own_before(end) - self.own_before(begin))

    def lengths_within(self, begin: int, end: int) -> Rows:
        """Return the lengths of those that lie in these rows from beginning to end."""
        starts, stops, _rows_before = self._looked_up()
        return (stops - starts)[(starts >= begin) & (stops <= end)]

    def room_before(self, rows: Rows, most: int) -> Rows:
        """Return how many rows there are from each on to the next added episode.

        There are at most `most`. A window of the run's steps ends there: what follows in the log is not what followed it.
        """
        starts, _stops, _rows_before = self._looked_up()
        if not len(starts):
            return np.full(rows.shape, most, np.int64)
        following = np.searchsorted(starts, rows, "right")
        room = starts[np.minimum(following, len(starts) - 1)] - rows
        return np.where(following < len(starts), np.minimum(room, most), most)
