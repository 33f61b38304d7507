"""Preparation of all kernels, once in a process; then nothing is compiled.

It takes some seconds on the first start, and some hundredths of one when what was compiled then is there. Whoever
computes waits for it. numba is not imported before.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import playground.arithmetic
from playground.errors import PlaygroundError, Term, raised_words
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.arithmetic.machine_code.processes import Compilers

OnProgress = Callable[[int, int, int], None]
"""Called with how many are there, of how many, and how many had to be compiled; it may raise to give up."""


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
_compilers: Compilers | None = None  # at work on what is missing


def prepare(on_progress: OnProgress | None = None) -> Prepared:
    """Compile every kernel, or load what was compiled before.

    Afterwards nothing is compiled any more. It may be called in every thread, as often as one likes: a thread waits while another one does it.

    Raises
    ------
    CompileError
        If the compiler fails. It is tried again the next time.
    """
    return _prepare(on_progress or _tell_nobody, None)


def prepare_first(names: Sequence[str], on_progress: OnProgress | None = None) -> Prepared:
    """Do what prepare() does, but wait only for the kernels named.

    Where more is missing, other processes compile it meanwhile, if they can be started, and prepare() waits for it. Whoever calls a
    kernel that is not there yet waits until it is compiled. Raises CompileError as prepare() does.
    """
    return _prepare(on_progress or _tell_nobody, names)


def _prepare(on_progress: OnProgress, first: Sequence[str] | None) -> Prepared:
    global _prepared, _is_prepared
    with _lock:
        if _is_prepared and _is_prepared == _n_declared():
            return _prepared
        began = time.perf_counter()
        _import_all()
        came_to, is_all = _compile(on_progress, first)
        _prepared = came_to._replace(seconds=time.perf_counter() - began)
        _is_prepared = _n_declared() if is_all else 0
        logging.getLogger(__name__).info("prepared %s", _prepared)
        return _prepared


def compile_asked() -> None:
    """Compile what the process that started this one asks for."""
    from playground.arithmetic.machine_code.processes import compile_from

    _import_all()
    compile_from(sys.stdin, _jobs())


def _import_all() -> None:
    for name in sorted(module.name for module in pkgutil.iter_modules(playground.arithmetic.__path__)):
        importlib.import_module(f"{playground.arithmetic.__name__}.{name}")


def _n_declared() -> int:
    from playground.arithmetic.compiled import KERNELS

    return len(KERNELS)


def _jobs() -> list[tuple[Any, str]]:
    """Return what is to be compiled, in the same order in every process."""
    from playground.arithmetic.compiled import KERNELS

    jobs = [(kernel.dispatcher, signature) for kernel in KERNELS for signature in kernel.signatures]
    return sorted(jobs, key=lambda job: (job[0].__module__, job[0].__qualname__, job[1]))


def _compile(on_progress: OnProgress, first: Sequence[str] | None) -> tuple[Prepared, bool]:
    """Compile all, or the `first`; return what it came to, and whether it was all."""
    from playground.arithmetic.compiled import KERNELS, NO_NUMBA

    global _compilers
    kernels = [kernel for kernel in KERNELS if kernel.is_compiled]
    if not kernels:
        return Prepared(len(KERNELS), problem=NO_NUMBA), True
    from playground.arithmetic.machine_code import folders
    from playground.arithmetic.machine_code.cache import STORE
    from playground.arithmetic.machine_code.processes import Compilers, missing, name_of

    order = {name: place for place, name in enumerate(first or ())}
    jobs = sorted(_jobs(), key=lambda job: order.get(name_of(job), len(order)))
    new = missing(jobs)
    if _compilers is None:
        _compilers = Compilers(new)
    is_all = first is None or not _compilers.are_at_work
    wanted = [job for job in jobs if is_all or name_of(job) in order]
    new = [job for job in new if job in wanted]
    n_all, n_new = len(wanted), len(new)
    n_there = n_all - n_new
    on_progress(n_there, n_all, n_new)
    try:
        _compilers.wait_for(new, lambda n_done: on_progress(n_there + n_done, n_all, n_new))
        _allow(kernels, True)
        n_there = n_all - len(missing(new))
        for number, (dispatcher, signature) in enumerate(wanted, start=1):
            dispatcher.compile(signature)
            if n_new:
                on_progress(max(number, n_there), n_all, n_new)
    except BaseException as error:
        _compilers.end()
        _compilers = None
        if isinstance(error, PlaygroundError) or not isinstance(error, Exception):
            raise
        raise _failed(error) from error
    finally:
        _allow(kernels, not is_all)
    if is_all:
        _compilers.end()
        _compilers = None
    if n_new and STORE.own is not None:
        folders.prune(STORE.own)
    return Prepared(len(KERNELS), n_new, problem=STORE.problem), is_all


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
