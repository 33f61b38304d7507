"""Log file with the details of problems of which a person sees one sentence.

Each running program has one of its own, which it keeps locked: nobody else writes there, and nothing is renamed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from playground.folders import log_folder
from playground.i18n import _
from playground.store.safe.process_lock import ProcessLock, take_lock

MAX_BYTES = 1_000_000  # of what was written last; twice as much lies there at most
MOST = 20  # programs at once that have a log

log = logging.getLogger(__name__)


def log_path() -> Path:
    """Return where this program writes its log."""
    handler = _handler()
    return _name(1) if handler is None or handler.path.parent != log_folder() else handler.path


def start_logging() -> None:
    """Write warnings and errors of every thread to a log file of this program alone.

    Without a writable place they go nowhere.
    """
    root, handler = logging.getLogger(), _handler()
    if handler is not None:
        if handler.path.parent == log_folder():
            return
        root.removeHandler(handler)
        handler.close()
    for number in range(1, MOST + 1):
        try:
            taken = _take(_name(number))
        except OSError:
            return
        if taken is not None:
            root.addHandler(taken)
            return


class LogFile(logging.FileHandler):
    """Handler that writes into one file, of which it keeps the newest MAX_BYTES."""

    def __init__(self, path: Path, lock: ProcessLock | None) -> None:
        """`lock` is of that file; it is held until close()."""
        super().__init__(path, encoding="utf-8", delay=True)
        self.path, self._lock = path, lock
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._shorten()

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        self._shorten()

    def close(self) -> None:
        super().close()
        if self._lock is not None:
            self._lock.release()

    def _shorten(self) -> None:
        """Cut off the beginning of what is too long, in place."""
        with contextlib.suppress(OSError):
            if self.path.stat().st_size <= 2 * MAX_BYTES:
                return
            with self.path.open("r+b") as file:
                file.seek(-MAX_BYTES, os.SEEK_END)
                kept = file.read().partition(b"\n")[2]
                file.seek(0)
                file.write(kept)
                file.truncate()


def _handler() -> LogFile | None:
    return next((one for one in logging.getLogger().handlers if isinstance(one, LogFile)), None)


def _name(number: int) -> Path:
    return log_folder() / ("playground.log" if number == 1 else f"playground-{number}.log")


def _take(path: Path) -> LogFile | None:
    """Return the handler for a log file; None if another program has that one.

    Messages name the file before there is anything in it, so it is made at once. Raises OSError where there can be none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.open("ab").close()
    try:
        lock = take_lock(path)
    except OSError:  # a disk without locks: then all write into one
        return LogFile(path, None)
    return None if lock is None else LogFile(path, lock)


class UnexpectedErrors(QObject):
    """Handler of errors that nobody caught: it logs them and shows one sentence.

    No traceback reaches a person. It is made in the window's thread, and shows there what happened in any other.
    """

    _happened = Signal(str)

    def __init__(self, show: Callable[[str], None]) -> None:
        """`show` is called in the thread of the window only."""
        super().__init__()
        self._show = show
        self._happened.connect(self._on_happened)  # at once in this thread, queued from others
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("unexpected error", exc_info=(kind, error, trace))
        said = _(
            "Something unexpected went wrong ({error}). The run is as it was; the log file has the details: {path}"
        )
        self._happened.emit(said.format(error=kind.__name__, path=log_path()))

    def _on_happened(self, said: str) -> None:
        self._show(said)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.critical("error in a thread", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        """Log what went wrong where nothing can be shown, such as during a deletion."""
        if args.exc_value is not None:
            log.error("error in %r", args.object, exc_info=(args.exc_type, args.exc_value, args.exc_traceback))
