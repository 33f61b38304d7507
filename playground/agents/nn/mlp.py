"""Multilayer perceptron over one flat parameter tensor, gradients written out.

All parameters of K networks lie in one float32 tensor of shape (K, P); the weights of a layer are views into it.
Activations are feature-major: a batch is a matrix (features, batch), each column one sample. Biases are columns of the
weights, met by a row of ones (architecture.py), so that a layer is one product:

    z_l = W_l a_{l-1}        a_l = f(z_l), f being relu or tanh        the last layer has no activation

and backwards, with d_l = dL/dz_l:

    dL/dW_l = d_l a_{l-1}^T        d_{l-1} = (W_l^T d_l) * f'(z_{l-1})

An actor learns through its critic: by the same recursion carried on to the critic's input, dL/da_0 = W_1^T d_1.

Buffers are made once for a batch width: a pass allocates nothing. Acting reads the very same memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import ZERO, Array, Backend, backend_for
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")

KEPT_WIDTHS = 4  # shapes of a batch whose buffers are kept: a drag over batch_size passes through hundreds


class NumpyMLP:
    """Forward pass alone, in NumPy, on memory that may belong to another object."""

    def __init__(self, architecture: Architecture, flat: Array) -> None:
        self.architecture = architecture
        self._is_tanh = architecture.activation == "tanh"
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
            activation = self._activate(np.dot(matrix, activation, out=output))
        return np.dot(self._matrices[-1], activation)  # type: ignore[no-any-return]

    def forward_batch(self, observations: Array) -> Array:
        """Return the outputs for observations (batch, features), shape (batch, outputs).

        They are overwritten by the next call. A product over one column and one over many differ in the last bit:
        whoever needs the same bits twice keeps the same batch width.
        """
        batch = len(observations)
        if self._batch_input.shape[1] != batch:
            self._batch_input = np.ones((len(self._input), batch), np.float32)
            self._batch_outputs = [np.empty((len(matrix), batch), np.float32) for matrix in self._matrices]
        activation = self._batch_input
        activation[:-1] = observations.T
        for matrix, output in zip(self._matrices[:-1], self._batch_outputs, strict=False):
            activation = self._activate(np.dot(matrix, activation, out=output))
        return np.dot(self._matrices[-1], activation, out=self._batch_outputs[-1]).T

    def _activate(self, z: Array) -> Array:
        if self._is_tanh:
            return np.tanh(z, out=z)
        return np.maximum(z, ZERO, out=z)


class MLP:
    """Networks of one architecture, K of them, with explicit gradients.

    `parameters` has shape (K, P). The first `n_learning` of them have a gradient, of shape (n_learning, P). So an
    online network and its target, on two inputs at once, cost little more than one.
    """

    def __init__(
        self,
        architecture: Architecture,
        n_networks: int = 1,
        n_learning: int | None = None,
        arithmetic: Backend | None = None,
    ) -> None:
        """Start with weights of 0.

        Without `arithmetic`, the backend is the fastest for this architecture.
        """
        self.architecture = architecture
        self.n_networks = n_networks
        self.n_learning = n_networks if n_learning is None else n_learning
        self.parameters: Tensor = torch.zeros(n_networks, architecture.n_parameters)
        self.gradient: Tensor = torch.zeros(self.n_learning, architecture.n_parameters)
        self._backend: Backend = arithmetic or backend_for(architecture.whole_shapes)
        is_tanh = architecture.activation == "tanh"
        self._activate = self._backend.tanh if is_tanh else self._backend.relu
        self._through = self._backend.through_tanh if is_tanh else self._backend.through_relu

        self.parameters.numpy()[:] = architecture.blank()
        self._buffers: dict[tuple[int, int, int], _Buffers] = {}
        self._used: _Buffers | None = None

    def numpy(self, network: int = 0) -> NumpyMLP:
        """Return one of these on the same memory: it sees every update at once."""
        return NumpyMLP(self.architecture, self.parameters[network].numpy())

    def forward(self, inputs: Array, first: int = 0) -> Array:
        """Return the outputs, (n, outputs, batch), for inputs (n, features, batch).

        They ask networks `first` to `first + n - 1`, all of them or some. The result is a buffer that the
        next forward pass of this shape overwrites.
        """
        buffers = self._used = self._buffers_for(inputs, first)
        product, activate = self._backend.product, self._activate
        activation = buffers.inputs
        for weight, output in zip(buffers.weights, buffers.hidden, strict=False):
            activation = activate(product(weight, activation, out=output))
        product(buffers.weights[-1], activation, out=buffers.outputs)
        return buffers.outputs_array

    def backward(self, output_gradient: Array) -> Tensor:
        """Return dL/d(parameters) of the networks that learn, shape (n_learning, P).

        `output_gradient` is dL/d(outputs) of the last forward pass, shape (n_learning, outputs, batch), which asked
        all of those that learn.
        """
        buffers, product, through = self._used, self._backend.product, self._through
        assert buffers is not None, "backward() needs a forward() before it"
        error = buffers.set_output_gradient(output_gradient)
        for layer in range(len(buffers.weights) - 1, 0, -1):
            product(error, buffers.hidden_transposed[layer - 1], out=buffers.weight_gradients[layer])
            below = product(buffers.transposed_weights[layer], error, out=buffers.errors[layer - 1])
            error = through(below, buffers.learning_hidden[layer - 1], buffers.slopes[layer - 1])
        product(error, buffers.inputs_transposed, out=buffers.weight_gradients[0])
        return self.gradient

    def backward_to_input(self, output_gradient: Array) -> Array:
        """Return dL/d(inputs), (n, features, batch), and leave dL/d(parameters) alone.

        `output_gradient` is dL/d(outputs) of the last forward pass, shape (n, outputs, batch), n being how many of
        those that learn it asked. The result is a buffer that the next call overwrites.
        """
        buffers, product, through = self._used, self._backend.product, self._through
        assert buffers is not None, "backward_to_input() needs a forward() before it"
        error = buffers.set_output_gradient(output_gradient)
        for layer in range(len(buffers.weights) - 1, 0, -1):
            below = product(buffers.transposed_weights[layer], error, out=buffers.errors[layer - 1])
            error = through(below, buffers.learning_hidden[layer - 1], buffers.slopes[layer - 1])
        product(buffers.transposed_weights[0], error, out=buffers.input_gradient)
        return buffers.input_gradient_array

    def _buffers_for(self, inputs: Array, first: int) -> _Buffers:
        n_networks, _, batch = inputs.shape
        buffers = self._buffers.get((first, n_networks, batch))
        if buffers is None:
            if len(self._buffers) == KEPT_WIDTHS:
                self._buffers.clear()
            buffers = _Buffers(self, first, n_networks, batch, self._backend)
            self._buffers[first, n_networks, batch] = buffers
        buffers.set_inputs(inputs)
        return buffers


class _Buffers:
    """Arrays that a forward and a backward pass of one shape read and write.

    What the passes use are the backend's views of NumPy arrays.
    """

    def __init__(self, net: MLP, first: int, n_networks: int, batch: int, arithmetic: Backend) -> None:
        def empty(n: int, size: int) -> Array:
            return np.empty((n, size, batch), np.float32)

        view = self._view = arithmetic.view
        architecture, sizes = net.architecture, net.architecture.sizes
        parameters = net.parameters.numpy()[first : first + n_networks]
        gradient = net.gradient.numpy()[first : first + n_networks]
        n_learning = len(gradient)
        self.weights = [view(matrix) for matrix in architecture.whole_matrices(parameters)]
        self.weight_gradients = [view(matrix) for matrix in architecture.split(gradient)]
        # Without the bias column: what carries an error to the layer below.
        learning = architecture.split(parameters[:n_learning])
        self.transposed_weights = [view(matrix[..., :-1].swapaxes(1, 2)) for matrix in learning]
        hidden = [empty(n_networks, size + 1) for size in sizes[1:-1]]  # with the row of ones
        self.hidden = [view(array) for array in hidden]
        self.learning_hidden = [view(array[:n_learning, :-1]) for array in hidden]
        self.hidden_transposed = [view(array[:n_learning].swapaxes(1, 2)) for array in hidden]
        self.errors = [view(empty(n_learning, size)) for size in sizes[1:-1]]
        self.slopes = [view(empty(n_learning, size)) for size in sizes[1:-1]]
        self.outputs_array = empty(n_networks, sizes[-1])
        self.outputs = view(self.outputs_array)
        self.input_gradient_array = empty(n_learning, sizes[0])
        self.input_gradient = view(self.input_gradient_array)
        self._inputs_array = empty(n_networks, sizes[0] + 1)
        self._inputs_array[:, -1] = 1.0
        self.inputs = view(self._inputs_array)
        self.inputs_transposed = view(self._inputs_array[:n_learning].swapaxes(1, 2))
        self._gradient_array: Array | None = None
        self._gradient: Any = None

    def set_inputs(self, inputs: Array) -> None:
        """Copy inputs beside the row of ones."""
        np.copyto(self._inputs_array[:, :-1], inputs)

    def set_output_gradient(self, gradient: Array) -> Any:
        """Return the backend's view of a gradient."""
        if gradient is not self._gradient_array:
            self._gradient_array, self._gradient = gradient, self._view(gradient)
        return self._gradient
