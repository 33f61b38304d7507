"""Optimisers on one flat parameter tensor: how a gradient becomes a step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from playground.agents.nn.backend import Array
from playground.agents.nn.divergence import HIGH_LEARNING_RATE
from playground.agents.state_columns import NOT_NEGATIVE, StateColumns
from playground.lazy import lazy_import
from playground.number_range import LARGEST

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")


class Adam:
    """Adam, Kingma & Ba 2015, algorithm 1, on one flat tensor.

    It computes the same numbers as torch.optim.Adam. Written out because constructing torch.optim.Adam imports 829
    modules and takes over a second.
    """

    def __init__(self, parameters: Tensor, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        self.parameters = parameters
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.n_steps = torch.zeros(())
        self._count = self.n_steps.numpy()  # the same number: NumPy adds to it faster
        self.mean = torch.zeros_like(parameters)  # m, first moment
        self.square = torch.zeros_like(parameters)  # v, second raw moment
        self._denominator = torch.empty_like(parameters)
        self.step = self._fused_step if hasattr(torch, "_fused_adam_") else self._plain_step

    def state(self) -> dict[str, Tensor]:
        """Return copies of the moments."""
        return {"n_steps": self.n_steps.clone(), "mean": self.mean.clone(), "square": self.square.clone()}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Restore the moments that state() returned."""
        self.n_steps.copy_(state["n_steps"])
        self.mean.copy_(state["mean"])
        self.square.copy_(state["square"])

    def state_columns(self) -> StateColumns:
        """Declare what is never negative."""
        return {"n_steps": NOT_NEGATIVE, "square": NOT_NEGATIVE}

    def _fused_step(self, gradient: Tensor, learning_rate: float) -> None:
        """Move the parameters one step down `gradient`, in one call.

        torch.optim uses this call too, but does not document it.
        """
        self._count += 1
        torch._fused_adam_(
            [self.parameters],
            [gradient],
            [self.mean],
            [self.square],
            [],
            [self.n_steps],
            lr=learning_rate,
            beta1=self.beta1,
            beta2=self.beta2,
            eps=self.epsilon,
            weight_decay=0.0,
            amsgrad=False,
            maximize=False,
        )

    def _plain_step(self, gradient: Tensor, learning_rate: float) -> None:
        """Make the same step in public calls, for a torch that has no fused one."""
        self._count += 1
        n_steps = float(self._count)
        self.mean.lerp_(gradient, 1 - self.beta1)
        self.square.mul_(self.beta2).addcmul_(gradient, gradient, value=1 - self.beta2)
        torch.sqrt(self.square, out=self._denominator)
        self._denominator.div_(math.sqrt(1 - self.beta2**n_steps)).add_(self.epsilon)
        self.parameters.addcdiv_(self.mean, self._denominator, value=-learning_rate / (1 - self.beta1**n_steps))


class RMSprop:
    """RMSprop, Hinton's lecture 6e, on one flat tensor.

    torch.optim.RMSprop computes it in the same way.
    """

    def __init__(self, parameters: Tensor, decay: float = 0.99, epsilon: float = 1e-8) -> None:
        self.parameters = parameters
        self.decay, self.epsilon = decay, epsilon
        self.square = torch.zeros_like(parameters)
        self._denominator = torch.empty_like(parameters)

    def step(self, gradient: Tensor, learning_rate: float) -> None:
        """Move the parameters one step down `gradient`."""
        self.square.mul_(self.decay).addcmul_(gradient, gradient, value=1 - self.decay)
        torch.sqrt(self.square, out=self._denominator)
        self._denominator.add_(self.epsilon)
        self.parameters.addcdiv_(gradient, self._denominator, value=-learning_rate)

    def state(self) -> dict[str, Tensor]:
        """Return copies of the moments."""
        return {"square": self.square.clone()}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Restore the moments that state() returned."""
        self.square.copy_(state["square"])

    def state_columns(self) -> StateColumns:
        """Declare what is never negative."""
        return {"square": NOT_NEGATIVE}


Optimizer: TypeAlias = Adam | RMSprop

OPTIMIZERS: dict[str, type[Optimizer]] = {"adam": Adam, "rmsprop": RMSprop}
OUT_OF_PROPORTION = 100.0  # times the norm of a new network's weights


def largest_norm(parameters: Tensor) -> float:
    """Return the norm beyond which weights that began like these have exploded.

    Beyond the range of what is saved none may go, whatever they began with.
    """
    return min(OUT_OF_PROPORTION * (float(parameters.norm()) + 10.0), LARGEST)


def shorten(gradient: Array, longest: float | None) -> float:
    """Shorten a flat gradient, (n,), in place to `longest`; return its norm before."""
    norm = math.sqrt(np.dot(gradient, gradient))
    if longest is not None and norm > longest:
        np.multiply(gradient, np.float32(longest / norm), out=gradient)
    return norm


def step_down(optimizer: Optimizer, gradient: Tensor, learning_rate: float, largest_norm: float) -> bool:
    """Take one step unless the weights explode; return whether it was taken.

    They explode where their norm exceeds `largest_norm` or is not finite. Up to a rate of HIGH_LEARNING_RATE none can:
    whatever the gradient, Adam moves no weight by more than some three times its rate and RMSprop by ten times. Above
    it, each step is made on trial.
    """
    if learning_rate <= HIGH_LEARNING_RATE:
        optimizer.step(gradient, learning_rate)
        return True
    return step_on_trial(optimizer, gradient, learning_rate, largest_norm)


def step_on_trial(optimizer: Optimizer, gradient: Tensor, learning_rate: float, largest_norm: float) -> bool:
    """Take one step, and undo it where the weights explode; return whether it stays."""
    before, memory = optimizer.parameters.clone(), optimizer.state()
    optimizer.step(gradient, learning_rate)
    if float(optimizer.parameters.norm()) <= largest_norm:
        return True
    optimizer.parameters.copy_(before)
    optimizer.restore(memory)
    return False
