"""What an update of DQN writes into: made once for each batch width, so that learning allocates nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class DQNBuffers:
    """What an update of one batch width writes into."""

    def __init__(self, batch: int, n_actions: int) -> None:
        def vector() -> Array:
            return np.empty(batch, np.float32)

        self.batch = batch
        self.q_online, self.q_both = (np.empty((n, n_actions, batch), np.float32) for n in (1, 2))
        self.best = np.empty(batch, np.int64)
        self.columns = np.arange(batch)
        self.taken = np.empty(batch, np.int64)  # where Q(s, a) lies in the flat Q(s, .)
        self.next_value, self.q_taken, self.target, self.td_error = vector(), vector(), vector(), vector()
        self.slope = vector()
        self.ones = np.ones(batch, np.float32)
        self.q_gradient = np.zeros((1, n_actions, batch), np.float32)
        self.flat_q_gradient = self.q_gradient.reshape(-1)
        self.head_gradient = np.empty((1, n_actions + 1, batch), np.float32)
