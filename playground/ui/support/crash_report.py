"""Crash report: what Python can still write when the program dies of a fault.

Each process has a file of its own, locked while it lives, which a later start finds unlocked and removes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
import tempfile
from pathlib import Path
from typing import IO

from playground.folders import log_folder
from playground.store.safe.process_lock import hold, take_lock

MAX_BYTES = 200_000  # of what was said, the newest
ENDED = b"-- the window was closed --\n"
"""What is before it killed nobody; what is after it, did."""

_PREFIX, _SUFFIX = "faults-", ".log"
_DUMP = re.compile(r"^(?=Windows fatal exception: |Fatal Python error: )", re.MULTILINE)

# Windows tells of exceptions before anybody had a chance to handle them. Those of COM (RPC_E_...) belong to the daily work
# of its file dialogs.
_HARMLESS = "Windows fatal exception: code 0x8001"

log = logging.getLogger(__name__)


class CrashReport:
    """Stacks of all threads, written down if this program dies of a fault."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        with contextlib.suppress(OSError):  # without a writable place, nowhere
            log_folder().mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(_SUFFIX, _PREFIX, log_folder())
            os.close(descriptor)
            self.path = Path(name)
            self._file = open(self.path, "ab", buffering=0)
            hold(self._file.fileno())
            faulthandler.enable(self._file)

    def mark_end(self) -> None:
        """Note that the program got to its end.

        A fault may still come while the interpreter is taken down.
        """
        if self._file is not None:
            self._file.write(ENDED)


def move_to_log() -> None:
    """Move what programs said that have died into the log file, where a person looks.

    What programs said that live is not touched.
    """
    with contextlib.suppress(OSError):
        for path in sorted(log_folder().glob(f"{_PREFIX}*{_SUFFIX}")):
            said = _take(path)
            if said:
                log.critical("the program died earlier:\n%s", said)


def _take(path: Path) -> str:
    """Remove a report; return what killed the program that wrote it.

    Returns an empty text where nothing did, or where the program is alive.
    """
    with contextlib.suppress(OSError):  # another window takes it at this moment
        lock = take_lock(path)
        if lock is not None:
            said = path.read_bytes()[-MAX_BYTES:]
            lock.remove()
            return fault_in(said)
    return ""


def fault_in(said: bytes) -> str:
    """Return the part of a report that tells of the end of its program."""
    text = said.rpartition(ENDED)[2].decode(errors="replace")
    return "".join(dump for dump in _DUMP.split(text) if not dump.startswith(_HARMLESS)).strip()
