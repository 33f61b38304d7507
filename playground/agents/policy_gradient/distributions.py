"""Stochastic policies: actions from a network's outputs, and their probabilities.

Williams 1992, "Simple statistical gradient-following algorithms", sections 5 and 6, calls d log pi / d(outputs) the
characteristic eligibility. Outputs are feature-major, shape (outputs, batch), as nn.mlp.MLP returns them. The random
numbers, uniform or normal, come from outside, so that a sample is a function of them.
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
from playground.arithmetic.normals import draw_normals

_HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


class Likelihood(Protocol):
    """Protocol of the probability of actions, and of its derivatives."""

    log_probability: Array  # log pi(a | s), shape (batch,)
    entropy: Array  # of pi(. | s), in nats, shape (batch,)

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """Return dL/d(outputs), shape (outputs, batch).

        L is any loss of these two: `by_log_probability` is dL/d(log pi) of each sample, (batch,), and `by_entropy`
        dL/d(entropy), the same for all.
        """


class PolicyHead(Protocol):
    """Protocol of a policy on the outputs of a network."""

    n_outputs: int
    n_free: int  # the last so many outputs depend on no state: they are their biases

    def draw(self, rng: RunRng, n: int) -> NDArray[np.float64]:
        """Draw the random numbers for `n` actions."""

    def sample(self, outputs: Array, draws: NDArray[np.float64]) -> NDArray[Any]:
        """Return an action for each column of `outputs`, first axis batch."""

    def to_environments(self, actions: NDArray[Any]) -> Sequence[Any]:
        """Return the actions as a Decision holds them."""

    def explored(self, outputs: Array, actions: NDArray[Any]) -> Sequence[bool]:
        """Return for each action whether it was drawn in place of the greedy one."""

    def shown(self, outputs: Array) -> Array:
        """Return what the bars show for one state; `outputs` has shape (outputs,)."""

    def likelihood(self, outputs: Array, actions: NDArray[Any]) -> Likelihood:
        """Return the likelihood of actions as sample() returns them, first axis batch."""

    def actions_in_log(self, columns: Array) -> NDArray[Any]:
        """Return actions as sample() returns them from those in the log.

        The log keeps them as numbers, shape (batch, action size).
        """


class Categorical:
    """Policy over discrete actions: pi(a | s) = exp(z_a) / sum_b exp(z_b).

    There is one output z for each action.
    """

    n_free = 0

    def __init__(self, n_actions: int) -> None:
        self.n_outputs = n_actions

    def draw(self, rng: RunRng, n: int) -> NDArray[np.float64]:
        return rng.action.random(n)

    def sample(self, outputs: Array, draws: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the first action at which the cumulative distribution exceeds the draw."""
        cumulative = softmax(outputs)[:-1].cumsum(axis=0)  # the last is 1, whatever rounding says
        actions: NDArray[np.int64] = (cumulative <= draws).sum(axis=0)
        return actions

    def to_environments(self, actions: NDArray[np.int64]) -> list[int]:
        return actions.tolist()  # type: ignore[no-any-return]

    def explored(self, outputs: Array, actions: NDArray[np.int64]) -> list[bool]:
        return (outputs.argmax(axis=0) != actions).tolist()  # type: ignore[no-any-return]

    def shown(self, outputs: Array) -> Array:
        return softmax(outputs)

    def likelihood(self, outputs: Array, actions: NDArray[np.int64]) -> CategoricalLikelihood:
        return CategoricalLikelihood(outputs, actions)

    def actions_in_log(self, columns: Array) -> NDArray[np.int64]:
        return columns[:, 0].astype(np.int64)


class CategoricalLikelihood:
    """Likelihood of discrete actions, shape (batch,)."""

    def __init__(self, outputs: Array, actions: NDArray[np.int64]) -> None:
        shifted = outputs - outputs.max(axis=0)
        self._log_p = shifted - np.log(np.exp(shifted).sum(axis=0))
        self._p = np.exp(self._log_p)
        self._taken = actions, np.arange(len(actions))
        self.log_probability: Array = self._log_p[self._taken]
        self.entropy: Array = -(self._p * self._log_p).sum(axis=0)

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """Return dL/dz, shape (outputs, batch).

        The parts are d log p_a / dz_b = [a = b] - p_b and dH / dz_b = -p_b (log p_b + H).
        """
        gradient: Array = -by_log_probability * self._p
        gradient[self._taken] += by_log_probability
        if by_entropy:
            gradient -= by_entropy * self._p * (self._log_p + self.entropy)
        return gradient


class Gaussian:
    """Policy over continuous actions: a mean and a standard deviation for each number.

    The outputs are [means, log standard deviations]; the latter are biases alone, the same in all states. Actions are
    not clipped: that is left to the environment, and the log-probability is that of what was chosen.
    """

    def __init__(self, n_numbers: int) -> None:
        self.n_outputs = 2 * n_numbers
        self.n_free = n_numbers

    def draw(self, rng: RunRng, n: int) -> NDArray[np.float64]:
        return draw_normals(rng.noise, n, self.n_free)

    def sample(self, outputs: Array, draws: NDArray[np.float64]) -> Array:
        mean, log_std = outputs[: self.n_free], outputs[self.n_free :]
        actions: Array = (mean + np.exp(log_std) * draws.T).T.astype(np.float32)
        return actions

    def to_environments(self, actions: Array) -> list[Array]:
        return list(actions)

    def explored(self, outputs: Array, actions: Array) -> list[bool]:
        return [True] * len(actions)

    def shown(self, outputs: Array) -> Array:
        return outputs[: self.n_free].copy()

    def likelihood(self, outputs: Array, actions: Array) -> GaussianLikelihood:
        return GaussianLikelihood(outputs, actions)

    def actions_in_log(self, columns: Array) -> Array:
        return columns


class GaussianLikelihood:
    """Likelihood of continuous actions, (batch, numbers), independent of each other."""

    def __init__(self, outputs: Array, actions: Array) -> None:
        n = len(outputs) // 2
        log_std = outputs[n:]
        self._inverse_std = np.exp(-log_std)
        self._z = (actions.T - outputs[:n]) * self._inverse_std
        self.log_probability: Array = -(0.5 * self._z * self._z + log_std).sum(axis=0) - np.float32(n * _HALF_LOG_2PI)
        self.entropy: Array = log_std.sum(axis=0) + np.float32(n * (_HALF_LOG_2PI + 0.5))

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """Return dL/d[mu, log sigma], shape (outputs, batch).

        With z = (a - mu) / sigma: d log p / dmu = z / sigma, d log p / d(log sigma) = z^2 - 1, dH / d(log sigma) = 1.
        """
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
