"""Log file with the details of problems of which a person sees one sentence."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from playground.folders import log_folder
from playground.i18n import _

MAX_BYTES = 1_000_000

log = logging.getLogger(__name__)


def log_path() -> Path:
    """Return where the log is written."""
    return log_folder() / "playground.log"


def start_logging() -> None:
    """Write warnings and errors of every thread to the log file.

    Without a writable place they go nowhere.
    """
    root = logging.getLogger()
    path = log_path()
    if any(getattr(handler, "baseFilename", None) == str(path) for handler in root.handlers):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()  # messages name it before there is anything in it; nobody holds it open until then
        handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)


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
