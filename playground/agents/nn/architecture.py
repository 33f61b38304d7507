"""Shape, parameter layout and first weights of a multilayer perceptron.

The bias of a layer is the last column of its weight matrix, and every input carries a last row of ones to meet it, so
that a layer is one matrix product. A hidden layer hands the ones on itself: in memory its matrix has one more row,
(0, ..., 0, 1), which no gradient ever touches.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.normals import draw_normals
from playground.arithmetic.orthogonal import orthonormalize

Array = NDArray[np.float32]

VECTOR = 16  # float32 numbers in the widest vector register

# What a hidden layer's last row hands on: relu(1) is 1, and tanh(20) is 1 to the last bit of a float32.
ONE_BEFORE = {"relu": 1.0, "tanh": 20.0}


@dataclass(frozen=True)
class Architecture:
    """Layer widths of a network and the activation of its hidden layers."""

    sizes: tuple[int, ...]
    activation: Literal["relu", "tanh"] = "relu"

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """Shape (outputs, inputs + 1) of each weight matrix; the last column is the bias."""
        return [(n_out, n_in + 1) for n_in, n_out in pairwise(self.sizes)]

    @property
    def whole_shapes(self) -> list[tuple[int, int]]:
        """Shape of each matrix in memory: one row more, except in the last layer."""
        return [*((rows + 1, columns) for rows, columns in self.shapes[:-1]), self.shapes[-1]]

    @property
    def n_parameters(self) -> int:
        """Length of the flat parameters, padded with zeros to whole vector registers.

        So an agent's row gets the same bits from the optimiser whether it is alone or one of many.
        """
        needed = sum(rows * columns for rows, columns in self.whole_shapes)
        return -(-needed // VECTOR) * VECTOR

    def whole_matrices(self, flat: Array) -> list[Array]:
        """Return the matrices in memory as views into `flat`.

        They have the rows that hand the ones on. `flat` has shape (..., n_parameters), a matrix (..., outputs + 1,
        inputs + 1).
        """
        matrices, start = [], 0
        for rows, columns in self.whole_shapes:
            matrix = flat[..., start : start + rows * columns]
            matrices.append(matrix.reshape(*flat.shape[:-1], rows, columns))
            start += rows * columns
        return matrices

    def split(self, flat: Array) -> list[Array]:
        """Return the weight matrices as views into `flat`.

        `flat` has shape (..., n_parameters), a matrix (..., outputs, inputs + 1): without the row that hands the ones
        on.
        """
        sizes = self.sizes[1:]
        return [matrix[..., :size, :] for matrix, size in zip(self.whole_matrices(flat), sizes, strict=True)]

    def blank(self) -> Array:
        """Return new parameters, all zero except in the rows that hand the ones on.

        Their shape is (n_parameters,).
        """
        flat = np.zeros(self.n_parameters, np.float32)
        for matrix in self.whole_matrices(flat)[:-1]:
            matrix[-1, -1] = ONE_BEFORE[self.activation]
        return flat


def uniform_weights(architecture: Architecture, rng: np.random.Generator) -> Array:
    """Draw all parameters uniformly from +-1/sqrt(inputs), as torch.nn.Linear does.

    Their shape is (n_parameters,). LeCun et al. 1998, "Efficient BackProp", section 4.6; the bound is PyTorch's.
    """
    flat = architecture.blank()
    for matrix in architecture.split(flat):
        bound = 1.0 / math.sqrt(matrix.shape[1] - 1)
        matrix[:] = 2 * bound * rng.random(matrix.shape) - bound
    return flat


def orthogonal_weights(architecture: Architecture, rng: np.random.Generator, gains: tuple[float, ...]) -> Array:
    """Draw orthogonal weight matrices times a gain for each layer; biases are 0.

    Rows or columns, whichever are fewer, are orthonormal. Saxe et al. 2014, "Exact solutions to the nonlinear dynamics
    of learning in deep linear neural networks". They are evenly distributed, since R's diagonal is positive in Q R
    (Mezzadri 2007).
    """
    flat = architecture.blank()
    for matrix, gain in zip(architecture.split(flat), gains, strict=True):
        rows, columns = matrix.shape[0], matrix.shape[1] - 1
        q = draw_normals(rng, max(rows, columns), min(rows, columns))
        orthonormalize(q)
        matrix[:, :-1] = gain * (q if rows >= columns else q.T)
    return flat


def layer_shapes(architecture: Architecture, prefix: str) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the arrays that named_layers() gives."""
    shapes: dict[str, tuple[int, ...]] = {}
    for number, (rows, columns) in enumerate(architecture.shapes):
        shapes[f"{prefix}.{number}.weight"] = (rows, columns - 1)  # the last column is the bias
        shapes[f"{prefix}.{number}.bias"] = (rows,)
    return shapes


def named_layers(architecture: Architecture, flat: Array, prefix: str) -> dict[str, Array]:
    """Return the layers as a policy file names them.

    They are prefix.0.weight, shape (outputs, inputs), prefix.0.bias, shape (outputs,), and so on.
    """
    layers = {}
    for number, matrix in enumerate(architecture.split(flat)):
        layers[f"{prefix}.{number}.weight"] = np.ascontiguousarray(matrix[:, :-1])
        layers[f"{prefix}.{number}.bias"] = np.ascontiguousarray(matrix[:, -1])
    return layers


def flat_parameters(architecture: Architecture, layers: dict[str, Array], prefix: str) -> Array:
    """Return the flat parameters, (n_parameters,), of what named_layers() returned."""
    flat = architecture.blank()
    for number, matrix in enumerate(architecture.split(flat)):
        matrix[:, :-1] = layers[f"{prefix}.{number}.weight"]
        matrix[:, -1] = layers[f"{prefix}.{number}.bias"]
    return flat
