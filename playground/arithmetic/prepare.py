"""Preparation of all kernels, once in a process; then nothing is compiled.

It takes some seconds on the first start, and some hundredths of one when what was compiled then is there. Whoever
computes waits for it. numba is not imported before.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import playground.arithmetic
from playground.errors import PlaygroundError, Term, raised_words
from playground.i18n import N_

OnProgress = Callable[[int, int, int], None]
"""Called with how many are done, of how many, and how many of them had to be compiled."""


class Prepared(NamedTuple):
    """What prepare() came to.

    `problem` is why kernels run as plain Python, or why what was compiled is not kept. None is the rule.
    """

    n_kernels: int = 0
    n_compiled: int = 0
    seconds: float = 0.0
    problem: Term | PlaygroundError | None = None


class CompileError(PlaygroundError):
    """The compiler of the arithmetic failed."""


_lock = threading.RLock()
_prepared = Prepared()
_is_prepared = 0  # so many of the declared kernels are


def prepare(on_progress: OnProgress | None = None) -> Prepared:
    """Compile every kernel, or load what was compiled before.

    Afterwards nothing is compiled any more. It may be called in every thread, as often as one likes: a thread waits while another one does it.

    Raises
    ------
    CompileError
        If the compiler fails. It is tried again the next time.
    """
    global _prepared, _is_prepared
    with _lock:
        if _is_prepared and _is_prepared == _n_declared():
            return _prepared
        began = time.perf_counter()
        for module in pkgutil.iter_modules(playground.arithmetic.__path__, "playground.arithmetic."):
            if module.name != "playground.arithmetic.code_cache":  # which is numba's
                importlib.import_module(module.name)
        _prepared = _compile_all(on_progress or _tell_nobody)._replace(seconds=time.perf_counter() - began)
        _is_prepared = _n_declared()
        logging.getLogger(__name__).info("prepared %s", _prepared)
        return _prepared


def _n_declared() -> int:
    from playground.arithmetic.compiled import KERNELS

    return len(KERNELS)


def _compile_all(on_progress: OnProgress) -> Prepared:
    from playground.arithmetic.compiled import KERNELS, NO_NUMBA

    kernels = [kernel for kernel in KERNELS if kernel.is_compiled]
    if not kernels:
        return Prepared(len(KERNELS), problem=NO_NUMBA)
    from playground.arithmetic import code_folders
    from playground.arithmetic.code_cache import STORE

    asked = [(kernel.dispatcher, signature) for kernel in kernels for signature in kernel.signatures]
    n_compiled = 0
    on_progress(0, len(asked), 0)
    _allow(kernels, True)
    try:
        for n_done, (dispatcher, signature) in enumerate(asked, start=1):
            misses = sum(dispatcher.stats.cache_misses.values())
            dispatcher.compile(signature)
            n_compiled += sum(dispatcher.stats.cache_misses.values()) - misses
            on_progress(n_done, len(asked), n_compiled)
    except Exception as error:
        raise _failed(error) from error
    finally:
        _allow(kernels, False)
    if n_compiled and STORE.own is not None:
        code_folders.prune(STORE.own)
    return Prepared(len(KERNELS), n_compiled, problem=STORE.problem)


def _allow(kernels: list[Any], is_allowed: bool) -> None:
    """Allow numba to compile at a call, or forbid it.

    Its disable_compile() refuses functions that were never compiled, and such are those that others hold inside.
    """
    for kernel in kernels:
        kernel.dispatcher._can_compile = is_allowed


def _failed(error: Exception) -> CompileError:
    return CompileError(
        N_(
            "The arithmetic could not be compiled for this computer ({reason}), so nothing can be computed with it. Close other programs if memory is short, and start the program again; if that does not help, install it again, or train with arithmetic=torch. Nothing was changed."
        ),
        reason=raised_words(error)[:300],
    )


def _tell_nobody(n_done: int, n_all: int, n_compiled: int) -> None:
    pass
