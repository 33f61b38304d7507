"""Prioritised replay: transitions with large errors are drawn more often.

To make up for it, they count less in the loss. Schaul et al. 2016, "Prioritized experience replay", the proportional
variant, algorithm 1:

    p_i = |td_error_i| + 1e-6        P(i) = p_i^alpha / sum_k p_k^alpha        w_i = (N P(i))^-beta / max_j w_j

Each of batch_size draws comes from its own part of equal mass (appendix B.2.1). A new transition gets the largest
priority there ever was, so it is drawn soon. The weights multiply the loss of each sample; beta goes to 1 over the run.

Differences from the paper:
1. A transition stands for the window of n_steps that begins with it, and has a priority once all its steps are known.
2. max_j is over the minibatch (as algorithm 1 can be read), not over the whole memory.
3. The learning rate is not divided by four.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.backend import Array
from playground.agents.replay.replay_window import ReplayWindow
from playground.agents.replay.sum_tree import SumTree
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.state_columns import AsNew, Growing, Moment, StateColumns
from playground.arithmetic import trees

LEAST_PRIORITY = float(np.finfo(np.float32).smallest_normal)


class Exponents(Protocol):
    """Protocol of the two hyperparameters, which may change live."""

    priority_exponent: float  # alpha
    importance_exponent: float  # beta


class PrioritizedReplay(ReplayWindow):
    """Replay window whose rows are drawn by priority.

    Leaf i of the tree is the p^alpha of the row in place i of the log's ring; 0 where it cannot be drawn. Leaves are
    rounded to float32: so a state holds them in half the room, and the tree that is made of them is the same.
    """

    def __init__(self, log: TransitionLog, capacity: int, params: Exponents) -> None:
        super().__init__(log, capacity)
        self._params = params
        self._exponent = params.priority_exponent  # that the leaves are of
        self.tree = SumTree(len(log.ring))
        self._largest = 1.0  # p^alpha
        self._begin, self._end = 0, 0  # the rows of the log that have a priority
        self._drawn: NDArray[np.int64] = np.empty(0, np.int64)  # where in the ring the newest minibatch was

    def draw(self, uniforms: NDArray[np.float64], n_steps: int, out: NDArray[np.int64]) -> None:
        """Draw windows as ReplayWindow does, but in proportion to their priorities."""
        self._update_rows(n_steps)
        n = len(uniforms)
        if len(self._drawn) != n:
            self._masses, self._drawn = np.empty(n), np.empty(n, np.int64)
            self._weights, self._new_leaves = np.empty(n, np.float32), np.empty(n, np.float32)
        trees.draw_masses(uniforms, self.tree.total(), self._masses)
        self.tree.find(self._masses, self._drawn)
        np.copyto(out, self._drawn)

    def weights(self) -> Array:
        """Return w of the newest minibatch, shape (batch,), at most 1.

        It is overwritten by the next call. N and the sum of all priorities are the same in all of them and fall out:
        w_i = (min_j p_j^alpha / p_i^alpha)^beta.
        """
        trees.importance_weights(self.tree.nodes, self._drawn, self._params.importance_exponent, self._weights)
        return self._weights

    def learned(self, td_errors: Array) -> None:
        """Set the priorities of the newest minibatch by its errors, shape (batch,)."""
        self._largest = max(self._largest, trees.priorities(td_errors, self._exponent, self._new_leaves))
        self.tree.put(self._drawn, self._new_leaves)

    def state(self) -> dict[str, Any]:
        """Return copies of the leaves, in the log's order, with their rows and exponent."""
        rows = np.arange(self._begin, self._end) % len(self.log.ring)
        return {
            "leaves": self.tree.leaves[rows].astype(np.float32),
            "begin": self._begin,
            "end": self._end,
            "largest": self._largest,
            "exponent": self._exponent,
        }

    def state_columns(self) -> StateColumns:
        """Declare one leaf for each row with a priority, and what must be positive.

        The rows are a part of the log that is in memory.
        """
        return {
            "end": AsNew(check=_lies_in_memory),
            "leaves": Growing(low=LEAST_PRIORITY, check=_is_one_for_each_row),
            "largest": AsNew(low=LEAST_PRIORITY),
            "exponent": AsNew(low=0.0, check=_was_chosen),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Restore the priorities that state() returned."""
        self._begin, self._end = state["begin"], state["end"]
        self._largest, self._exponent = state["largest"], state["exponent"]
        leaves = np.zeros(len(self.tree.leaves))
        leaves[np.arange(self._begin, self._end) % len(self.log.ring)] = state["leaves"]
        self.tree.fill(0, len(leaves), leaves)

    def _update_rows(self, n_steps: int) -> None:
        """Forget rows that left the window, and give new ones the largest priority."""
        if self._params.priority_exponent != self._exponent:
            self._change_exponent(self._params.priority_exponent)
        begin, end = self.oldest, max(self.oldest, self.log.n_rows - n_steps + 1)
        trees.move_window(
            self.tree.nodes, len(self.log.ring), self._begin, self._end, begin, end, self._largest
        )  # where n_steps has grown, windows that are not known to their end leave it too
        self._begin, self._end = begin, end

    def _change_exponent(self, exponent: float) -> None:
        """Convert the leaves to another exponent.

        With exponent 0 all are 1 and alike, so from there they begin anew.
        """
        ratio = exponent / self._exponent if self._exponent else 1.0
        self._largest, self._exponent = trees.raise_leaves(self.tree.nodes, ratio, self._largest), exponent


def _lies_in_memory(end: int, moment: Moment) -> bool:
    begin = moment.state["priorities"]["begin"]
    return bool(begin <= end <= moment.n_rows and end - begin <= moment.rows_in_memory)


def _is_one_for_each_row(leaves: Array, moment: Moment) -> bool:
    priorities = moment.state["priorities"]
    return bool(len(leaves) == priorities["end"] - priorities["begin"])


def _was_chosen(exponent: float, moment: Moment) -> bool:
    return bool(exponent in moment.values("priority_exponent"))
