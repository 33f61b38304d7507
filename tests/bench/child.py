"""A process of its own for each thing measured: answers requests in lines of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
LAST_WORDS_S = 10.0


class Child:
    """Runs a module, named in full, on the given cores. Until it is asked it waits and costs nothing."""

    def __init__(
        self,
        module: str,
        about: Any = None,
        *,
        cores: Iterable[int] = (),
        variables: dict[str, str] | None = None,
        python: str | Path = sys.executable,
    ) -> None:
        """Start it with `about`, any JSON, as its only word."""
        self._module = module
        self._process = subprocess.Popen(
            [python, "-P", "-m", module, json.dumps(about)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | ONE_THREAD | (variables or {}),
        )
        self._requests, self._answers = self._process.stdin, self._process.stdout
        if cores and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self._process.pid, cores)  # before it has threads, which inherit it

    def ask(self, do: str, **how: Any) -> dict[str, Any]:
        """Send a request and return its answer."""
        with suppress(BrokenPipeError):  # answer() says that it has ended
            self._requests.write(json.dumps({"do": do} | how) + "\n")
            self._requests.flush()
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """Wait for what it tells next."""
        line = self._answers.readline()
        if not line:
            raise RuntimeError(f"{self._module} ended with exit code {self._process.wait()}; its words are above")
        return json.loads(line)

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(BrokenPipeError):
            self._requests.close()  # the end of its requests
        try:
            self._process.wait(timeout=LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()


def serve(requests: dict[str, Callable[..., dict[str, Any]]]) -> None:
    """In the child: answer until the parent has no more requests."""
    for line in sys.stdin:
        request = json.loads(line)
        tell(requests[request.pop("do")](**request))


def tell(answer: dict[str, Any]) -> None:
    """In the child: send an answer."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def about() -> Any:
    """In the child: what it was started with."""
    return json.loads(sys.argv[1])
