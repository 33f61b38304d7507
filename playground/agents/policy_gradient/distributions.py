"""Stochastic policies: from the outputs of a network to an action, its log-probability, and their derivatives.

Williams 1992, "Simple statistical gradient-following algorithms", sections 5 and 6, calls d log pi / d(outputs) the
characteristic eligibility. Outputs are feature-major, shape (outputs, batch), as networks.MLP gives them. Chance comes
in from outside, as uniform or normal numbers, so that a sample is a function of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import Space
from playground.agents.nn.backend import Array
from playground.agents.rng import RunRng

_HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


class Likelihood(Protocol):
    """How likely a policy is to do what was done, and how it would change with the network's outputs."""

    log_probability: Array  # log pi(a | s), shape (batch,)
    entropy: Array  # of pi(. | s), in nats, shape (batch,)

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """Return dL/d(outputs), shape (outputs, batch).

        L is any loss of these two: `by_log_probability` is dL/d(log pi) of each sample, (batch,), and `by_entropy`
        dL/d(entropy), the same for all.
        """


class PolicyHead(Protocol):
    """What turns a network's outputs into a policy."""

    n_outputs: int
    n_free: int  # the last so many outputs depend on no state: they are their biases

    def draw(self, rng: RunRng, n: int) -> NDArray[np.float64]:
        """Throw the dice for `n` actions."""

    def sample(self, outputs: Array, chance: NDArray[np.float64]) -> NDArray[Any]:
        """Return an action for each column of `outputs`, first axis batch."""

    def to_environments(self, actions: NDArray[Any]) -> Sequence[Any]:
        """Return the actions as a Decision holds them."""

    def are_surprising(self, outputs: Array, actions: NDArray[Any]) -> Sequence[bool]:
        """Say of each action whether chance made it another than the greedy one."""

    def shown(self, outputs: Array) -> Array:
        """Return what the bars show for one state: its outputs are (outputs,)."""

    def likelihood(self, outputs: Array, actions: NDArray[Any]) -> Likelihood:
        """Return how likely these actions are; first axis of `actions` is batch, as sample() gives them."""

    def actions_in_log(self, columns: Array) -> NDArray[Any]:
        """Return actions as sample() gave them from what the log keeps of them, (batch, action size)."""


class Categorical:
    """One output z for each discrete action; pi(a | s) = exp(z_a) / sum_b exp(z_b)."""

    n_free = 0

    def __init__(self, n_actions: int) -> None:
        self.n_outputs = n_actions

    def draw(self, rng: RunRng, n: int) -> NDArray[np.float64]:
        return rng.action.random(n)

    def sample(self, outputs: Array, chance: NDArray[np.float64]) -> NDArray[np.int64]:
        """Invert the cumulative distribution: the first action at which it exceeds the uniform number."""
        cumulative = softmax(outputs)[:-1].cumsum(axis=0)  # the last is 1, whatever rounding says
        actions: NDArray[np.int64] = (cumulative <= chance).sum(axis=0)
        return actions

    def to_environments(self, actions: NDArray[np.int64]) -> list[int]:
        return actions.tolist()  # type: ignore[no-any-return]

    def are_surprising(self, outputs: Array, actions: NDArray[np.int64]) -> list[bool]:
        return (outputs.argmax(axis=0) != actions).tolist()  # type: ignore[no-any-return]

    def shown(self, outputs: Array) -> Array:
        return softmax(outputs)

    def likelihood(self, outputs: Array, actions: NDArray[np.int64]) -> CategoricalLikelihood:
        return CategoricalLikelihood(outputs, actions)

    def actions_in_log(self, columns: Array) -> NDArray[np.int64]:
        return columns[:, 0].astype(np.int64)


class CategoricalLikelihood:
    """Of discrete actions, (batch,)."""

    def __init__(self, outputs: Array, actions: NDArray[np.int64]) -> None:
        shifted = outputs - outputs.max(axis=0)
        self._log_p = shifted - np.log(np.exp(shifted).sum(axis=0))
        self._p = np.exp(self._log_p)
        self._taken = actions, np.arange(len(actions))
        self.log_probability: Array = self._log_p[self._taken]
        self.entropy: Array = -(self._p * self._log_p).sum(axis=0)

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """D log p_a / dz_b = [a = b] - p_b, and dH / dz_b = -p_b (log p_b + H)."""
        gradient: Array = -by_log_probability * self._p
        gradient[self._taken] += by_log_probability
        if by_entropy:
            gradient -= by_entropy * self._p * (self._log_p + self.entropy)
        return gradient


class Gaussian:
    """A mean for each number of a continuous action, and the logarithm of its standard deviation, the same in all states.

    The outputs are [means, log standard deviations]; the latter are biases alone. Actions are not clipped: that is the
    environment's business, and the log-probability is that of what was chosen.
    """

    def __init__(self, n_numbers: int) -> None:
        self.n_outputs = 2 * n_numbers
        self.n_free = n_numbers

    def draw(self, rng: RunRng, n: int) -> NDArray[np.float64]:
        return rng.noise.standard_normal((n, self.n_free))

    def sample(self, outputs: Array, chance: NDArray[np.float64]) -> Array:
        mean, log_std = outputs[: self.n_free], outputs[self.n_free :]
        actions: Array = (mean + np.exp(log_std) * chance.T).T.astype(np.float32)
        return actions

    def to_environments(self, actions: Array) -> list[Array]:
        return list(actions)

    def are_surprising(self, outputs: Array, actions: Array) -> list[bool]:
        return [True] * len(actions)

    def shown(self, outputs: Array) -> Array:
        return outputs[: self.n_free].copy()

    def likelihood(self, outputs: Array, actions: Array) -> GaussianLikelihood:
        return GaussianLikelihood(outputs, actions)

    def actions_in_log(self, columns: Array) -> Array:
        return columns


class GaussianLikelihood:
    """Of continuous actions, (batch, numbers), which are independent of each other."""

    def __init__(self, outputs: Array, actions: Array) -> None:
        n = len(outputs) // 2
        log_std = outputs[n:]
        self._inverse_std = np.exp(-log_std)
        self._z = (actions.T - outputs[:n]) * self._inverse_std
        self.log_probability: Array = -(0.5 * self._z * self._z + log_std).sum(axis=0) - np.float32(n * _HALF_LOG_2PI)
        self.entropy: Array = log_std.sum(axis=0) + np.float32(n * (_HALF_LOG_2PI + 0.5))

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """With z = (a - mu) / sigma: d log p / dmu = z / sigma, d log p / d(log sigma) = z^2 - 1, dH / d(log sigma) = 1."""
        by_mean = self._z * self._inverse_std * by_log_probability
        by_log_std = (self._z * self._z - 1) * by_log_probability + by_entropy
        return np.concatenate((by_mean, by_log_std))


def softmax(outputs: Array) -> Array:
    """Return exp(z) / sum exp(z) along the first axis."""
    p: Array = np.exp(outputs - outputs.max(axis=0))
    p /= p.sum(axis=0)
    return p


def policy_head(space: Space) -> PolicyHead:
    """Return the policy for the actions of a space."""
    return Gaussian(space.action_size) if space.is_continuous else Categorical(space.n_actions)
