"""What a learner makes of each cell of a grid, and how often each was visited.

Reading changes nothing in a run.
"""

from __future__ import annotations

import time
import weakref
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.transition_log import BLOCK, TransitionLog
from playground.engine.run.session import Session

EVERY_S = 0.2  # between two readings of a run that goes on


@dataclass(frozen=True)
class CellReadings:
    """Numbers of an environment's cells at one moment, in the order of its card."""

    looks: NDArray[np.float32]  # Agent.look() in each cell, (cells, actions)
    are_probabilities: bool  # or else Q-values
    values: NDArray[np.float32] | None  # V of each cell, (cells,); None where the learner estimates none
    visits: NDArray[np.int64]  # steps that began in each cell so far, (cells,)


class CellReader:
    """Reader of one run after the other, for the thread that trains."""

    def __init__(self) -> None:
        self._visits = VisitCounter()
        self._newest: CellReadings | None = None
        self._of: weakref.ref[Session] | None = None  # which may go when another takes its place
        self._due_at = 0.0

    def read(self, session: Session, *, is_running: bool) -> CellReadings | None:
        """Return what can be read of a run now, or while it runs up to EVERY_S ago.

        None where the environment has no cells.
        """
        if not session.card.cells:
            return None
        now = time.perf_counter()
        if not is_running or self._of is None or self._of() is not session or now >= self._due_at:
            self._newest, self._of, self._due_at = self._read(session), weakref.ref(session), now + EVERY_S
        return self._newest

    def _read(self, session: Session) -> CellReadings:
        cells = np.array(session.card.cells, np.float32)
        looks = np.array([session.agent.look(cell) for cell in cells], np.float32)
        has_q = session.settings.learner.shows == "q"
        return CellReadings(
            looks,
            are_probabilities=not has_q,
            values=looks.max(axis=1) if has_q else _state_values(session, cells),
            visits=self._visits.count(session.log, cells),
        )


def _state_values(session: Session, cells: NDArray[np.float32]) -> NDArray[np.float32] | None:
    estimated = getattr(session.agent, "state_values", None)  # of those with a value network
    return None if estimated is None else estimated(cells)


class VisitCounter:
    """Counter of the steps that began in each cell.

    It goes on from where it was as long as the log is the same.
    """

    def __init__(self) -> None:
        self._log: weakref.ref[TransitionLog] | None = None
        self._n_rows = 0
        self._counts = np.zeros(0, np.int64)

    def count(self, log: TransitionLog, cells: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return how many of the run's own rows begin in each cell, shape (cells,).

        The array is a new one. `cells` are their observations, (cells, numbers).
        """
        if self._log is None or self._log() is not log:
            self._log, self._n_rows, self._counts = weakref.ref(log), log.first, np.zeros(len(cells), np.int64)
        while self._n_rows < log.n_rows:
            stop = min(log.n_rows, self._n_rows - self._n_rows % BLOCK + BLOCK)
            is_own = ~log.added.hold(np.arange(self._n_rows, stop))
            observations = log.read(self._n_rows, stop)[is_own, : log.observation_size]
            self._counts += (observations[:, None, :] == cells).all(axis=2).sum(axis=0)
            self._n_rows = stop
        return self._counts.copy()
