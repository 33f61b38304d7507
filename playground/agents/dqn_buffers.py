"""What an update of DQN writes into: made once for each batch width, so that learning allocates nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")


class Buffers:
    """What an update of one batch width writes into."""

    def __init__(self, batch: int, n_actions: int, n_steps: int) -> None:
        self.batch, self.n_steps = batch, n_steps
        self.q_online = torch.empty(1, n_actions, batch)
        self.q_both = torch.empty(2, n_actions, batch)
        self.seen_both: Tensor | None = None
        self.halves = (self.q_both[:1], self.q_both[1:])
        self.next_value = torch.empty(1, 1, batch)
        self.best = torch.empty(1, 1, batch, dtype=torch.int64)
        self.q_taken = torch.empty(1, 1, batch)
        self.target = torch.empty(1, 1, batch)
        self.td_error = torch.empty(1, 1, batch)
        self.flat_td_error = self.td_error.view(-1)
        self.slope = torch.empty(1, 1, batch)
        self.flat_slope = self.slope.view(-1)
        self.work = torch.empty(1, 1, batch)
        self.mean = torch.tensor(1.0 / max(batch, 1))
        self.twice_mean = torch.tensor(2.0 / max(batch, 1))  # a tensor: a Python number costs a conversion each time
        self.q_gradient = torch.zeros(1, n_actions, batch)
        self.head_gradient = torch.empty(1, n_actions + 1, batch)
