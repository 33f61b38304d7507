"""A multilayer perceptron over one flat parameter tensor, with its gradients written out.

All parameters of K agents lie in one float32 tensor of shape (K, P); the weights of a layer are views into it. K is 1
in the window; a sweep trains many agents through the same code. Activations are feature-major: a batch is a matrix
(features, batch), each column one sample. The bias of a layer is the last column of its weight matrix, and every
input carries a last row of ones to meet it, so that a layer is one matrix product. A hidden layer hands the ones on
itself: its matrix has one more row, (0, ..., 0, 1), which no gradient ever touches.

    z_l = W_l a_{l-1}        a_l = relu(z_l)        the last layer has no activation

and backwards, with d_l = dL/dz_l:

    dL/dW_l = d_l a_{l-1}^T        d_{l-1} = (W_l^T d_l) * [a_{l-1} > 0]

Buffers are made once for a batch width: a step of learning allocates nothing. Acting uses NumPy on the very
same memory, which for a single observation is eight times faster than torch.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")

Array = NDArray[np.float32]

VECTOR = 16  # float32 numbers in the widest vector register

KEPT_WIDTHS = 4  # batch widths whose buffers are kept: a drag over batch_size passes through hundreds


_prepared = threading.local()


def prepare_thread() -> None:
    """Make this thread compute like every other that steps or evaluates: one torch thread, denormals are zero.

    Flushing denormals is a setting of the thread. A thread that lacks it gives other bits than the rest, and
    vanishing gradients halve its speed. So is inference mode: gradients are written out below, and what autograd
    would keep in mind about every tensor costs a tenth of the time.
    """
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    if not hasattr(_prepared, "inference_mode"):
        _prepared.inference_mode = torch.inference_mode()
        _prepared.inference_mode.__enter__()


def release_thread() -> None:
    """Undo prepare_thread() for this thread, which has other things to do with torch."""
    torch.set_flush_denormal(False)
    if hasattr(_prepared, "inference_mode"):
        _prepared.inference_mode.__exit__(None, None, None)
        del _prepared.inference_mode


@dataclass(frozen=True)
class Architecture:
    """The layer widths of a network, from its input to its output, and where each layer lies in the flat tensor."""

    sizes: tuple[int, ...]

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """The shape (outputs, inputs + 1) of each layer's weight matrix; the last column is the bias."""
        return [(n_out, n_in + 1) for n_in, n_out in pairwise(self.sizes)]

    @property
    def whole_shapes(self) -> list[tuple[int, int]]:
        """The shapes in memory: one row more, but for the last layer."""
        return [*((rows + 1, columns) for rows, columns in self.shapes[:-1]), self.shapes[-1]]

    @property
    def n_parameters(self) -> int:
        """Length of the flat tensor, rounded up with zeros to whole vectors of the processor.

        So an agent's row gets the same bits from the optimiser whether it is alone or one of many.
        """
        needed = sum(rows * columns for rows, columns in self.whole_shapes)
        return -(-needed // VECTOR) * VECTOR

    def whole_matrices(self, flat: Array) -> list[Array]:
        """Return the weight matrices in memory, with the rows that hand the ones on, as views into `flat`."""
        matrices, start = [], 0
        for rows, columns in self.whole_shapes:
            matrices.append(flat[start : start + rows * columns].reshape(rows, columns))
            start += rows * columns
        return matrices

    def split(self, flat: Array) -> list[Array]:
        """Return the weight matrices, (outputs, inputs + 1) each, as views into `flat`, shape (n_parameters,)."""
        return [matrix[:size] for matrix, size in zip(self.whole_matrices(flat), self.sizes[1:], strict=True)]

    def blank(self) -> Array:
        """Return new parameters that are all zero but for the rows that hand the ones on, shape (n_parameters,)."""
        flat = np.zeros(self.n_parameters, np.float32)
        for matrix in self.whole_matrices(flat)[:-1]:
            matrix[-1, -1] = 1.0
        return flat


def initial_weights(architecture: Architecture, rng: np.random.Generator) -> Array:
    """Draw all parameters uniformly from +-1/sqrt(inputs), shape (n_parameters,), as torch.nn.Linear does.

    LeCun et al. 1998, "Efficient BackProp", section 4.6; the bound is PyTorch's.
    """
    flat = architecture.blank()
    for matrix in architecture.split(flat):
        bound = 1.0 / math.sqrt(matrix.shape[1] - 1)
        matrix[:] = rng.uniform(-bound, bound, matrix.shape)
    return flat


def named_layers(architecture: Architecture, flat: Array, prefix: str) -> dict[str, Array]:
    """Return the layers as a policy file names them: prefix.0.weight (outputs, inputs), prefix.0.bias (outputs,), ..."""
    layers = {}
    for number, matrix in enumerate(architecture.split(flat)):
        layers[f"{prefix}.{number}.weight"] = np.ascontiguousarray(matrix[:, :-1])
        layers[f"{prefix}.{number}.bias"] = np.ascontiguousarray(matrix[:, -1])
    return layers


def flat_parameters(architecture: Architecture, layers: dict[str, Array], prefix: str) -> Array:
    """Return the flat parameters, shape (n_parameters,), that named_layers() took apart."""
    flat = architecture.blank()
    for number, matrix in enumerate(architecture.split(flat)):
        matrix[:, :-1] = layers[f"{prefix}.{number}.weight"]
        matrix[:, -1] = layers[f"{prefix}.{number}.bias"]
    return flat


class NumpyMLP:
    """The forward pass in NumPy, on memory that may belong to somebody else."""

    def __init__(self, architecture: Architecture, flat: Array) -> None:
        self.architecture = architecture
        self._matrices = architecture.whole_matrices(flat)
        self._input = np.ones(architecture.sizes[0] + 1, np.float32)  # the last entry stays 1
        self._hidden = [np.empty(len(matrix), np.float32) for matrix in self._matrices[:-1]]
        self._batch_input: Array = np.empty((0, 0), np.float32)  # likewise for a batch, made when it is needed
        self._batch_outputs: list[Array] = []

    def forward(self, observation: Array) -> Array:
        """Return the outputs for one observation, shape (outputs,), as a new array."""
        activation = self._input
        activation[:-1] = observation
        for matrix, output in zip(self._matrices, self._hidden, strict=False):
            np.dot(matrix, activation, out=output)
            activation = np.maximum(output, 0.0, out=output)
        return np.dot(self._matrices[-1], activation)  # type: ignore[no-any-return]

    def forward_batch(self, observations: Array) -> Array:
        """Return the outputs for observations (batch, features), shape (batch, outputs), overwritten by the next call.

        A product over one column and one over many differ in the last bit: whoever needs the same bits
        twice keeps the same batch width.
        """
        batch = len(observations)
        if self._batch_input.shape[1] != batch:
            self._batch_input = np.ones((len(self._input), batch), np.float32)
            self._batch_outputs = [np.empty((len(matrix), batch), np.float32) for matrix in self._matrices]
        activation = self._batch_input
        activation[:-1] = observations.T
        for matrix, output in zip(self._matrices[:-1], self._batch_outputs, strict=False):
            np.dot(matrix, activation, out=output)
            activation = np.maximum(output, 0.0, out=output)
        return np.dot(self._matrices[-1], activation, out=self._batch_outputs[-1]).T


class MLP:
    """K networks of one architecture with explicit gradients; `parameters` has shape (K, P).

    The first `n_learning` of them have a gradient, of shape (n_learning, P). So an online network and its target, on
    two inputs at once, cost little more than one.
    """

    def __init__(self, architecture: Architecture, n_agents: int = 1, n_learning: int | None = None) -> None:
        self.architecture = architecture
        self.n_agents = n_agents
        self.n_learning = n_agents if n_learning is None else n_learning
        self.parameters: Tensor = torch.zeros(n_agents, architecture.n_parameters)
        self.gradient: Tensor = torch.zeros(self.n_learning, architecture.n_parameters)
        self.parameters[:] = torch.from_numpy(architecture.blank())
        self._weights = self._split(self.parameters)
        # Without the rows that hand the ones on, and without the bias column: what carries an error to the layer below.
        sizes = architecture.sizes[1:]
        self._weight_gradients = [
            weight[:, :size] for weight, size in zip(self._split(self.gradient), sizes, strict=True)
        ]
        self._carriers = [
            weight[: self.n_learning, :size, :-1].transpose(1, 2)
            for weight, size in zip(self._weights, sizes, strict=True)
        ]
        self._first_weights = self._split(self.parameters[:1])
        self._buffers: dict[tuple[int, int], _Buffers] = {}
        self._used: _Buffers | None = None
        self._input: Tensor | None = None
        self._input_transposed: Tensor | None = None

    def _split(self, flat: Tensor) -> list[Tensor]:
        views, start = [], 0
        for rows, columns in self.architecture.whole_shapes:
            views.append(flat[:, start : start + rows * columns].view(-1, rows, columns))
            start += rows * columns
        return views

    def numpy(self, agent: int = 0) -> NumpyMLP:
        """Return a NumPy network on the memory of one agent: it sees every update at once."""
        return NumpyMLP(self.architecture, self.parameters[agent].numpy())

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the outputs, shape (K, outputs, batch), for inputs of shape (K, features + 1, batch).

        Inputs of shape (1, features + 1, batch) ask the first network alone. The last row of `inputs` is ones. The
        result is a buffer that the next forward pass of this shape overwrites.
        """
        n_agents, batch = inputs.shape[0], inputs.shape[2]
        buffers = self._buffers.get((n_agents, batch))
        if buffers is None:
            if len(self._buffers) == KEPT_WIDTHS:
                self._buffers.clear()
            buffers = _Buffers(self.architecture.sizes, n_agents, min(n_agents, self.n_learning), batch)
            self._buffers[n_agents, batch] = buffers
        if inputs is not self._input:
            self._input, self._input_transposed = inputs, inputs[: self.n_learning].transpose(1, 2)
        self._used = buffers
        weights = self._weights if n_agents == self.n_agents else self._first_weights
        activation = inputs
        for weight, output in zip(weights, buffers.hidden, strict=False):
            activation = torch.bmm(weight, activation, out=output).relu_()
        return torch.bmm(weights[-1], activation, out=buffers.output)

    def backward(self, output_gradient: Tensor) -> Tensor:
        """Return dL/d(parameters) of those that learn, shape (n_learning, P).

        `output_gradient` is dL/d(outputs) of the last forward pass, shape (n_learning, outputs, batch).
        """
        buffers, error = self._used, output_gradient
        assert buffers is not None and self._input_transposed is not None, "backward() needs a forward() before it"
        for layer in range(len(self._weights) - 1, 0, -1):
            torch.bmm(error, buffers.hidden_transposed[layer - 1], out=self._weight_gradients[layer])
            below = buffers.errors[layer - 1]
            torch.bmm(self._carriers[layer], error, out=below)
            # After ReLU the sign is 1 where the unit was on and 0 where it was off.
            error = below.mul_(torch.sign(buffers.learning_hidden[layer - 1], out=buffers.slopes[layer - 1]))
        torch.bmm(error, self._input_transposed, out=self._weight_gradients[0])
        return self.gradient


class _Buffers:
    """What a forward and a backward pass of one shape write into."""

    def __init__(self, sizes: tuple[int, ...], n_agents: int, n_learning: int, batch: int) -> None:
        self.hidden = [torch.empty(n_agents, size + 1, batch) for size in sizes[1:-1]]  # with the row of ones
        self.learning_hidden = [buffer[:n_learning, :-1] for buffer in self.hidden]
        self.hidden_transposed = [buffer[:n_learning].transpose(1, 2) for buffer in self.hidden]
        self.errors = [torch.empty(n_learning, size, batch) for size in sizes[1:-1]]
        self.slopes = [torch.empty(n_learning, size, batch) for size in sizes[1:-1]]
        self.output = torch.empty(n_agents, sizes[-1], batch)
