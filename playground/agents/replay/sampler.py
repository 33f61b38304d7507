"""Samplers: minibatches with n-step returns from a replay window.

Gamma and reward shaping are applied when samples are drawn, so that a live change acts at once.

Sutton 1988; Watkins 1989. The return of a window is the discounted sum of its rewards. It ends early where its episode
does: a terminated window has nothing after it; a truncated one bootstraps from its final observation with gamma^k, k
being the steps really taken, and never from the observation after the reset. A window is drawn once all its steps are
known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import Mirror
from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.replay.transition_log import ReplayWindow


@dataclass(frozen=True)
class Samples:
    """Minibatch whose arrays are views that the next one of this size overwrites."""

    both: Array  # (2, inputs, batch): of observations, next observations
    observations: Array  # (1, inputs, batch), the first of `both`
    next_observations: Array  # the second
    actions: NDArray[Any]  # discrete: int64, (batch,); continuous: float32, (numbers, batch), as the log has them
    returns: Array  # (batch,), the discounted rewards of the window
    discounts: Array  # (batch,), gamma^k, 0 where it terminated


class Sampler:
    """Sampler of minibatches of one size and one length of windows."""

    def __init__(
        self,
        replay: ReplayWindow,
        batch: int,
        n_steps: int,
        inputs: NetworkInputs | None = None,
        mirror: Mirror | None = None,
        continuous: bool = False,
    ) -> None:
        """Prepare buffers.

        `inputs` says what a network takes of an observation; None leaves them as they are. With
        `mirror`, half of the samples, drawn at random, are replaced by their mirror images. `continuous` actions are
        given as the numbers in the log, and have no mirror images.
        """
        self._replay, self.batch, self.n_steps = replay, batch, n_steps
        log = replay.log
        n_numbers = log.observation_size + 1
        scale = None if inputs is None else inputs.scale
        self._inputs = inputs if inputs is not None and inputs.spreads else None
        self._begin = np.empty(batch, np.int64)  # where in the ring a window begins
        self._index = np.empty((n_steps, batch), np.int64)
        self._steps = np.arange(n_steps)[:, None]
        rows = np.empty((n_steps, batch, log.width), np.float32)
        self._rows, self._all_rows = rows, rows.reshape(n_steps * batch, log.width)
        self._last = rows[0] if n_steps == 1 else np.empty((batch, log.width), np.float32)
        first_action = log.width - 3 - log.action_size
        self._actions = None if continuous else rows[0, :, first_action]
        self._rewards, self._terminated, self._truncated = rows[..., -3], rows[..., -2], rows[..., -1]
        self._first_half = rows[0, :, : n_numbers - 1].T
        self._last_half = self._last[:, n_numbers : 2 * n_numbers - 1].T
        n_inputs = n_numbers - 1 if self._inputs is None else self._inputs.n_inputs
        both = np.empty((2, n_inputs, batch), np.float32)
        self._scale = None if scale is None else (1.0 / scale).astype(np.float32)[:, None]
        self._mirroring = None if mirror is None else _Mirroring(mirror, batch)
        self._alive = np.ones((n_steps, batch), np.float32)  # 1 up to where the episode ends; row 0 stays 1
        self._alive_pairs = list(zip(self._alive[1:], self._alive[2:], strict=False))
        self._powers, self._gamma = np.empty(n_steps, np.float32), -1.0
        self._length, self._shaped_rewards = np.empty(batch, np.float32), np.empty((n_steps, batch), np.float32)
        self._last_index, self._column_offset = np.empty(batch, np.int64), np.arange(-batch, 0)
        self._work = np.empty(batch, np.float32)
        self.samples = Samples(
            both=both,
            observations=both[:1],
            next_observations=both[1:],
            actions=rows[0, :, first_action:-3].T if continuous else np.empty(batch, np.int64),
            returns=np.empty(batch, np.float32),
            discounts=np.empty(batch, np.float32),
        )
        self._single_returns = self.samples.returns[None]  # as (n_steps, batch) for windows of one step

    @property
    def positions(self) -> NDArray[np.int64]:
        """Where in the log the windows of the newest minibatch begin, shape (batch,)."""
        length, oldest = len(self._replay.log.ring), self._replay.oldest
        return oldest + (self._begin - oldest) % length

    def sample(self, uniforms: NDArray[np.float64], gamma: float, on_termination: float | None) -> Samples:
        """Draw windows; see ReplayWindow.draw."""
        self._replay.draw(uniforms, self.n_steps, self._begin)
        samples = self._fill(gamma, on_termination)
        if self._mirroring is not None:
            self._mirroring.apply(uniforms, samples)
        return samples

    def newest(self, gamma: float, on_termination: float | None) -> Samples:
        """Take the newest window whose rewards are all known, as a batch of one.

        That is what learning without replay does.
        """
        self._begin[0] = max(0, self._replay.log.n_rows - self.n_steps) % len(self._replay.log.ring)
        return self._fill(gamma, on_termination)

    def _fill(self, gamma: float, on_termination: float | None) -> Samples:
        ring, samples, index = self._replay.log.ring, self.samples, self._begin
        if self.n_steps == 1:
            ring.take(index, 0, self._last, "wrap")
            np.multiply(self._last[:, -2], -gamma, out=samples.discounts)  # gamma, or 0 where it terminated
            np.add(samples.discounts, gamma, out=samples.discounts)
            self._shape_rewards(on_termination, self._single_returns)
        else:
            np.add(index, self._steps, out=self._index)
            ring.take(self._index, 0, self._rows, "wrap")
            self._sum_windows(gamma, on_termination)
        if self._actions is not None:
            np.copyto(samples.actions, self._actions, casting="unsafe")
        if self._inputs is not None:
            samples.both[0] = self._inputs(self._first_half.T).T
            samples.both[1] = self._inputs(self._last_half.T).T
        elif self._scale is not None:
            np.multiply(self._first_half, self._scale, out=samples.both[0])
            np.multiply(self._last_half, self._scale, out=samples.both[1])
        else:
            np.copyto(samples.both[0], self._first_half)
            np.copyto(samples.both[1], self._last_half)
        return samples

    def _shape_rewards(self, on_termination: float | None, out: Array) -> None:
        """Put the rewards into `out`, shape (n_steps, batch).

        Where an episode terminated, `on_termination` is the reward, unless it is None.
        """
        if on_termination is None:
            np.copyto(out, self._rewards)
        else:  # r + terminated * (other - r)
            np.subtract(on_termination, self._rewards, out=out)
            np.multiply(out, self._terminated, out=out)
            np.add(out, self._rewards, out=out)

    def _sum_windows(self, gamma: float, on_termination: float | None) -> None:
        """Sum each window's rewards up to its episode's end, and find its last transition."""
        samples, alive, rewards = self.samples, self._alive, self._shaped_rewards
        if gamma != self._gamma:
            self._gamma, self._powers[:] = gamma, gamma ** np.arange(self.n_steps)
        ended = np.maximum(self._terminated[:-1], self._truncated[:-1], out=alive[1:])
        np.subtract(1.0, ended, out=ended)
        for before, after in self._alive_pairs:
            np.multiply(before, after, out=after)
        self._shape_rewards(on_termination, rewards)
        np.multiply(rewards, alive, out=rewards)
        np.dot(self._powers, rewards, out=samples.returns)
        np.add.reduce(alive, 0, out=self._length)
        np.copyto(self._last_index, self._length, casting="unsafe")
        np.multiply(self._last_index, self.batch, out=self._last_index)
        np.add(self._last_index, self._column_offset, out=self._last_index)
        self._all_rows.take(self._last_index, 0, self._last, "clip")
        np.power(gamma, self._length, out=samples.discounts)
        np.multiply(samples.discounts, self._last[:, -2], out=self._work)
        np.subtract(samples.discounts, self._work, out=samples.discounts)


class _Mirroring:
    """Replacement of about half of the samples by their mirror images."""

    def __init__(self, mirror: Mirror, batch: int) -> None:
        flips = np.array(mirror.flips, np.float32)
        self._sign_change = -2.0 * flips[:, None]  # added to a factor of 1
        self._mirror_action = np.array(mirror.actions, np.int64)  # of each action
        self._late_digits, self._mask = np.empty(batch), np.empty(batch, np.float32)
        self._is_mirrored = np.empty(batch, np.bool_)
        self._factors = np.empty((len(flips), batch), np.float32)
        self._mirrored_actions = np.empty(batch, np.int64)

    def apply(self, uniforms: NDArray[np.float64], samples: Samples) -> None:
        """Mirror about half of the samples.

        Late digits of the random numbers that drew the rows say which, so nothing more is drawn.
        """
        digits = np.multiply(uniforms, 2.0**20, out=self._late_digits)
        np.remainder(digits, 1.0, out=digits)
        np.less(digits, 0.5, out=self._is_mirrored)
        np.copyto(self._mask, self._is_mirrored)
        np.multiply(self._mask, self._sign_change, out=self._factors)
        np.add(self._factors, 1.0, out=self._factors)  # 1, or -1 where a feature flips
        np.multiply(samples.both, self._factors, out=samples.both)
        self._mirror_action.take(samples.actions, None, self._mirrored_actions, "clip")
        np.copyto(samples.actions, self._mirrored_actions, where=self._is_mirrored)
