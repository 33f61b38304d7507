"""Multilayer perceptrons on flat parameters, gradients written out.

All parameters of K networks lie in one float32 array (K, P). What a pass computes, and how, is written in
playground.arithmetic.networks. Buffers are made once for a batch width: a pass allocates nothing. Acting reads the very
same memory.
"""

from __future__ import annotations

import numpy as np

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import Array
from playground.arithmetic.aligned import aligned_zeros
from playground.arithmetic.networks import backward, backward_to_input, forward, forward_one, work_size

KEPT_WIDTHS = 4  # shapes of a batch whose buffers are kept: a drag over batch_size passes through hundreds


class ForwardPass:
    """Forward pass of one network alone, on memory that may belong to another object.

    A sample gets the same bits alone and among others.
    """

    def __init__(self, architecture: Architecture, flat: Array) -> None:
        self.architecture = architecture
        self._sizes, self._is_tanh = np.array(architecture.sizes, np.int64), architecture.activation == "tanh"
        self._flat, self._one_network = flat, flat[None]
        self._hidden = np.empty(architecture.n_hidden, np.float32)
        self._inputs: Array = np.empty((1, architecture.sizes[0], 0), np.float32)  # of a batch, made when needed
        self._batch_hidden = self._batch_outputs = self._inputs

    def forward(self, observation: Array) -> Array:
        """Return the outputs for one observation, shape (outputs,), as a new array."""
        outputs = np.empty(self.architecture.sizes[-1], np.float32)
        observation = np.ascontiguousarray(observation)  # it may be a column of many
        forward_one(self._sizes, self._is_tanh, self._flat, observation, self._hidden, outputs)
        return outputs

    def forward_batch(self, observations: Array) -> Array:
        """Return the outputs for observations (batch, features), shape (batch, outputs).

        They are overwritten by the next call.
        """
        batch = len(observations)
        if self._inputs.shape[2] != batch:
            sizes = self.architecture.sizes
            self._inputs = np.empty((1, sizes[0], batch), np.float32)
            self._batch_hidden = aligned_zeros(1, self.architecture.n_hidden, batch)
            self._batch_outputs = aligned_zeros(1, sizes[-1], batch)
        self._inputs[0] = observations.T
        forward(self._sizes, self._is_tanh, self._one_network, self._inputs, self._batch_hidden, self._batch_outputs)
        outputs: Array = self._batch_outputs[0].T
        return outputs


class MLP:
    """Networks of one architecture, K of them, with explicit gradients, by kernels.

    `parameters` has shape (K, P). The first `n_learning` of them have a gradient, of shape (n_learning, P). So an
    online network and its target, on two inputs at once, cost little more than one.
    """

    def __init__(self, architecture: Architecture, n_networks: int = 1, n_learning: int | None = None) -> None:
        """Start with weights of 0."""
        self.architecture = architecture
        self.n_networks = n_networks
        self.n_learning = n_networks if n_learning is None else n_learning
        self.parameters: Array = aligned_zeros(n_networks, architecture.n_parameters)
        self.gradient: Array = aligned_zeros(self.n_learning, architecture.n_parameters)
        self.sizes = np.array(architecture.sizes, np.int64)
        self.is_tanh = architecture.activation == "tanh"
        self._buffers: dict[tuple[int, int, int], Buffers] = {}
        self._used: Buffers | None = None
        self._inputs: Array = self.parameters

    def acting(self, network: int = 0) -> ForwardPass:
        """Return a forward pass through one of these: it sees every update at once."""
        return ForwardPass(self.architecture, self.parameters[network])

    def forward(self, inputs: Array, n: int | None = None, first: int = 0) -> Array:
        """Return the outputs, (n, outputs, batch), for inputs (n or 1, features, batch).

        They ask `n` networks from `first` on, each its own inputs or all the same; without `n`, as many as there are
        inputs. The result is a buffer that the next forward pass of this shape overwrites.
        """
        buffers = self._use(n or len(inputs), inputs, first)
        forward(self.sizes, self.is_tanh, buffers.parameters, inputs, buffers.hidden, buffers.outputs)
        return buffers.outputs

    def backward(self, output_gradient: Array) -> Array:
        """Return dL/d(parameters) of the networks that learn, shape (n_learning, P).

        `output_gradient` is dL/d(outputs) of the last forward pass, shape (n_learning, outputs, batch), which asked
        all of those that learn.
        """
        buffers = self._last()
        backward(
            self.sizes,
            self.is_tanh,
            buffers.parameters,
            self._inputs,
            buffers.hidden,
            output_gradient,
            buffers.errors,
            self.gradient,
            buffers.work,
        )
        return self.gradient

    def backward_to_input(self, output_gradient: Array) -> Array:
        """Return dL/d(inputs), (n, features, batch), and leave dL/d(parameters) alone.

        `output_gradient` is dL/d(outputs) of the last forward pass, shape (n, outputs, batch), n being how many it
        asked. The result is a buffer that the next call overwrites.
        """
        buffers = self._last()
        backward_to_input(
            self.sizes,
            self.is_tanh,
            buffers.parameters,
            buffers.hidden,
            output_gradient,
            buffers.errors,
            buffers.input_gradient,
            buffers.work,
        )
        return buffers.input_gradient

    def _use(self, n: int, inputs: Array, first: int) -> Buffers:
        key = first, n, inputs.shape[2]
        buffers = self._buffers.get(key)
        if buffers is None:
            if len(self._buffers) == KEPT_WIDTHS:
                self._buffers.clear()
            buffers = self._buffers[key] = Buffers(self, *key)
        self._used, self._inputs = buffers, inputs
        return buffers

    def _last(self) -> Buffers:
        assert self._used is not None, "a backward pass needs a forward pass before it"
        return self._used


class Buffers:
    """Arrays that a forward and a backward pass of one shape read and write."""

    def __init__(self, net: MLP, first: int, n: int, batch: int) -> None:
        architecture = net.architecture
        self.parameters = net.parameters[first : first + n]
        self.hidden = aligned_zeros(n, architecture.n_hidden, batch)
        self.errors = aligned_zeros(n, architecture.n_hidden, batch)
        self.outputs = aligned_zeros(n, architecture.sizes[-1], batch)
        self.input_gradient = aligned_zeros(n, architecture.sizes[0], batch)
        self.work = aligned_zeros(work_size(architecture.sizes, batch))
