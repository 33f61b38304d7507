"""Minibatch of an update as a table: transitions, and what it made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.transition_log import TransitionLog

# What an update tells of one row alone, where it learns from no other.
_OF_ONE_ROW = ("q_taken", "next_value", "learned")


@dataclass(frozen=True)
class Minibatch:
    """Transitions that an update learned from, as they are stored; n rows.

    Rewards are raw, and observations as the environment gave them, whatever the update made of them.
    """

    steps: NDArray[np.int64]  # (n,), env steps done after each was made, or when it was added
    observations: NDArray[np.float32]  # (n, numbers)
    actions: NDArray[Any]  # int64, (n,); continuous: float32, (n, numbers)
    rewards: NDArray[np.float32]  # (n,)
    next_observations: NDArray[np.float32]  # (n, numbers), never of after a reset
    terminated: NDArray[np.bool_]  # (n,)
    truncated: NDArray[np.bool_]  # (n,)
    columns: Mapping[str, NDArray[Any]]  # (n,) each: numbers of the update, by their names in it
    played: NDArray[np.bool_]  # (n,): whether it is of an episode that somebody added, and no step of the run
    mirrored: NDArray[np.bool_]  # (n,): whether the update saw the mirror image
    own: int | None  # the row of the transition that this very step made, of the environment that is shown
    n_later: int  # later rows that each looks ahead to, whose rewards its return has too


def minibatch_of(update: Mapping[str, Any], log: TransitionLog, n_sub_envs: int, continuous: bool) -> Minibatch | None:
    """Return the minibatch of an update, whose newest rows in the log are this step's.

    None where the update does not tell its rows, or they are no longer there.
    """
    positions = update.get("positions")
    if positions is None and "position" in update:
        positions = np.array([update["position"]])
    if positions is None or not len(positions) or positions.min() < log.first:
        return None
    rows = _rows(log, positions)
    n, n_features = len(rows), log.observation_size
    actions = rows[:, 2 * n_features : -3]
    own = np.flatnonzero(positions == log.n_rows - n_sub_envs)
    return Minibatch(
        steps=steps_of(log, positions, n_sub_envs),
        observations=rows[:, :n_features],
        actions=actions if continuous else actions[:, 0].astype(np.int64),
        rewards=rows[:, -3],
        next_observations=rows[:, n_features : 2 * n_features],
        terminated=rows[:, -2] != 0,
        truncated=rows[:, -1] != 0,
        columns=_columns(update, n),
        played=log.added.hold(positions),
        mirrored=update.get("mirrored", np.zeros(n, np.bool_)),
        own=int(own[0]) if len(own) else None,
        n_later=update.get("n_later", 0),
    )


def steps_of(log: TransitionLog, rows: NDArray[np.int64], n_sub_envs: int) -> NDArray[np.int64]:
    """Return the env steps that were done once these rows of the log were written.

    Those of an added episode were written between two steps.
    """
    return (log.added.own_before(rows) // n_sub_envs + ~log.added.hold(rows)) * n_sub_envs


def _rows(log: TransitionLog, positions: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return rows of the log, (n, width), in the order of their positions."""
    oldest = int(positions.min())
    if oldest >= log.n_rows - len(log.ring):
        rows: NDArray[np.float32] = log.ring[positions % len(log.ring)]
        return rows
    return log.read(oldest, int(positions.max()) + 1)[positions - oldest]  # a rollout longer than memory


def _columns(update: Mapping[str, Any], n: int) -> dict[str, NDArray[Any]]:
    """Return the numbers that an update has for each row, by name.

    Where each of two critics has its own error, that of the second is "td_error_2".
    """
    columns: dict[str, NDArray[Any]] = {}
    for name, value in update.items():
        if isinstance(value, float) and "position" in update and name in _OF_ONE_ROW:
            columns[name] = np.array([value])
        if not isinstance(value, np.ndarray) or name in ("positions", "mirrored") or "parameters" in name:
            continue
        if value.shape == (n,):
            columns[name] = value
        elif name == "td_error" and value.shape[1:] == (n,):
            columns[name] = value[0]
            columns |= {f"{name}_{number}": row for number, row in enumerate(value[1:], 2)}
    return columns
