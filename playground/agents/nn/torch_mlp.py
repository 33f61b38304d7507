"""Multilayer perceptrons by torch: faster where they are wide, on this computer.

The memory is that of MLP, and so are the gradients, written out: what autograd would record takes time.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import THREADS, Array
from playground.agents.nn.mlp import MLP, Buffers
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
else:
    torch = lazy_import("torch")


class TorchMLP(MLP):
    """Networks of one architecture whose passes torch computes."""

    def __init__(self, architecture: Architecture, n_networks: int = 1, n_learning: int | None = None) -> None:
        """Start with weights of 0."""
        super().__init__(architecture, n_networks, n_learning)
        torch.set_num_threads(THREADS)
        # What autograd multiplies by f'(z), with a place for the result: so nothing is allocated.
        self._relu_backward = torch.ops.aten.threshold_backward.grad_input
        self._tanh_backward = torch.ops.aten.tanh_backward.grad_input
        self._views: dict[Buffers, _Views] = {}

    def forward(self, inputs: Array, n: int | None = None, first: int = 0) -> Array:
        """Return the outputs as MLP.forward() does."""
        buffers = self._use(n or len(inputs), inputs, first)
        views = self._views_of(buffers)
        below = torch.from_numpy(inputs).expand(len(buffers.outputs), -1, -1)
        last = len(views.weights) - 1
        for layer, (weight, bias) in enumerate(zip(views.weights, views.biases, strict=True)):
            z = views.activations[layer]
            torch.baddbmm(bias, weight, below, out=z)
            if layer < last:
                z.tanh_() if self.is_tanh else z.relu_()
            below = z
        return buffers.outputs

    def backward(self, output_gradient: Array) -> Array:
        """Return dL/d(parameters) as MLP.backward() does."""
        views = self._views_of(self._last())
        error, n = torch.from_numpy(output_gradient), self.n_learning
        inputs = torch.from_numpy(self._inputs[:n]).expand(n, -1, -1)
        for layer in range(len(views.weights) - 1, -1, -1):
            below = inputs if layer == 0 else views.activations[layer - 1][:n]
            torch.bmm(error, below.transpose(1, 2), out=views.weight_slopes[layer])
            torch.sum(error, 2, out=views.bias_slopes[layer])
            if layer:
                error = self._carried_down(views, layer, error)
        return self.gradient

    def backward_to_input(self, output_gradient: Array) -> Array:
        """Return dL/d(inputs) as MLP.backward_to_input() does."""
        buffers = self._last()
        views, error = self._views_of(buffers), torch.from_numpy(output_gradient)
        for layer in range(len(views.weights) - 1, 0, -1):
            error = self._carried_down(views, layer, error)
        torch.bmm(views.weights[0].transpose(1, 2), error, out=torch.from_numpy(buffers.input_gradient))
        return buffers.input_gradient

    def _carried_down(self, views: _Views, layer: int, error: torch.Tensor) -> torch.Tensor:
        """Return (W^T d) * f'(z) for the units below a layer, (n, units, batch)."""
        n = len(error)
        below, out = views.activations[layer - 1][:n], views.errors[layer - 1][:n]
        torch.bmm(views.weights[layer][:n].transpose(1, 2), error, out=out)
        if self.is_tanh:
            self._tanh_backward(out, below, grad_input=out)
        else:
            self._relu_backward(out, below, 0.0, grad_input=out)
        return out

    def _views_of(self, buffers: Buffers) -> _Views:
        views = self._views.get(buffers)
        if views is None:
            if len(self._views) > len(self._buffers):
                self._views.clear()
            views = self._views[buffers] = _Views(self, buffers)
        return views


class _Views:
    """torch's views of the parameters and buffers of one shape, layer by layer."""

    def __init__(self, net: MLP, buffers: Buffers) -> None:
        split = net.architecture.split
        layers, slopes = split(buffers.parameters), split(net.gradient)
        self.weights = [torch.from_numpy(weight) for weight, _ in layers]
        self.biases = [torch.from_numpy(bias)[:, :, None] for _, bias in layers]
        self.weight_slopes = [torch.from_numpy(weight) for weight, _ in slopes]
        self.bias_slopes = [torch.from_numpy(bias) for _, bias in slopes]
        self.activations: list[torch.Tensor] = []
        self.errors: list[torch.Tensor] = []
        start = 0
        for _n_in, n_out in pairwise(net.architecture.sizes[:-1]):
            self.activations.append(torch.from_numpy(buffers.hidden[:, start : start + n_out]))
            self.errors.append(torch.from_numpy(buffers.errors[:, start : start + n_out]))
            start += n_out
        self.activations.append(torch.from_numpy(buffers.outputs))
