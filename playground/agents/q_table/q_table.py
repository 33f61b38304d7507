"""Tabular Q-learning: a Q for each action in each cell of a grid of observations.

Watkins 1989, "Learning from delayed rewards", chapter 7; Watkins & Dayan 1992, "Q-learning", Machine Learning 8:

    Q(s, a) <- Q(s, a) + alpha * (r + gamma * max_a' Q(s', a') - Q(s, a))

Differences from the papers:
1. Their states are few and told apart exactly. Here a state is the cell that an observation lies in, and all
   observations in it are one and the same; so their proof, that Q becomes right, holds only where every state has a
   cell of its own.
2. Alpha is constant or falls in a straight line; the proof asks for one that falls slowly enough for ever.
3. Actions are chosen epsilon-greedily; the papers leave that open.
4. A truncated episode still bootstraps: only after termination is what follows worth 0.
5. Q is kept in float32, as every policy file is.
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import CHECK_EVERY, Decision, LearningTrace, Space, UpdateStats
from playground.agents.nn.backend import Array
from playground.agents.nn.divergence import diverged
from playground.agents.q_table.cells import Cells
from playground.agents.q_table.params import TABLE, QTableParams, bins_of
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.agents.schedules import Schedules
from playground.agents.state_columns import NOT_NEGATIVE, StateColumns

LARGEST = float(np.finfo(np.float32).max)
MEAN_OVER = 100  # newest steps, about, that the mean of Q is taken over


class CellTransition(NamedTuple):
    """A transition as a table sees it."""

    row: int  # of the log
    cell: int
    action: int
    reward: float
    next_cell: int
    terminated: bool
    truncated: bool


class QTable:
    """Q-table learner; read act, update, end_step.

    Python reads and writes single numbers of the table through a memoryview, which takes a tenth of NumPy's time.
    """

    def __init__(self, params: QTableParams, space: Space, log: TransitionLog, rng: RunRng) -> None:
        self.params = params
        self.n_environments = 1
        self.schedules = Schedules(params, "epsilon", "learning_rate")
        self.stats = UpdateStats()
        self.n_updates = 0
        self.adds_noise = False
        self.n_actions = space.n_actions
        self.cells = Cells(bins_of(params, space), space.ranges)
        self._is_exact = bool(space.counts) and all(space.counts)  # no two observations share a cell
        self._log, self._rng = log, rng
        self._table = np.full((self.cells.n_cells, space.n_actions), params.initial_value, np.float32)  # [make_table]
        self._q = self._table.data.cast("B").cast("f")  # the same memory as a flat sequence of floats
        self._is_visited = bytearray(self.cells.n_cells)
        self._n_visited = 0
        self._largest_value = 0.0  # |Q| of the newest up to CHECK_EVERY updates

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose epsilon-greedily."""
        # Both numbers are drawn at every step, used or not, so that runs stay comparable.
        draw = self._rng.exploration.random()  # [choose:]
        explored = draw < self.params.epsilon
        random_action = int(self._rng.action.random() * self.n_actions)
        if explored and not inspect:
            return Decision((random_action,), (True,), None, draw)
        cell = self.cells.number(observations[0].tolist())
        q_values = self.q_values(cell)  # [q_values]
        action = random_action if explored else q_values.index(max(q_values))
        if not inspect:
            return Decision((action,), (explored,), None, draw)
        details = {"cell": self.cells.place(cell), "bins": self.cells.bins, "is_new": not self._is_visited[cell]}
        details["is_exact"] = self._is_exact
        return Decision((action,), (explored,), self._table[cell].copy(), draw, details)

    def look(self, observation: Array) -> Array:
        """Return Q(s, .), shape (actions,)."""
        q_values: Array = self._table[self.cells.number(observation.tolist())].copy()
        return q_values

    def curve(self) -> tuple[float, float, float, float]:
        """Return epsilon, newest squared TD error, mean of Q(s, a), share of cells seen."""
        return self.params.epsilon, self.stats.loss, self.stats.mean_value, self._n_visited / self.cells.n_cells

    def insight(self) -> dict[str, Any]:
        """Return how much of the table was ever learned from; it keeps no transition."""
        return {"epsilon": self.params.epsilon, "n_cells": self.cells.n_cells, "n_visited": self._n_visited}

    def updates_due(self) -> int:
        """Return 1: each transition is learned from once, as it comes."""
        return 1

    def update(self, trace: LearningTrace | None = None) -> None:
        """Learn from the newest transition: Watkins & Dayan 1992, equation 1."""
        newest = self.transition(self._log.n_rows - 1)
        next_value = 0.0 if newest.terminated else max(self.q_values(newest.next_cell))  # max_a' Q(s', a')
        self.learn(newest, next_value, trace)

    def transition(self, row: int) -> CellTransition:
        """Return a transition of the log, with the cells that it leads from and to.

        Its row must still be in memory.
        """
        log = self._log
        n = log.observation_size
        numbers = log.ring[row % len(log.ring)].tolist()
        return CellTransition(
            row=row,
            cell=self.cells.number(numbers[:n]),
            action=int(numbers[2 * n]),
            reward=numbers[-3],
            next_cell=self.cells.number(numbers[n : 2 * n]),
            terminated=bool(numbers[-2]),
            truncated=bool(numbers[-1]),
        )

    def learn(self, step: CellTransition, next_value: float, trace: LearningTrace | None) -> None:
        """Move Q(s, a) a part of the way to r + gamma * next_value.

        Raises DivergedError, and changes nothing, where it would not be finite.
        """
        params, stats, q = self.params, self.stats, self._q
        place = step.cell * self.n_actions + step.action

        target = step.reward + params.gamma * next_value  # [target]
        q_taken = q[place]
        td_error = target - q_taken  # [loss]
        # Q(s, a) <- Q(s, a) + alpha (r + gamma next_value - Q(s, a)) [descend:]
        learned = q_taken + params.learning_rate * td_error
        if not abs(learned) <= LARGEST:  # too large, or NaN
            raise diverged(params)

        if trace is not None:
            trace.record(
                position=step.row,
                cell=self.cells.place(step.cell),
                next_cell=self.cells.place(step.next_cell),
                q_taken=q_taken,
                next_value=next_value,
                q_values=np.array(self.q_values(step.cell), np.float32),
                next_q_values=np.array(self.q_values(step.next_cell), np.float32),
                target=np.array([target]),
                td_error=np.array([td_error]),
                learned=learned,
                loss=td_error * td_error,
            )
        q[place] = learned

        if not self._is_visited[step.cell]:
            self._is_visited[step.cell] = 1
            self._n_visited += 1
        stats.loss = td_error * td_error
        mean_over = min(self.n_updates + 1, MEAN_OVER)
        mean = stats.mean_value if self.n_updates else 0.0
        stats.mean_value = mean + (q_taken - mean) / mean_over
        self._largest_value = max(self._largest_value, abs(learned))
        self.n_updates += 1
        if self.n_updates % CHECK_EVERY == 0:
            stats.largest_value, self._largest_value = self._largest_value, 0.0

    def q_values(self, cell: int) -> list[float]:
        """Return Q of each action in a cell."""
        first = cell * self.n_actions
        return self._q[first : first + self.n_actions].tolist()  # type: ignore[return-value]  # floats: the format is "f"

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Move the linear schedules."""
        params, schedules = self.params, self.schedules
        schedules.step_line("epsilon", params.epsilon_min, params.epsilon_fraction * params.run_length)
        schedules.step_to_end("learning_rate", params.learning_rate_fraction * params.run_length)

    def weights(self) -> dict[str, Array]:
        """Return a copy of the table, shape (*bins, actions)."""
        return {TABLE: self._table.reshape(*self.cells.bins, self.n_actions).copy()}

    def state(self) -> dict[str, Any]:
        """Return copies of table, visited cells (a bit each), counters and schedules."""
        return {
            "table": self._table.copy(),
            "is_visited": np.packbits(np.frombuffer(self._is_visited, np.uint8)),
            "n_updates": self.n_updates,
            "stats": copy.copy(self.stats),
            "largest_value": self._largest_value,
            **self.schedules.state(),
        }

    def state_columns(self) -> StateColumns:
        """Declare what is never negative."""
        return {"largest_value": NOT_NEGATIVE}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        self.roll_back(state)
        self.schedules.restore(state)
        self._is_visited[:] = np.unpackbits(state["is_visited"], count=self.cells.n_cells).tobytes()
        self._n_visited = sum(self._is_visited)
        self.n_updates, self.stats = state["n_updates"], copy.copy(state["stats"])
        self._largest_value = state["largest_value"]

    def roll_back(self, state: dict[str, Any]) -> None:
        """Restore the table from what state() returned."""
        self._table[:] = state["table"]

    def load_weights(self, weights: dict[str, Array]) -> None:
        """Start from what weights() returned."""
        self._table[:] = weights[TABLE].reshape(self._table.shape)
