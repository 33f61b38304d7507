"""The same trial in other processes, where Python salts hashes of strings anew.

What an environment takes from the order of a set, or keeps between its instances, differs there and nowhere else.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from playground.envs.gym_adapter.make import make_several
from playground.envs.gym_adapter.modules import stamps_of
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import Form
from playground.envs.gym_adapter.trial import StepResults, Trial

WITHIN_S = 40.0
_SALTS = ("1", "2")  # of PYTHONHASHSEED; a frozen program draws its own

_CONTEXT = get_context("spawn")
_LOCK = threading.Lock()  # around what all threads share, the variables of the process
_found: dict[Any, list[str]] = {}  # digests, by what was tried

log = logging.getLogger(__name__)


def digest(results: StepResults) -> str:
    """Return the digest of a trial's results, to compare it with another process."""
    return hashlib.sha256(repr(results).encode()).hexdigest()


def digests_elsewhere(origin: Origin, form: Form, n_steps: int) -> list[str]:
    """Return the digest of the same trial in each of two other processes.

    It is "" where a process gave none. An unchanged file is tried once.
    """
    key = origin, form, n_steps, stamps_of(origin)
    if key not in _found:
        children = [_Child(salt, origin, form, n_steps) for salt in _SALTS]
        _found[key] = [child.answer() for child in children]
    return _found[key]


class _Child:
    def __init__(self, salt: str, origin: Origin, form: Form, n_steps: int) -> None:
        self._connection, theirs = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=_tried, args=(theirs, origin, form, n_steps), daemon=True)
        with _salted(salt):
            self._process.start()
        theirs.close()

    def answer(self) -> str:
        """Return its digest, and end it."""
        try:
            found = self._connection.recv() if self._connection.poll(WITHIN_S) else ""
        except (EOFError, OSError):
            found = ""
        self._connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()
        if not found:
            log.warning("a trial in another process gave no result")
        return str(found)


@contextlib.contextmanager
def _salted(salt: str) -> Iterator[None]:
    with _LOCK:
        before = os.environ.get("PYTHONHASHSEED")
        os.environ["PYTHONHASHSEED"] = salt
        try:
            yield
        finally:
            del os.environ["PYTHONHASHSEED"]
            if before is not None:
                os.environ["PYTHONHASHSEED"] = before


def _tried(connection: Connection, origin: Origin, form: Form, n_steps: int) -> None:
    """Send the digest of a trial from the other process, and nothing where it fails."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # what it prints was said already by the process that asked
        os.dup2(nowhere, stream)
    with contextlib.suppress(Exception, SystemExit):
        env = make_several(origin, 1)[0]
        connection.send(digest(Trial(origin, form).steps(env, n_steps)))
