"""What a log holds, by name, for references that torch computes."""

from __future__ import annotations

from typing import NamedTuple

import torch


class LogRows(NamedTuple):
    """Transitions in float64, one a row."""

    observations: torch.Tensor  # (rows, numbers)
    next_observations: torch.Tensor
    actions: torch.Tensor  # (rows, numbers of an action)
    rewards: torch.Tensor  # (rows,)
    terminated: torch.Tensor
    truncated: torch.Tensor


def log_rows(log, positions):
    """Return the rows of the log at these positions."""
    rows = torch.from_numpy(log.read(0, log.n_rows)[positions]).double()
    n = log.observation_size
    return LogRows(*rows.split([n, n, log.action_size, 3], 1)[:3], *rows[:, -3:].T)
