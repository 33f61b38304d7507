"""Stochastic policies: actions from a network's outputs, and their probabilities.

Williams 1992, "Simple statistical gradient-following algorithms", sections 5 and 6, calls d log pi / d(outputs) the
characteristic eligibility. Outputs are feature-major, shape (outputs, batch), as nn.mlp.MLP returns them. The random
numbers, uniform or normal, come from outside, so that a sample is a function of them. The sums and exponentials are in
playground.arithmetic.policies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import Space
from playground.agents.nn.backend import Array
from playground.agents.rng import RunRng
from playground.arithmetic import policies
from playground.arithmetic.normals import draw_normals


class Sample(NamedTuple):
    """Actions drawn from a policy, one for each column of its outputs."""

    actions: NDArray[Any]  # (batch,) or (batch, numbers)
    log_probability: Array  # log pi(a | s), (batch,)
    explored: NDArray[np.bool_]  # whether each was drawn in place of the greedy one, (batch,)


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

    def sample(self, outputs: Array, draws: NDArray[np.float64]) -> Sample:
        """Return an action for each column of `outputs`."""

    def to_environments(self, actions: NDArray[Any]) -> Sequence[Any]:
        """Return the actions as a Decision holds them."""

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

    def sample(self, outputs: Array, draws: NDArray[np.float64]) -> Sample:
        """Return the first action at which the cumulative distribution exceeds the draw."""
        batch = len(draws)
        sample = Sample(np.empty(batch, np.int64), np.empty(batch, np.float32), np.empty(batch, np.bool_))
        policies.categorical_draw(outputs, draws, *sample)
        return sample

    def to_environments(self, actions: NDArray[np.int64]) -> list[int]:
        return actions.tolist()  # type: ignore[no-any-return]

    def shown(self, outputs: Array) -> Array:
        return softmax(outputs)

    def likelihood(self, outputs: Array, actions: NDArray[np.int64]) -> CategoricalLikelihood:
        return CategoricalLikelihood(outputs, actions)

    def actions_in_log(self, columns: Array) -> NDArray[np.int64]:
        return columns[:, 0].astype(np.int64)


class CategoricalLikelihood:
    """Likelihood of discrete actions, shape (batch,)."""

    def __init__(self, outputs: Array, actions: NDArray[np.int64]) -> None:
        self._actions = actions
        self._log_p, self._p = np.empty((2, *outputs.shape), np.float32)
        self.log_probability, self.entropy = np.empty((2, len(actions)), np.float32)
        policies.categorical_likelihood(outputs, actions, self._log_p, self._p, self.log_probability, self.entropy)

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """Return dL/dz, shape (outputs, batch).

        The parts are d log p_a / dz_b = [a = b] - p_b and dH / dz_b = -p_b (log p_b + H).
        """
        gradient: Array = np.empty_like(self._p)
        policies.categorical_gradient(
            self._log_p, self._p, self.entropy, self._actions, by_log_probability, by_entropy, gradient
        )
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

    def sample(self, outputs: Array, draws: NDArray[np.float64]) -> Sample:
        """Return mean + standard deviation times the draw, which is normal."""
        batch = len(draws)
        sample = Sample(np.empty(draws.shape, np.float32), np.empty(batch, np.float32), np.ones(batch, np.bool_))
        policies.gaussian_draw(outputs, draws, sample.actions, sample.log_probability)
        return sample

    def to_environments(self, actions: Array) -> list[Array]:
        return list(actions)

    def shown(self, outputs: Array) -> Array:
        return outputs[: self.n_free].copy()

    def likelihood(self, outputs: Array, actions: Array) -> GaussianLikelihood:
        return GaussianLikelihood(outputs, actions)

    def actions_in_log(self, columns: Array) -> Array:
        return np.ascontiguousarray(columns)


class GaussianLikelihood:
    """Likelihood of continuous actions, (batch, numbers), independent of each other."""

    def __init__(self, outputs: Array, actions: Array) -> None:
        n, batch = len(outputs) // 2, len(actions)
        self._z, self._inverse_std = np.empty((2, n, batch), np.float32)
        self.log_probability, self.entropy = np.empty((2, batch), np.float32)
        policies.gaussian_likelihood(outputs, actions, self._z, self._inverse_std, self.log_probability, self.entropy)

    def gradient(self, by_log_probability: Array, by_entropy: float) -> Array:
        """Return dL/d[mu, log sigma], shape (outputs, batch).

        With z = (a - mu) / sigma: d log p / dmu = z / sigma, d log p / d(log sigma) = z^2 - 1, dH / d(log sigma) = 1.
        """
        gradient = np.empty((2 * len(self._z), len(by_log_probability)), np.float32)
        policies.gaussian_gradient(self._z, self._inverse_std, by_log_probability, by_entropy, gradient)
        return gradient


def softmax(outputs: Array) -> Array:
    """Return exp(z) / sum exp(z), shape (outputs,)."""
    log_p, p = np.empty((2, len(outputs), 1), np.float32)
    policies.log_softmax(np.ascontiguousarray(outputs)[:, None], log_p, p)
    probabilities: Array = p[:, 0]
    return probabilities


def policy_head(space: Space) -> PolicyHead:
    """Return the policy for the actions of a space."""
    return Gaussian(space.action_size) if space.is_continuous else Categorical(space.n_actions)
