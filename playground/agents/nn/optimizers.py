"""Optimisers on one flat parameter array: how a gradient becomes a step."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from playground.agents.nn.backend import Array
from playground.agents.nn.divergence import HIGH_LEARNING_RATE
from playground.agents.state_columns import NOT_NEGATIVE, StateColumns
from playground.arithmetic.aligned import aligned_zeros
from playground.arithmetic.optimizers import adam, rmsprop, scale
from playground.arithmetic.sums import norm
from playground.number_range import LARGEST


class Adam:
    """Adam, Kingma & Ba 2015, algorithm 1; torch.optim.Adam computes the same numbers."""

    def __init__(self, parameters: Array, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        """Move `parameters`, an array of any shape, in place."""
        self.parameters = parameters
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.n_steps = np.zeros((), np.float32)
        self.mean = aligned_zeros(*parameters.shape)  # m, first moment
        self.square = aligned_zeros(*parameters.shape)  # v, second raw moment
        self._flat = parameters.reshape(-1), self.mean.reshape(-1), self.square.reshape(-1), self.n_steps.reshape(1)

    def step(self, gradient: Array, learning_rate: float) -> None:
        """Move the parameters one step down `gradient`, shaped like them."""
        parameters, mean, square, n_steps = self._flat
        adam(
            parameters, gradient.reshape(-1), mean, square, n_steps, learning_rate, self.beta1, self.beta2, self.epsilon
        )

    def state(self) -> dict[str, Array]:
        """Return copies of the moments."""
        return {"n_steps": self.n_steps.copy(), "mean": self.mean.copy(), "square": self.square.copy()}

    def restore(self, state: dict[str, Array]) -> None:
        """Restore the moments that state() returned."""
        self.n_steps[...] = state["n_steps"]
        self.mean[:] = state["mean"]
        self.square[:] = state["square"]

    def state_columns(self) -> StateColumns:
        """Declare what is never negative."""
        return {"n_steps": NOT_NEGATIVE, "square": NOT_NEGATIVE}


class RMSprop:
    """RMSprop, Hinton's lecture 6e; torch.optim.RMSprop computes the same numbers."""

    def __init__(self, parameters: Array, decay: float = 0.99, epsilon: float = 1e-8) -> None:
        """Move `parameters`, an array of any shape, in place."""
        self.parameters = parameters
        self.decay, self.epsilon = decay, epsilon
        self.square = aligned_zeros(*parameters.shape)
        self._flat = parameters.reshape(-1), self.square.reshape(-1)

    def step(self, gradient: Array, learning_rate: float) -> None:
        """Move the parameters one step down `gradient`, shaped like them."""
        parameters, square = self._flat
        rmsprop(parameters, gradient.reshape(-1), square, learning_rate, self.decay, self.epsilon)

    def state(self) -> dict[str, Array]:
        """Return copies of the moments."""
        return {"square": self.square.copy()}

    def restore(self, state: dict[str, Array]) -> None:
        """Restore the moments that state() returned."""
        self.square[:] = state["square"]

    def state_columns(self) -> StateColumns:
        """Declare what is never negative."""
        return {"square": NOT_NEGATIVE}


Optimizer: TypeAlias = Adam | RMSprop

OPTIMIZERS: dict[str, type[Optimizer]] = {"adam": Adam, "rmsprop": RMSprop}
OUT_OF_PROPORTION = 100.0  # times the norm of a new network's weights


def largest_norm(parameters: Array) -> float:
    """Return the norm beyond which weights that began like these have exploded.

    Beyond the range of what is saved none may go, whatever they began with.
    """
    return min(OUT_OF_PROPORTION * (float(norm(parameters.reshape(-1))) + 10.0), LARGEST)


def shorten(gradient: Array, longest: float | None) -> float:
    """Shorten a flat gradient, (n,), in place to `longest`; return its norm before."""
    length = float(norm(gradient))
    if longest is not None and length > longest:
        scale(gradient, longest / length)
    return length


def step_down(optimizer: Optimizer, gradient: Array, learning_rate: float, largest_norm: float) -> bool:
    """Take one step unless the weights explode; return whether it was taken.

    They explode where their norm exceeds `largest_norm` or is not finite. Up to a rate of HIGH_LEARNING_RATE none can:
    whatever the gradient, Adam moves no weight by more than some three times its rate and RMSprop by ten times. Above
    it, each step is made on trial.
    """
    if learning_rate <= HIGH_LEARNING_RATE:
        optimizer.step(gradient, learning_rate)
        return True
    return step_on_trial(optimizer, gradient, learning_rate, largest_norm)


def step_on_trial(optimizer: Optimizer, gradient: Array, learning_rate: float, largest_norm: float) -> bool:
    """Take one step, and undo it where the weights explode; return whether it stays."""
    before, memory = optimizer.parameters.copy(), optimizer.state()
    optimizer.step(gradient, learning_rate)
    if float(norm(optimizer.parameters.reshape(-1))) <= largest_norm:
        return True
    optimizer.parameters[:] = before
    optimizer.restore(memory)
    return False
