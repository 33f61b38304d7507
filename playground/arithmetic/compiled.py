"""Kernels: plain loops compiled to machine code that gives the same bits everywhere.

A kernel is written as the mathematics reads. The compiler may turn its loops into vector instructions, but never change
the order of a sum or fuse a product with a sum: no fastmath, nothing parallel. So its bits depend on nothing but its
arguments. Without numba's compiler (NUMBA_DISABLE_JIT=1) the same lines run as Python and give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": False, "parallel": False}


class Kernel(NamedTuple):
    """A compiled function, and the types that it is called with from Python."""

    dispatcher: Any
    signatures: tuple[str, ...]


KERNELS: list[Kernel] = []


def kernel(*signatures: str) -> Callable[[F], F]:
    """Declare a kernel, and with which types Python calls it.

    A signature is written as numba does, "void(float32[:, ::1], float32[::1])". One that only other kernels call needs
    none. Nothing is compiled before it is needed.
    """

    def declare(function: F) -> F:
        compiled: F = numba.njit(**OPTIONS)(function)
        KERNELS.append(Kernel(compiled, signatures))
        return compiled

    return declare
