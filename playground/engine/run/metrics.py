"""The curves of a run: columns that only grow, read from a cursor on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.hyper import Value

FIRST_STRIDE_ENDS = 10_000
ACTIONS_EVERY = 50  # rows of the curve to one of the shares of the actions


class Columns:
    """A table that only grows. One thread appends; any thread reads.

    A row is written before the count that shows it, and a fuller array replaces the old one, so a reader never
    sees half a row.
    """

    def __init__(self, *names: str) -> None:
        self.names = names
        self._rows: NDArray[np.float64] = np.empty((256, len(names)))
        self.n_rows = 0

    def append(self, *values: float) -> None:
        """Add a row with one value for each name."""
        if self.n_rows == len(self._rows):
            grown = np.empty((2 * len(self._rows), len(self.names)))
            grown[: self.n_rows] = self._rows
            self._rows = grown
        self._rows[self.n_rows] = values
        self.n_rows += 1

    def since(self, cursor: int) -> NDArray[np.float64]:
        """Return a copy of the rows from number `cursor` on, shape (new rows, names)."""
        n_rows = self.n_rows
        return self._rows[cursor:n_rows].copy()

    def begin_with(self, rows: NDArray[np.float64]) -> None:
        """Hold these rows, shape (rows, names), and no others."""
        self._rows = np.empty((max(256, len(rows)), len(self.names)))
        self._rows[: len(rows)] = rows
        self.n_rows = len(rows)

    def column(self, name: str) -> NDArray[np.float64]:
        """Return a copy of one column."""
        return self.since(0)[:, self.names.index(name)]


WEIGHTS = "weights"  # the name of a mark where the learner was put back: from step `before` to step `after`

FORCED_ACTION = "force_action"  # the name of a mark where a person chose the action `after`: its name, or numbers

# The name of a mark of a placing is that of the environment's card (envs/placing.py), and `after` what it tells.
ADDED_EPISODE = "add_episode"  # the name of a mark where an episode of `after` steps was put into the replay buffer


@dataclass(frozen=True)
class Mark:
    """A change made during the run; one gesture (one drag) is one mark."""

    step: int  # environment steps when the gesture's first change took effect
    name: str
    before: Value  # before the gesture
    after: Value | tuple[float, ...]  # the latter of a forced action and a placing alone
    gesture: int
    none_word: str = ""  # what stands for None in `before` and `after`
    released: bool = False  # not a new value: the schedule took over again
    until: int = 0  # environment steps when its newest change took effect, if that was later
    held: bool = False  # a schedule stands still from here on, at `after`
    run: str = ""  # "A" or "B" where two runs are shown and only that one has it

    @property
    def end(self) -> int:
        """Environment steps when the gesture's newest change took effect."""
        return max(self.step, self.until)


class Metrics:
    """All that is plotted of one run.

    `step` counts environment steps done. `curves` are its algorithm's own. Who makes a step counts its action in
    `action_counts`, unless `n_actions` is 0: then nobody asks for them.
    """

    def __init__(self, curves: tuple[str, ...] = ("epsilon", "loss", "mean_value"), n_actions: int = 0) -> None:
        self.curve = Columns("step", *curves)
        self.episodes = Columns("step", "episode_return", "length")
        self.evaluations = Columns("step", "mean", "std", "confirmed_mean")  # the last is NaN where it was not held
        self.actions = Columns("step", *map(str, range(n_actions)))  # the share of each since the row before
        self.action_counts = [0] * n_actions
        self.marks: list[Mark] = []
        self.marks_version = 0  # grows with every change to `marks`, also when a gesture's mark is replaced
        self._sums, self._n_summed = [0.0] * len(curves), [0] * len(curves)
        self._stride, self._stride_ends = 1, FIRST_STRIDE_ENDS
        self._actions_due = ACTIONS_EVERY if n_actions else math.inf

    def add_step(self, step: int, values: tuple[float, ...], n: int = 1) -> None:
        """Note `n` environment steps, up to number `step`, and the curves' values.

        Rows are means over a stride that grows with the run, so that a long run stays small: every step has its row
        up to 10,000, every tenth up to 100,000, and so on: always finer than a pixel.
        """
        if step >= self._actions_due:
            self._add_actions(step)
        if step <= FIRST_STRIDE_ENDS:
            self.curve.append(step, *values)
            return
        sums, n_summed = self._sums, self._n_summed
        for number, value in enumerate(values):
            if value == value:  # not NaN
                sums[number] += value
                n_summed[number] += 1
        if step > self._stride_ends:
            self._stride, self._stride_ends = 10 * self._stride, 10 * self._stride_ends
        if step % self._stride < n:
            self.curve.append(step, *(total / (n or math.nan) for total, n in zip(sums, n_summed, strict=True)))
            self._sums, self._n_summed = [0.0] * len(sums), [0] * len(sums)

    def state(self) -> dict[str, Any]:
        """Return the lengths of the columns, the marks, and the unfinished row."""
        return {
            "n_rows": {name: columns.n_rows for name, columns in self._columns().items()},
            "marks": tuple(self.marks),
            "sums": tuple(self._sums),
            "n_summed": tuple(self._n_summed),
            "stride": self._stride,
            "stride_ends": self._stride_ends,
            "actions_due": self._actions_due,
            "action_counts": tuple(self.action_counts),
        }

    def begin_with(self, earlier: Metrics, state: dict[str, Any]) -> None:
        """Become what `earlier` was when state() was taken of it.

        It may have gone on since.
        """
        for name, columns in self._columns().items():
            columns.begin_with(earlier._columns()[name].since(0)[: state["n_rows"][name]])
        self.marks[:] = state["marks"]
        self.marks_version += 1
        self._sums, self._n_summed = list(state["sums"]), list(state["n_summed"])
        self._stride, self._stride_ends = state["stride"], state["stride_ends"]
        self._actions_due = state["actions_due"]
        self.action_counts[:] = state["action_counts"]

    def _columns(self) -> dict[str, Columns]:
        return {
            "curve": self.curve,
            "episodes": self.episodes,
            "evaluations": self.evaluations,
            "actions": self.actions,
        }

    def _add_actions(self, step: int) -> None:
        counts = self.action_counts
        n_counted = sum(counts) or math.nan
        self.actions.append(step, *(count / n_counted for count in counts))
        counts[:] = [0] * len(counts)
        self._actions_due = step + ACTIONS_EVERY * self._stride

    def add_mark(self, mark: Mark) -> None:
        """Note a change.

        Changes of one gesture to one name become one mark, from the first value to the newest, where it began.
        """
        number = len(self.marks) - 1
        while number >= 0 and mark.gesture and self.marks[number].gesture == mark.gesture:
            begun = self.marks[number]
            if begun.name == mark.name:
                until = mark.step if mark.step > begun.step else 0
                self.marks[number] = replace(mark, step=begun.step, before=begun.before, until=until)
                break
            number -= 1
        else:
            self.marks.append(mark)
        self.marks_version += 1
