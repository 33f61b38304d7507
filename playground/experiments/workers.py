"""Worker processes that run tasks and yield each result as soon as it is there.

A worker is a fresh interpreter (spawn: on every system the same, and no half-copied threads). It asks nothing and has
no file of its own; when whoever started it is gone, it notices at its next word and leaves.
"""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import perf_counter
from typing import Any

from playground.end_signals import deaf_to_ctrl_c
from playground.errors import PlaygroundError

Tell = Callable[[int], None]
"""Says how far a task is; as often as one likes."""

_SECONDS_BETWEEN_NEWS = 0.5
_CONTEXT = get_context("spawn")


@dataclass(frozen=True)
class Failure:
    """A task that failed, and why; in English, for it may be a traceback."""

    reason: str


def run_tasks(
    work: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], n_jobs: int, on_news: Callable[[int, int], None]
) -> Iterator[tuple[int, Any]]:
    """Yield the number of each task and its result, in the order they end.

    A result is what `work(*task, tell)` returned, or a Failure. `work` is a function of a module, and tasks can be
    pickled. `on_news` gets the number of a task and what it told. Tasks are begun in their order. Closed or
    interrupted, all workers end at once. Call it in the main thread.
    """
    waiting = deque(enumerate(tasks))
    busy: dict[Any, _Worker] = {}  # by connection

    def begin(worker: _Worker) -> None:
        busy[worker.connection] = worker
        worker.begin(*waiting.popleft())

    try:
        while waiting and len(busy) < n_jobs:
            begin(_Worker(work))
        while busy:
            for connection in wait(list(busy)):
                worker = busy[connection]
                what, value = worker.receive()
                if what == "at":
                    on_news(worker.number, value)
                    continue
                number = worker.number
                if what == "lost" or not waiting:
                    busy.pop(connection).end()
                if waiting:
                    begin(_Worker(work) if what == "lost" else worker)
                yield number, value if what == "done" else Failure(value)
    finally:
        for worker in busy.values():
            worker.end()


class _Worker:
    """A process that does one task after another."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.number = -1
        self._process = _CONTEXT.Process(target=_serve, args=(work, theirs), daemon=True)
        with deaf_to_ctrl_c():  # it goes to all processes, and it is ours to act on it
            self._process.start()
        theirs.close()

    def begin(self, number: int, task: tuple[Any, ...]) -> None:
        """Give it a task."""
        self.number = number
        with contextlib.suppress(OSError):  # receive() says that it has ended
            self.connection.send(task)

    def receive(self) -> tuple[str, Any]:
        """Return its next message.

        It says how far it is ("at"), how its task ended ("done", "failed"), or "lost".
        """
        try:
            message: tuple[str, Any] = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            return "lost", f"its process ended with exit code {self._process.exitcode}"
        return message

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.connection.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _serve(work: Callable[..., Any], connection: Connection) -> None:
    """Do tasks in the worker process until no more are sent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows hands down only that the console sends none
    sent_at = perf_counter()

    def tell(value: int) -> None:
        nonlocal sent_at
        if perf_counter() - sent_at >= _SECONDS_BETWEEN_NEWS:
            connection.send(("at", value))
            sent_at = perf_counter()

    with contextlib.suppress(EOFError, OSError):  # whoever started us has gone
        while True:
            task = connection.recv()
            try:
                answer = ("done", work(*task, tell))
            except PlaygroundError as error:
                answer = ("failed", error.english())
            except BaseException:  # noqa: BLE001  what somebody's environment raises too: the other tasks may take hours
                answer = ("failed", traceback.format_exc())
            connection.send(answer)
