"""Arithmetic of networks: in NumPy for small ones, in torch for large ones.

Both work on the same memory. A call of NumPy costs less than a call of torch, and an update of a small network is
nothing but calls; torch multiplies large matrices faster. Where the line lies was measured ("NumPy or torch" in
resources/benchmarks.md). Which side a network is on depends on its shape alone, so that a run has the same bits
wherever it is repeated.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
else:
    torch = lazy_import("torch")

Array = NDArray[np.float32]

THREADS = 1  # of torch; another number gives other bits, and is many times slower for small networks
LARGE = 5_000  # numbers in one weight matrix from which on torch is faster

ZERO, ONE = np.zeros((), np.float32), np.ones((), np.float32)  # Python numbers would be converted in every call

_prepared = threading.local()


def prepare_thread() -> None:
    """Let this thread compute like every other that steps or evaluates.

    torch gets one thread, and denormals are zero. Flushing denormals is a setting of the thread. A thread that lacks it
    gives other bits than the rest, and vanishing gradients halve its speed. Inference mode is one too: gradients are
    written out in mlp.py, and what autograd would record about every tensor costs time.
    """
    torch.set_num_threads(THREADS)
    torch.set_flush_denormal(True)
    if not hasattr(_prepared, "inference_mode"):
        _prepared.floating_point = np.seterr(all="ignore")  # numbers that run away are the divergence guard's business
        _prepared.inference_mode = torch.inference_mode()
        _prepared.inference_mode.__enter__()


def release_thread() -> None:
    """Undo prepare_thread(), so that this thread can use torch for other things."""
    torch.set_flush_denormal(False)
    if hasattr(_prepared, "inference_mode"):
        _prepared.inference_mode.__exit__(None, None, None)
        np.seterr(**_prepared.floating_point)
        del _prepared.inference_mode, _prepared.floating_point


class Backend(Protocol):
    """Protocol of a library that computes networks.

    Matrices are the library's own views of NumPy arrays.
    """

    def view(self, array: Array) -> Any:
        """Return the library's view of this memory."""

    def product(self, a: Any, b: Any, out: Any) -> Any:
        """Multiply matrices (..., n, k) by (..., k, m) into `out`."""

    def relu(self, z: Any) -> Any:
        """Replace z by max(z, 0)."""

    def tanh(self, z: Any) -> Any:
        """Replace z by tanh(z)."""

    def through_relu(self, error: Any, activation: Any, work: Any) -> Any:
        """Multiply dL/da by da/dz in place: 1 where the unit was on, 0 where it was off."""

    def through_tanh(self, error: Any, activation: Any, work: Any) -> Any:
        """Multiply dL/da by da/dz = 1 - a^2 in place."""


class NumpyBackend:
    """NumPy, for small networks."""

    def view(self, array: Array) -> Array:
        return array

    def product(self, a: Array, b: Array, out: Array) -> Array:
        return np.matmul(a, b, out=out)

    def relu(self, z: Array) -> Array:
        return np.maximum(z, ZERO, out=z)

    def tanh(self, z: Array) -> Array:
        return np.tanh(z, out=z)

    def through_relu(self, error: Array, activation: Array, work: Array) -> Array:
        np.sign(activation, out=work)
        return np.multiply(error, work, out=error)

    def through_tanh(self, error: Array, activation: Array, work: Array) -> Array:
        np.multiply(activation, activation, out=work)
        np.subtract(ONE, work, out=work)
        return np.multiply(error, work, out=error)


class TorchBackend:
    """PyTorch, for large networks."""

    def view(self, array: Array) -> torch.Tensor:
        return torch.from_numpy(array)

    def product(self, a: torch.Tensor, b: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        return torch.bmm(a, b, out=out)

    def relu(self, z: torch.Tensor) -> torch.Tensor:
        return z.relu_()

    def tanh(self, z: torch.Tensor) -> torch.Tensor:
        return z.tanh_()

    def through_relu(self, error: torch.Tensor, activation: torch.Tensor, work: torch.Tensor) -> torch.Tensor:
        return error.mul_(torch.sign(activation, out=work))

    def through_tanh(self, error: torch.Tensor, activation: torch.Tensor, work: torch.Tensor) -> torch.Tensor:
        torch.mul(activation, activation, out=work)
        return error.addcmul_(error, work, value=-1.0)


def backend_for(shapes: list[tuple[int, int]]) -> Backend:
    """Return the fastest backend for a network of these weight matrices."""
    return TorchBackend() if max(rows * columns for rows, columns in shapes) >= LARGE else NumpyBackend()
