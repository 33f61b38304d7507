"""Work in a process of its own, whose crash or hang is a result like any other.

Qt without a screen and torch on an old processor end the whole process. The child is a fresh interpreter (spawn),
which a frozen program has as well; what it writes on standard output and standard error is kept in a file.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from playground.errors import PlaygroundError, Term
from playground.i18n import N_

Tell = Callable[[Any], None]

_CONTEXT = get_context("spawn")
_MOST_OUTPUT = 20_000  # bytes, the newest, of what a child wrote


@dataclass(frozen=True)
class ChildLost:
    """The reason why no answer came, for people.

    `details` are a traceback or what the child wrote, in English.
    """

    reason: Term
    details: str = ""


@dataclass(frozen=True)
class ChildMessage:
    """A message that the work sent with `tell`, or its result."""

    value: Any
    is_end: bool


class Child:
    """A process that does `work(tell, *arguments)` until end().

    `work` is a function of a module.
    """

    def __init__(self, work: Callable[..., Any], *arguments: Any) -> None:
        """Start it; raises OSError where the system starts no more processes."""
        self._output_file = _new_file()
        self._connection, theirs = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=_serve, args=(work, arguments, theirs, self._output_file))
        try:
            self._process.start()
        except BaseException:
            self._connection.close()
            self._forget_output()
            raise
        finally:
            theirs.close()

    def receive(self, seconds: float) -> ChildMessage | ChildLost:
        """Return its next message, waiting for so long at most.

        It is to be ended once it is lost.
        """
        try:
            if not self._connection.poll(seconds):
                return ChildLost(Term(N_("no answer came within {seconds:.0f} s"), seconds=seconds), self.output())
            what, value = self._connection.recv()
        except (EOFError, OSError):
            self._process.join(seconds)
            code = self._process.exitcode
            return ChildLost(Term(N_("its process ended by itself (exit code {code})"), code=code), self.output())
        except Exception as error:  # noqa: BLE001  an answer that cannot be unpacked is none
            return ChildLost(Term(N_("{error}"), error=repr(error)[:500]), traceback.format_exc())
        if what == "failed":
            return ChildLost(Term(value["text"], **value["values"]), f"{value['traceback']}\n{self.output()}".strip())
        return ChildMessage(value, is_end=what == "done")

    def output(self) -> str:
        """Return the newest output of it, standard error included."""
        if self._output_file is None:
            return ""
        with contextlib.suppress(OSError), open(self._output_file, "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _MOST_OUTPUT))
            return file.read().decode(errors="replace").strip()
        return ""

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()
        self._forget_output()

    def _forget_output(self) -> None:
        if self._output_file is not None:
            with contextlib.suppress(OSError):
                Path(self._output_file).unlink()


def run_in_child(work: Callable[..., Any], *arguments: Any, seconds: float) -> Any:
    """Return what `work(*arguments)` returns in a process of its own.

    `work` is a function of a module. Returns ChildLost where nothing came back.
    """
    try:
        child = Child(_alone, work, *arguments)
    except OSError as error:
        return ChildLost(Term(N_("no process could be started ({error})"), error=str(error)))
    try:
        answer = child.receive(seconds)
    finally:
        child.end()
    return answer.value if isinstance(answer, ChildMessage) else answer


def _alone(tell: Tell, work: Callable[..., Any], *arguments: Any) -> Any:
    return work(*arguments)


def _serve(work: Callable[..., Any], arguments: tuple[Any, ...], connection: Connection, output: str | None) -> None:
    """Do the work in the child process and send its result."""
    if output is not None:
        _write_to(output)
    with contextlib.suppress(Exception):  # a window program without a terminal has nowhere to write
        faulthandler.enable()

    def tell(value: Any) -> None:
        connection.send(("told", value))

    with contextlib.suppress(EOFError, OSError):  # whoever started us has gone
        try:
            answer = "done", work(tell, *arguments)
        except PlaygroundError as error:
            answer = (
                "failed",
                {"text": N_("{error}"), "values": {"error": str(error)}, "traceback": traceback.format_exc()},
            )
        except BaseException as error:  # noqa: BLE001  whatever it is, it is the answer
            text = {"error": f"{type(error).__name__}: {error}"[:500]}
            answer = "failed", {"text": N_("{error}"), "values": text, "traceback": traceback.format_exc()}
        connection.send(answer)


def _new_file() -> str | None:
    """Return the name of a new file.

    None where there is no room for one: a child's messages are then read without it.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix="playground-", suffix=".log")
    except OSError:
        return None
    os.close(descriptor)
    return name


def _write_to(name: str) -> None:
    """Send all that this process writes to a file.

    Qt's messages and those of a dying interpreter go there too.
    """
    with contextlib.suppress(OSError):
        descriptor = os.open(name, os.O_WRONLY | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(descriptor, stream)
        os.close(descriptor)
        for name_of_stream in ("stdout", "stderr"):
            if getattr(sys, name_of_stream) is None:  # of a program that has no terminal
                number = 1 if name_of_stream == "stdout" else 2
                setattr(sys, name_of_stream, open(number, "w", encoding="utf-8", closefd=False))
