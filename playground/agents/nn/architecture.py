"""Shape, parameter layout and first weights of a multilayer perceptron.

The parameters are flat: for each layer the weights (outputs, inputs), then the biases (outputs,), as the kernels of
playground.arithmetic.networks take them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.normals import draw_normals
from playground.arithmetic.orthogonal import orthonormalize

Array = NDArray[np.float32]


class Layer(NamedTuple):
    """Weights and biases of one layer, as views into flat parameters."""

    weight: Array  # (..., outputs, inputs)
    bias: Array  # (..., outputs)


@dataclass(frozen=True)
class Architecture:
    """Layer widths of a network and the activation of its hidden layers."""

    sizes: tuple[int, ...]
    activation: Literal["relu", "tanh"] = "relu"

    @property
    def n_parameters(self) -> int:
        """Length of the flat parameters."""
        return sum(n_out * (n_in + 1) for n_in, n_out in pairwise(self.sizes))

    @property
    def n_hidden(self) -> int:
        """Number of hidden units in all layers."""
        return sum(self.sizes[1:-1])

    def split(self, flat: Array) -> list[Layer]:
        """Return the layers as views into `flat`, which has shape (..., n_parameters)."""
        layers, start = [], 0
        for n_in, n_out in pairwise(self.sizes):
            end = start + n_out * n_in
            weight = flat[..., start:end].reshape(*flat.shape[:-1], n_out, n_in)
            layers.append(Layer(weight, flat[..., end : end + n_out]))
            start = end + n_out
        return layers


def uniform_weights(architecture: Architecture, rng: np.random.Generator) -> Array:
    """Draw all parameters uniformly from +-1/sqrt(inputs), as torch.nn.Linear does.

    Their shape is (n_parameters,). LeCun et al. 1998, "Efficient BackProp", section 4.6; the bound is PyTorch's.
    """
    flat = np.zeros(architecture.n_parameters, np.float32)
    for weight, bias in architecture.split(flat):
        n_out, n_in = weight.shape
        bound = 1.0 / math.sqrt(n_in)
        drawn = -bound + 2 * bound * rng.random((n_out, n_in + 1))  # a unit's weights, then its bias
        weight[:], bias[:] = drawn[:, :-1], drawn[:, -1]
    return flat


def orthogonal_weights(architecture: Architecture, rng: np.random.Generator, gains: tuple[float, ...]) -> Array:
    """Draw orthogonal weight matrices times a gain for each layer; biases are 0.

    Rows or columns, whichever are fewer, are orthonormal. Saxe et al. 2014, "Exact solutions to the nonlinear dynamics
    of learning in deep linear neural networks". They are evenly distributed, since R's diagonal is positive in Q R
    (Mezzadri 2007).
    """
    flat = np.zeros(architecture.n_parameters, np.float32)
    for (weight, _bias), gain in zip(architecture.split(flat), gains, strict=True):
        rows, columns = weight.shape
        q = draw_normals(rng, max(rows, columns), min(rows, columns))
        orthonormalize(q)
        weight[:] = gain * (q if rows >= columns else q.T)
    return flat


def layer_shapes(architecture: Architecture, prefix: str) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the arrays that named_layers() gives."""
    shapes: dict[str, tuple[int, ...]] = {}
    for number, (n_in, n_out) in enumerate(pairwise(architecture.sizes)):
        shapes[f"{prefix}.{number}.weight"] = (n_out, n_in)
        shapes[f"{prefix}.{number}.bias"] = (n_out,)
    return shapes


def named_layers(architecture: Architecture, flat: Array, prefix: str) -> dict[str, Array]:
    """Return copies of the layers as a policy file names them.

    They are prefix.0.weight, shape (outputs, inputs), prefix.0.bias, shape (outputs,), and so on.
    """
    layers = {}
    for number, (weight, bias) in enumerate(architecture.split(flat)):
        layers[f"{prefix}.{number}.weight"], layers[f"{prefix}.{number}.bias"] = weight.copy(), bias.copy()
    return layers


def flat_parameters(architecture: Architecture, layers: dict[str, Array], prefix: str) -> Array:
    """Return the flat parameters, (n_parameters,), of what named_layers() returned."""
    flat = np.zeros(architecture.n_parameters, np.float32)
    for number, (weight, bias) in enumerate(architecture.split(flat)):
        weight[:], bias[:] = layers[f"{prefix}.{number}.weight"], layers[f"{prefix}.{number}.bias"]
    return flat
