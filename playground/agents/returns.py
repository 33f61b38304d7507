"""What a loss needs of sampled transitions: n-step returns with gamma and reward shaping applied as they are drawn.

Sutton 1988; Watkins 1989. The return of a window is the discounted sum of its rewards. It ends early where its episode
does: a terminated window has nothing after it; a truncated one bootstraps from its final observation with gamma^k, k
being the steps really taken, and never from the observation after the reset. So does one that reaches the newest
transition.
"""

from __future__ import annotations

import math
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

    both: Tensor  # (2, features + 1, batch): observations, next observations; the last row of each is ones
    observations: Tensor  # (1, features + 1, batch), the first of `both`
    next_observations: Tensor  # the second
    actions: Tensor  # (1, 1, batch), int64
    returns: Tensor  # (1, 1, batch), the discounted rewards of the window
    discounts: Tensor  # (1, 1, batch), gamma^k, 0 where it terminated
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
        columns = [[by_step[step, :, column] for step in range(n_steps)] for column in (-3, -2, -1)]
        self._rewards, self._terminated, self._truncated = columns
        self._first, self._last = self._rows[:batch], torch.empty(batch, log.width)
        self._taken = self._first[:, -4]
        # A row is [observation, 1, next observation, 1, ...]: its two halves are the two inputs, without a copy.
        halves = (2, n_inputs, batch), (n_inputs, 1, log.width)
        both = self._first.as_strided(*halves) if n_steps == 1 else torch.ones(2, n_inputs, batch)
        self._first_half, self._last_half = self._first.t()[:n_inputs], self._last.t()[n_inputs : 2 * n_inputs]
        self._scale: Tensor | None = None
        if scale is not None:
            self._scale = torch.from_numpy(np.append(1.0 / scale, 1.0).astype(np.float32)).view(1, -1, 1)
        self._alive, self._length, self._work = torch.empty(batch), torch.empty(batch), torch.empty(batch)
        self._number = torch.arange(batch)
        self._row_of_last = torch.empty(batch, dtype=torch.int64)
        # As tensors: a Python number costs a conversion in every call.
        self._gamma, self._on_termination = torch.empty(()), torch.empty(())
        self._gamma_value = self._on_termination_value = math.nan
        self._returns, self._discounts = torch.empty(batch), torch.empty(batch)
        self._int_actions = torch.empty(batch, dtype=torch.int64)
        self.samples = Samples(
            both=both,
            observations=both[:1],
            next_observations=both[1:],
            actions=self._int_actions.view(1, 1, batch),
            returns=self._returns.view(1, 1, batch),
            discounts=self._discounts.view(1, 1, batch),
            positions=self.positions,
        )

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
        if self._n_steps == 1:
            np.remainder(self.positions, len(log.ring), out=self._index[0])
        else:
            for step in range(self._n_steps):
                np.add(self.positions, step, out=self._index[step])
            # a window that reaches the newest transition repeats it, and does not count it
            np.minimum(self._index, log.n_rows - 1, out=self._index)
            np.remainder(self._index, len(log.ring), out=self._index)
        torch.index_select(self._replay.ring, 0, self._index_tensor, out=self._rows)
        self._int_actions.copy_(self._taken)
        if self._n_steps == 1:
            self._shape_reward(0, on_termination, self._returns)
            # gamma, or 0 where it terminated
            if gamma != self._gamma_value:
                self._gamma_value = gamma
                self._gamma.fill_(gamma)
            torch.addcmul(self._gamma, self._terminated[0], self._gamma, value=-1.0, out=self._discounts)
        else:
            self._sum_windows(gamma, on_termination)
            samples.both[0].copy_(self._first_half)
            samples.both[1].copy_(self._last_half)
        if self._scale is not None:
            samples.both.mul_(self._scale)
        return samples

    def _shape_reward(self, step: int, on_termination: float | None, out: Tensor) -> None:
        """Put the rewards of one step into `out`, with another in place of the last where the episode terminated."""
        if on_termination is None:
            out.copy_(self._rewards[step])
        else:
            if on_termination != self._on_termination_value:
                self._on_termination_value = on_termination
                self._on_termination.fill_(on_termination)
            torch.lerp(self._rewards[step], self._on_termination, self._terminated[step], out=out)

    def _sum_windows(self, gamma: float, on_termination: float | None) -> None:
        """Sum each window's rewards up to where it ends, and find the transition it ends with."""
        alive, length = self._alive.fill_(1.0), self._length.zero_()
        self._returns.zero_()
        newest = torch.from_numpy(self._replay.log.n_rows - 1 - self.positions)  # steps from the first to the newest
        for step in range(self._n_steps):
            if step:
                alive.mul_(newest >= step)
            length.add_(alive)
            self._shape_reward(step, on_termination, self._work)
            self._returns.add_(self._work.mul_(alive), alpha=gamma**step)
            alive.addcmul_(alive, self._terminated[step], value=-1.0)
            alive.addcmul_(alive, self._truncated[step], value=-1.0)
        self._row_of_last.copy_(length).sub_(1).mul_(len(self.positions)).add_(self._number)
        torch.index_select(self._rows, 0, self._row_of_last, out=self._last)
        torch.pow(gamma, length, out=self._discounts)
        self._discounts.addcmul_(self._discounts, self._last[:, -2], value=-1.0)
