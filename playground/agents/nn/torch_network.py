"""Networks of torch with the parameters of ours, for those who compare the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import THREADS, Array


class Network(Protocol):
    """Protocol of a module of torch that makes tensors of tensors."""

    def __call__(self, inputs: Tensor) -> Tensor: ...
    def parameters(self) -> Iterator[nn.Parameter]: ...


def network_of(flat: Array, sizes: tuple[int, ...], activation: str = "relu") -> nn.Sequential:
    """Return nn.Linear layers with a copy of flat parameters, (P,)."""
    torch.set_num_threads(THREADS)
    layers: list[nn.Module] = []
    for (n_in, n_out), (weight, bias) in zip(pairwise(sizes), Architecture(sizes).split(flat), strict=True):
        if layers:
            layers.append(nn.ReLU() if activation == "relu" else nn.Tanh())
        linear = nn.Linear(n_in, n_out, device="meta")  # no memory yet, and torch's dice are left alone
        linear.weight, linear.bias = nn.Parameter(tensor_of(weight)), nn.Parameter(tensor_of(bias))
        layers.append(linear)
    return nn.Sequential(*layers)


def tensor_of(array: Array) -> Tensor:
    """Return a copy of an array as a tensor of its own."""
    return torch.from_numpy(np.array(array))


def gradient_norm(parameters: Iterable[nn.Parameter], longest: float | None) -> Tensor:
    """Return how long the gradient is before it is shortened to `longest`."""
    return nn.utils.clip_grad_norm_(parameters, float("inf") if longest is None else longest)
