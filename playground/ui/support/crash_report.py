"""Crash report: what Python can still write when the program dies of a fault.

It is kept in a file until the next start.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
from pathlib import Path

from playground.ui.support.log_file import log_path

MAX_BYTES = 200_000  # of what was said, the newest

log = logging.getLogger(__name__)


def faults_path() -> Path:
    """Return where the crash report is written."""
    return log_path().with_name("faults.log")


class CrashReport:
    """Stacks of all threads, written down if this program dies of a fault."""

    def __init__(self) -> None:
        path = faults_path()
        with contextlib.suppress(OSError):  # without a writable place, nowhere
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(path, "ab")  # appends, as other windows do
            faulthandler.enable(self._file)


def move_to_log() -> None:
    """Move a crash report into the log file, where a person looks."""
    path = faults_path()
    with contextlib.suppress(OSError), open(path, "r+b") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - MAX_BYTES))
        said = file.read().decode(errors="replace").strip()
        file.truncate(0)
        if said:
            log.critical("the program died earlier:\n%s", said)
