"""Samplers: minibatches with n-step returns from a replay window.

Gamma and reward shaping are applied when samples are drawn, so that a live change acts at once.

Sutton 1988; Watkins 1989. The return of a window is the discounted sum of its rewards. It ends early where its episode
does: a terminated window has nothing after it; a truncated one bootstraps from its final observation with gamma^k, k
being the steps really taken, and never from the observation after the reset. Likewise it ends where an episode that
somebody played was put between two of its steps. A window is drawn once all its steps are known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import Mirror
from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.replay.replay_window import ReplayWindow
from playground.arithmetic.minibatch import choices, gather, is_mirrored, mirror, spread


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
        self._inputs = inputs if inputs is not None and inputs.spreads else None
        self._mirror = None if mirror is None else _SignsAndImages(mirror)
        self._factors = np.ones(log.observation_size, np.float32)
        if inputs is not None and inputs.scale is not None:
            self._factors /= inputs.scale[inputs.begins]
        self._begin = np.zeros(batch, np.int64)  # where in the ring a window begins
        self._longest = np.full(batch, n_steps, np.int64)  # rows of each
        self._numbers = np.empty((log.action_size, batch), np.float32)  # the actions, as the log has them
        self._uniforms: NDArray[np.float64] | None = None  # that drew the newest minibatch
        self._on_termination: float | None = None  # what it counted in the newest minibatch
        self._is_continuous = continuous
        self._observed = np.empty((2, log.observation_size, batch), np.float32)
        both = self._observed if self._inputs is None else np.empty((2, self._inputs.n_inputs, batch), np.float32)
        self.samples = Samples(
            both=both,
            observations=both[:1],
            next_observations=both[1:],
            actions=self._numbers if continuous else np.empty(batch, np.int64),
            returns=np.empty(batch, np.float32),
            discounts=np.empty(batch, np.float32),
        )

    def numbers(self) -> dict[str, Any]:
        """Return what there is to tell of the newest minibatch, by name.

        Its rows in the log, how many later ones each looks ahead to, which were mirrored, (batch,), and the inputs of
        the networks, actions, returns and discounts, as Samples has them. Of each window also its rewards as they were
        summed, (n_steps, batch), how many there are, and whether its episode ended with the last, (batch,) each.
        """
        found = {"positions": self.positions, "n_later": self.n_steps - 1, **self._windows()}
        samples = self.samples
        found |= {"inputs": samples.both, "actions": samples.actions}
        found |= {"returns": samples.returns, "discounts": samples.discounts}
        if self._mirror is not None and self._uniforms is not None:
            found["mirrored"] = is_mirrored(self._uniforms)
        return found

    def _windows(self) -> dict[str, Any]:
        ring = self._replay.log.ring
        rows = ring[(self._begin + np.arange(self.n_steps)[:, None]) % len(ring), -3:]
        rewards, terminated, truncated = rows[..., 0].copy(), rows[..., 1] != 0, rows[..., 2] != 0
        over = terminated | truncated
        lengths = np.where(over.any(axis=0), over.argmax(axis=0) + 1, self.n_steps)
        lengths = np.minimum(lengths, self._longest)
        last = lengths - 1, np.arange(self.batch)
        if self._on_termination is not None:
            rewards[last] = np.where(terminated[last], np.float32(self._on_termination), rewards[last])
        return {
            "window_rewards": rewards,
            "window_lengths": lengths,
            "window_terminated": terminated[last],
            "window_truncated": truncated[last],
        }

    @property
    def positions(self) -> NDArray[np.int64]:
        """Where in the log the windows of the newest minibatch begin, shape (batch,)."""
        length, oldest = len(self._replay.log.ring), self._replay.oldest
        return oldest + (self._begin - oldest) % length

    def sample(self, uniforms: NDArray[np.float64], gamma: float, on_termination: float | None) -> Samples:
        """Draw windows; see ReplayWindow.draw."""
        self._uniforms = uniforms
        self._replay.draw(uniforms, self.n_steps, self._begin)
        self._gather(gamma, on_termination)
        if self._mirror is not None:
            mirror(uniforms, self._mirror.signs, self._mirror.images, self._observed, self.samples.actions)
        return self._spread()

    def newest(self, gamma: float, on_termination: float | None) -> Samples:
        """Take the newest window whose rewards are all known, as a batch of one.

        That is what learning without replay does.
        """
        self._uniforms = None
        self._begin[0] = max(0, self._replay.log.n_rows - self.n_steps) % len(self._replay.log.ring)
        self._gather(gamma, on_termination)
        return self._spread()

    def _gather(self, gamma: float, on_termination: float | None) -> None:
        samples, self._on_termination = self.samples, on_termination
        if self.n_steps > 1 and len(self._replay.log.added):
            self._longest = self._replay.log.added.room_before(self.positions, self.n_steps)
        gather(
            self._replay.log.ring,
            self._begin,
            self._longest,
            gamma,
            math.nan if on_termination is None else on_termination,
            self._factors,
            self._observed,
            self._numbers,
            samples.returns,
            samples.discounts,
        )
        if not self._is_continuous:
            choices(self._numbers, samples.actions)

    def _spread(self) -> Samples:
        if self._inputs is not None:
            spread(self._observed, self._inputs.counts, self._inputs.lows, self.samples.both)
        return self.samples


class _SignsAndImages:
    """What mirrors a sample: a sign of each number observed, an image of each action."""

    def __init__(self, mirror: Mirror) -> None:
        self.signs = np.where(mirror.flips, -1, 1).astype(np.float32)
        self.images = np.array(mirror.actions, np.int64)
