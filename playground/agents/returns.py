"""What a loss needs of sampled transitions: n-step returns with gamma and reward shaping applied as they are drawn.

Sutton 1988; Watkins 1989. The return of a window is the discounted sum of its rewards. It ends early where its episode
does: a terminated window has nothing after it; a truncated one bootstraps from its final observation with gamma^k, k
being the steps really taken, and never from the observation after the reset. So does one that reaches the newest
transition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay import ReplayWindow
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")


@dataclass(frozen=True)
class Samples:
    """A minibatch; all tensors are views that the next one of this size overwrites."""

    observations: Tensor  # (1, features + 1, batch), the last row is ones
    actions: Tensor  # (1, 1, batch), int64
    returns: Tensor  # (1, 1, batch), the discounted rewards of the window
    discounts: Tensor  # (1, 1, batch), gamma^k, 0 where it terminated
    next_observations: Tensor  # as observations
    positions: NDArray[np.int64]  # (batch,), where in the log each window begins


class Sampler:
    """Draws minibatches of one size and window length from a replay window."""

    def __init__(self, replay: ReplayWindow, batch: int, n_steps: int, scale: NDArray[np.float32] | None) -> None:
        """`scale` holds what each feature is divided by, shape (features,), or None to leave them as they are."""
        self._replay, self._n_steps = replay, n_steps
        log = replay.log
        n_inputs = log.observation_size + 1
        self.positions = np.empty(batch, np.int64)
        self._index = np.empty((n_steps, batch), np.int64)
        self._index_tensor = torch.from_numpy(self._index.reshape(-1))
        self._rows = torch.empty(n_steps * batch, log.width)
        by_step = self._rows.view(n_steps, batch, log.width)
        self._rewards, self._terminated, self._truncated = (by_step[:, :, column] for column in (-3, -2, -1))
        first = self._rows[:batch]
        self._last = first if n_steps == 1 else torch.empty(batch, log.width)
        self._taken = first[:, -4]
        self._scale: Tensor | None = None
        if scale is not None:
            factors = np.ones(log.width, np.float32)
            factors[: n_inputs - 1] = factors[n_inputs : 2 * n_inputs - 1] = 1.0 / scale
            self._scale = torch.from_numpy(factors)
        self._alive = torch.empty(batch)
        self._length = torch.empty(batch)  # steps of the window really taken
        self._number = torch.arange(batch)
        self._row_of_last = torch.empty(batch, dtype=torch.int64)
        self._work = torch.empty(batch)
        self.samples = Samples(
            observations=first.t()[:n_inputs].unsqueeze(0),
            actions=torch.empty(1, 1, batch, dtype=torch.int64),
            returns=torch.empty(1, 1, batch),
            discounts=torch.empty(1, 1, batch),
            next_observations=self._last.t()[n_inputs : 2 * n_inputs].unsqueeze(0),
            positions=self.positions,
        )
        self._returns, self._discounts = self.samples.returns[0, 0], self.samples.discounts[0, 0]

    def sample(self, uniforms: NDArray[np.float64], gamma: float, on_termination: float | None) -> Samples:
        """Draw distinct windows; see ReplayWindow.draw."""
        self._replay.draw(uniforms, self.positions)
        return self._fill(gamma, on_termination)

    def newest(self, gamma: float, on_termination: float | None) -> Samples:
        """Take the newest window whose rewards are all known, for a batch of one: what learning without replay does."""
        self.positions[0] = max(0, self._replay.log.n_rows - self._n_steps)
        return self._fill(gamma, on_termination)

    def _fill(self, gamma: float, on_termination: float | None) -> Samples:
        log, samples = self._replay.log, self.samples
        for step in range(self._n_steps):
            np.add(self.positions, step, out=self._index[step])
        if self._n_steps > 1:  # a window that reaches the newest transition repeats it, and does not count it
            np.minimum(self._index, log.n_rows - 1, out=self._index)
        np.remainder(self._index, len(log.ring), out=self._index)
        torch.index_select(self._replay.ring, 0, self._index_tensor, out=self._rows)
        samples.actions.view(-1).copy_(self._taken)
        if on_termination is not None:  # in place of the environment's own reward
            self._rewards.addcmul_(self._rewards, self._terminated, value=-1.0)
            self._rewards.add_(self._terminated, alpha=on_termination)
        if self._n_steps == 1:
            self._returns.copy_(self._rewards[0])
            torch.mul(self._terminated[0], -gamma, out=self._discounts).add_(gamma)
        else:
            self._sum_windows(gamma)
        if self._scale is not None:
            self._rows[: len(self.positions)].mul_(self._scale)
            if self._n_steps > 1:
                self._last.mul_(self._scale)
        return samples

    def _sum_windows(self, gamma: float) -> None:
        """Sum each window's rewards up to where it ends, and find the transition it ends with."""
        alive, length = self._alive.fill_(1.0), self._length.zero_()
        self._returns.zero_()
        newest = torch.from_numpy(self._replay.log.n_rows - 1 - self.positions)  # steps from the first to the newest
        for step in range(self._n_steps):
            if step:
                alive.mul_(newest >= step)
            length.add_(alive)
            torch.mul(alive, self._rewards[step], out=self._work)
            self._returns.add_(self._work, alpha=gamma**step)
            alive.addcmul_(alive, self._terminated[step], value=-1.0)
            alive.addcmul_(alive, self._truncated[step], value=-1.0)
        self._row_of_last.copy_(length).sub_(1).mul_(len(self.positions)).add_(self._number)
        torch.index_select(self._rows, 0, self._row_of_last, out=self._last)
        torch.pow(gamma, length, out=self._discounts)
        self._discounts.addcmul_(self._discounts, self._last[:, -2], value=-1.0)
