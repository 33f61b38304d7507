"""Kernels: plain loops, compiled to code that gives the same bits everywhere.

A kernel is written as the mathematics reads. The compiler may turn its loops into vector instructions, but never change
the order of a sum or fuse a product with a sum: no fastmath, nothing parallel. So its bits depend on nothing but its
arguments. Without numba's compiler (NUMBA_DISABLE_JIT=1, or where it cannot be used) the same lines run as Python and
give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from playground.arithmetic.machine_code.target import load_numba

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": False,
    "parallel": False,
    "no_cfunc_wrapper": True,  # nobody calls kernels from C, and each took a twentieth longer to compile
}


class Kernel(NamedTuple):
    """A compiled function, and the types that it is called with from Python."""

    dispatcher: Any
    signatures: tuple[str, ...]

    @property
    def is_compiled(self) -> bool:
        """Whether it is one of numba's functions, and no plain one."""
        return hasattr(self.dispatcher, "py_func")


KERNELS: list[Kernel] = []
numba, NO_NUMBA = load_numba()  # the compiler, or a sentence that says why there is none


def kernel(*signatures: str) -> Callable[[F], F]:
    """Declare a kernel, and with which types Python calls it.

    A signature is written as numba does, "void(float32[:, ::1], float32[::1])". One that only other kernels call needs
    none. Nothing is compiled before it is needed.
    """

    def declare(function: F) -> F:
        compiled: F = function if numba is None else numba.njit(**OPTIONS)(function)
        KERNELS.append(Kernel(compiled, signatures))
        if KERNELS[-1].is_compiled:
            _keep(compiled)
        return compiled

    return declare


def _keep(dispatcher: Any) -> None:
    """Have what is compiled kept in our files, not in numba's."""
    from playground.arithmetic.machine_code.cache import CodeCache  # needs numba

    dispatcher._cache = CodeCache(dispatcher.py_func)
