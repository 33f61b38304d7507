"""The child that opens hostile files under an audit hook."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.store.safe.errors import BadFileError
from tests.bench.child import tell
from tests.faults.file_kinds import KINDS, Kind
from tests.faults.hostile_files import hostile_files

FORBIDDEN = (
    "import",
    "exec",
    "compile",
    "code.",
    "cpython.run",
    "ctypes.",
    "marshal.",
    "pickle.",
    "socket.",
    "subprocess.",
    "os.",
    "pty.",
    "shutil.",
    "tempfile.",
    "urllib.",
    "http.",
    "ftplib.",
    "sqlite3.",
    "webbrowser.",
    "mmap.",
    "glob.",
    "setopencodehook",
    "sys.addaudithook",
    "builtins.input",
    "builtins.breakpoint",
    "fcntl.",
    "signal.",
    "syslog.",
    "resource.",
)
MAY_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """Notes what happens while it is on. An audit hook cannot be taken off again."""

    def __init__(self) -> None:
        self.seen: list[str] | None = None
        self.allowed = ""
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self.seen is None:
            return
        if event == "open":
            path, mode, flags = args
            if (
                (path != self.allowed and not isinstance(path, int))
                or flags & MAY_WRITE
                or set(mode or "") & set("wax+")
            ):
                self.seen.append(f"open {path!r} {mode} {flags:o}")
        elif event.startswith(FORBIDDEN):
            self.seen.append(f"{event} {args!r}"[:200])


def opened(kind: Kind, watch: Watch, path: Path) -> dict[str, Any]:
    """Open one file under the watch and return what came of it."""
    found: list[str] = []
    watch.allowed, watch.seen, begun = os.fspath(path), found, time.perf_counter()
    try:
        kind.load(path)
        outcome = "accepted"
    except BadFileError as error:
        outcome, _ = error.reason, str(error)
    except BaseException as error:  # noqa: BLE001  that none comes through is what is measured
        outcome = f"{type(error).__name__}: {error}"
    finally:
        watch.seen = None
    return {"outcome": outcome, "ms": 1000 * (time.perf_counter() - begun), "events": found}


def measured() -> dict[str, Any]:
    """Return what came of every file, by kind and name, and of a file that does run something, for the hook's sake."""
    watch = Watch()
    result: dict[str, Any] = {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            sys.path.insert(0, folder)
            kind.save(kind.make(0), Path("good"))
            kind.load(Path("good"))  # whatever the program loads once is loaded
            result[kind.name] = {name: opened(kind, watch, path) for name, path in hostile_files(kind, Path(folder))}
            result[kind.name]["left behind"] = sorted(path.name for path in Path(folder).glob("something_was_run*"))
            sys.path.remove(folder)
            os.chdir("/")
    return {"files": result, "hook_works": _hook_works(watch)}


def _hook_works(watch: Watch) -> bool:
    """Tell whether the hook would have noticed: it sees an import, a program, a file that is written, and a socket."""
    import socket
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "harmless_module.py").write_text("")
        sys.path.insert(0, folder)
        watch.seen = found = []
        __import__("harmless_module")
        subprocess.run(["true"], check=True)
        (Path(folder) / "written").write_text("")
        socket.socket().close()
        exec("pass")
        watch.seen = None
    return all(
        any(line.startswith(event) for line in found) for event in ("import", "subprocess", "open", "socket", "exec")
    )


if __name__ == "__main__":
    prepare_thread()
    tell(measured())
