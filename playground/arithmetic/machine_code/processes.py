"""Compiling in several processes at once, on the first start.

The compiler is written in Python for the most part: more threads would not be faster, and would hold up a window. What
the processes compile is kept in files (cache.py), and whoever started them reads those.
"""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from playground.arithmetic.machine_code.cache import STORE

FEW = 4  # so many kernels are compiled sooner than another process has begun
MOST = 4  # processes: each takes some 250 MB
LOOK_S = 0.1
CODE = "import sys; sys.path[:] = {path!r}; from playground.arithmetic.prepare import compile_asked; compile_asked()"

Job = tuple[Any, str]  # a kernel of numba's, and for which types

log = logging.getLogger(__name__)


def missing(jobs: Iterable[Job]) -> list[Job]:
    """Return those that nobody compiled yet."""
    return [(dispatcher, signature) for dispatcher, signature in jobs if not dispatcher._cache.is_there(signature)]


def name_of(job: Job) -> str:
    """Return the name of a kernel, "networks.backward"."""
    return f"{job[0].__module__.rpartition('.')[2]}.{job[0].__qualname__}"


class Compilers:
    """Other processes that compile, each the next job that nobody took.

    Each of them has a thread here that hands it jobs. They end by themselves when this process ends.
    """

    def __init__(self, jobs: list[Job]) -> None:
        self._left = deque(jobs)
        self._under_way = set(map(_line, jobs))  # of those that may yet come
        self._changed = threading.Condition()
        self._processes: list[subprocess.Popen[str]] = []
        self._n_at_work = 0
        if len(jobs) > FEW and STORE.own is not None and _can_start_python():
            self._begin(min(MOST, os.cpu_count() or 1))

    @property
    def are_at_work(self) -> bool:
        """Whether there is a process that compiles."""
        return self._n_at_work > 0

    def wait_for(self, jobs: list[Job], on_done: Callable[[int], None]) -> None:
        """Wait until these are there, or no process is left that could make them.

        `on_done` is told how many are there by now. It is called often, and may raise.
        """
        lines = set(map(_line, jobs))
        while True:
            with self._changed:
                n_left = len(lines & self._under_way)
                if not n_left or not self._n_at_work:
                    return
                self._changed.wait(LOOK_S)
            on_done(len(lines) - n_left)

    def end(self) -> None:
        """End the processes, whatever they are at."""
        atexit.unregister(self.end)
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()

    def _begin(self, n_processes: int) -> None:
        atexit.register(self.end)
        try:
            for _number in range(n_processes):
                process = _python(CODE.format(path=sys.path))
                self._processes.append(process)
                self._n_at_work += 1
                threading.Thread(target=self._hand_out, args=(process,), daemon=True).start()
        except OSError as error:  # no process can be started: this one will do it
            log.warning("no process to compile in: %s", error)

    def _hand_out(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None and process.stdout is not None
        try:
            with process.stdin, process.stdout:
                while self._left:
                    line = _line(self._left.popleft())
                    process.stdin.write(line)
                    process.stdin.flush()
                    if not process.stdout.readline():
                        break
                    with self._changed:
                        self._under_way.discard(line)
                        self._changed.notify_all()
        except (OSError, ValueError, IndexError) as error:  # it ended, or another one took the last job
            log.info("a process that compiles has ended: %s", error)
        process.wait()
        with self._changed:
            self._n_at_work -= 1
            self._changed.notify_all()


def compile_from(lines: Iterable[str], jobs: list[Job]) -> None:
    """Compile what each line asks for, and answer it."""
    by_line = {_line(job): job for job in jobs}
    for line in lines:
        dispatcher, signature = by_line[line]
        if missing([(dispatcher, signature)]):  # or another program that starts has compiled it by now
            dispatcher.compile(signature)
        sys.stdout.write("\n")
        sys.stdout.flush()


def _line(job: Job) -> str:
    return f"{name_of(job)} {job[1]}\n"


def _can_start_python() -> bool:
    """Whether another Python can be started: not from a frozen program."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _python(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console
    )
