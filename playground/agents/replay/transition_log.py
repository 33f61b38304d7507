"""Transition log of a run, kept in full, and the replay window on its newest part.

A row of the log is [observation, 1, next observation, 1, action, reward, terminated, truncated] in float32; the action
is the number of a discrete one or the numbers of a continuous one, as it was chosen. The ones meet the bias of a
network's first layer, so a sampled row is its input without being copied. Rewards are raw: gamma and reward shaping are
applied when a sample is drawn, so that changing them live acts at once on all of the past. Environments that are
stepped side by side write a row each, in their order, at every step.
"""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096  # rows that are spilled together
NEARLY_ONE = 1 - 2**-40  # so that rounding never leads past the newest row


class TransitionLog:
    """Log of every transition of a run, in order.

    The newest stay in memory, the older ones go to `spill`. `spill` is an open binary file, or None to keep everything
    in memory. A spill that fails (a full disk) does not stop the run: from there on the rows stay in memory, and
    `spill_error` says why.
    """

    def __init__(self, observation_size: int, newest: int, spill: BinaryIO | None = None, action_size: int = 1) -> None:
        self.observation_size, self.action_size = observation_size, action_size
        self.width = 2 * (observation_size + 1) + action_size + 3
        self.n_rows = 0
        n_blocks = -(-newest // BLOCK)
        self.ring = np.zeros((n_blocks * BLOCK, self.width), np.float32)  # row i of the log is ring[i % len(ring)]
        self._next_observation = slice(observation_size + 1, 2 * observation_size + 1)
        self._action = slice(2 * observation_size + 2, 2 * observation_size + 2 + action_size)
        self._reward_and_flags, self._from_action = slice(self.width - 3, None), slice(self.width - 4, None)
        self._ones = [observation_size, 2 * observation_size + 1]
        # Without a buffer in between, which would hold what a full disk refused and fail every read after it.
        self._spill: BinaryIO | None = getattr(spill, "raw", spill)
        self._kept: dict[int, NDArray[np.float32]] = {}  # blocks that could not be spilled, by number
        self.spill_error: OSError | ValueError | None = None
        self.first = 0  # the oldest row there is; more than 0 where a run was taken up without what it began with
        self._parent: TransitionLog | None = None
        self._n_shared = 0  # blocks that lie with the parent

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
            self.extend(parent.read(at, min(n_rows, at - at % BLOCK + BLOCK)))

    def begin_at(self, row: int, oldest: int | None = None) -> None:
        """Let the first row that is added be number `row`, before any is added.

        `oldest` is the oldest row that can be read; without it, that is `row` itself.
        """
        self.n_rows = row
        self.first = row if oldest is None else oldest
        if row:
            self.ring[:, self._ones] = 1.0  # its blocks are not begun one after the other

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
        at = self.n_rows % len(self.ring)
        if at % BLOCK == 0 and self.n_rows < len(self.ring):
            self.ring[at : at + BLOCK, self._ones] = 1.0  # block by block: an empty ring costs no memory
        row = self.ring[at]
        row[: self.observation_size] = observation
        row[self._next_observation] = next_observation
        if isinstance(action, np.ndarray):
            row[self._action] = action
            row[self._reward_and_flags] = (reward, terminated, truncated)
        else:
            row[self._from_action] = (action, reward, terminated, truncated)  # in one call: this runs every step
        self.n_rows += 1
        if self.n_rows % BLOCK == 0:
            self._keep_block(self.n_rows // BLOCK - 1)

    def extend(self, rows: NDArray[np.float32]) -> None:
        """Add rows that read() returned, shape (rows, width)."""
        at = 0
        while at < len(rows):  # as many at a time as fit into a block
            first = self.n_rows % len(self.ring)
            n = min(len(rows) - at, BLOCK - self.n_rows % BLOCK)
            if first % BLOCK == 0 and self.n_rows < len(self.ring):
                self.ring[first : first + BLOCK, self._ones] = 1.0
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

    def read(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return rows `start` to `stop` (exclusive), shape (rows, width).

        They come from memory, the spill or the log that this one continues.
        """
        if not self.first <= start <= stop <= self.n_rows:
            raise IndexError(f"rows {start} to {stop} of {self.first} to {self.n_rows}")
        rows = np.empty((stop - start, self.width), np.float32)
        oldest_in_ring = max(0, self.n_rows - len(self.ring))
        at = start
        while at < stop:
            number, offset = divmod(at, BLOCK)
            end = min(stop, (number + 1) * BLOCK)
            if at >= oldest_in_ring:
                first = at % len(self.ring)
                rows[at - start : end - start] = self.ring[first : first + end - at]
            elif number < self._n_shared:
                assert self._parent is not None
                rows[at - start : end - start] = self._parent.read(at, end)
            else:
                rows[at - start : end - start] = self._old_block(number)[offset : offset + end - at]
            at = end
        return rows

    def _old_block(self, number: int) -> NDArray[np.float32]:
        if number in self._kept:
            return self._kept[number]
        assert self._spill is not None
        n_bytes = BLOCK * self.width * 4
        self._spill.seek(number * n_bytes)
        return np.frombuffer(self._spill.read(n_bytes), np.float32).reshape(BLOCK, self.width)


class ReplayWindow:
    """Newest `capacity` rows of a log, to draw minibatches from.

    Each row is as likely as any other. Lin 1992; Mnih et al. 2015. The log's ring must be at least as long as
    `capacity`.
    """

    def __init__(self, log: TransitionLog, capacity: int) -> None:
        assert len(log.ring) >= capacity
        self.log = log
        self.capacity = capacity
        self._strata: NDArray[np.float64] = np.empty(0)
        self._work: NDArray[np.float64] = np.empty(0)

    @property
    def size(self) -> int:
        """Number of rows that can be drawn."""
        return min(self.log.n_rows, self.capacity)

    @property
    def oldest(self) -> int:
        """Number of the oldest row that can be drawn."""
        return max(0, self.log.n_rows - self.capacity)

    def draw(self, uniforms: NDArray[np.float64], n_steps: int, out: NDArray[np.int64]) -> None:
        """Draw a window of `n_steps` rows for each of `uniforms`, which are in [0, 1).

        `out` gets where in the ring each window begins; both have shape (batch,). The rows from which so many steps are
        known are cut into `batch` equal parts, and one is drawn from each (Schaul et al. 2016, appendix B.2.1): every
        row is as likely as any other, and a minibatch covers the whole window with hardly ever a row twice. The places
        are meant for take() with mode="wrap": they run on over the end of the ring.
        """
        n = len(uniforms)
        if len(self._strata) != n:
            self._strata, self._work = np.arange(n, dtype=np.float64), np.empty(n)
        np.add(uniforms, self._strata, out=self._work)
        n_rows = max(1, self.size - n_steps + 1)
        np.multiply(self._work, n_rows / n * NEARLY_ONE, out=self._work)
        np.copyto(out, self._work, casting="unsafe")  # rounds down
        np.add(out, self.oldest % len(self.log.ring), out=out)
