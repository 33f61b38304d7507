"""Compiling in several processes at once, on the first start.

The compiler is written in Python for the most part: more threads would not be faster, and would hold up a window. What
the processes compile is kept in files (cache.py), and whoever started them reads those.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from playground.arithmetic.machine_code.cache import STORE

FEW = 4  # so many kernels are compiled sooner than another process has begun
MOST = 4  # processes: each takes some 250 MB
LOOK_S = 0.1

Job = tuple[Any, str]  # a kernel of numba's, and for which types

log = logging.getLogger(__name__)


def missing(jobs: list[Job]) -> list[Job]:
    """Return those that nobody compiled yet."""
    return [(dispatcher, signature) for dispatcher, signature in jobs if not dispatcher._cache.is_there(signature)]


def compile_apart(jobs: list[Job], on_done: Callable[[int], None]) -> None:
    """Compile in other processes, as far as these are able to.

    `on_done` is told how many there are by now. It is called often, and may raise: then the processes end too.
    """
    n_processes = min(MOST, os.cpu_count() or 1)
    if len(jobs) <= FEW or STORE.own is None or not _can_start_python():
        return
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from playground.arithmetic.prepare import compile_part; compile_part"
    )
    processes = []
    try:
        for number in range(n_processes):
            processes.append(_begin(f"{code}({number}, {n_processes})"))
        while any(process.poll() is None for process in processes):
            on_done(len(jobs) - len(missing(jobs)))
            time.sleep(LOOK_S)
    except OSError as error:  # no process can be started: this one will do it
        log.warning("no process to compile in: %s", error)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def compile_from(number: int, of: int, jobs: list[Job]) -> None:
    """Compile a part of the jobs and then what others have left, in their order."""
    first = number * len(jobs) // of
    for dispatcher, signature in jobs[first:] + jobs[:first]:
        if missing([(dispatcher, signature)]):
            dispatcher.compile(signature)


def _can_start_python() -> bool:
    """Whether another Python can be started: not from a frozen program."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _begin(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console
    )
