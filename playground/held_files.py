"""Files that another program holds for a moment, as happens on Windows.

There, no file is renamed or removed while anybody has it open, and virus scanners, indexers and programs that
synchronise a folder open every fresh one for some hundred milliseconds. These functions wait for them, PATIENCE_S at
most. On other systems nobody can hold a file so, and nothing waits.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

StrPath = str | os.PathLike[str]
T = TypeVar("T")

PATIENCE_S = 2.5
HELD = (5, 32, 33)  # access denied, sharing violation, lock violation: what Windows says of such a file
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.01, 0.2


def windows_error(error: OSError) -> int:
    """Return the number that Windows gave an error; 0 where there is none."""
    return getattr(error, "winerror", None) or 0


def replace(source: StrPath, target: StrPath) -> None:
    """Give a file the name `target`, in place of what bears it; raises OSError."""
    _patiently(partial(os.replace, source, target), _is_held)


def remove(path: StrPath) -> None:
    """Remove a file, which need not be there; raises OSError."""
    remove_all([path])


def remove_all(paths: Iterable[StrPath]) -> None:
    """Remove files, which need not be there.

    What can go goes, within PATIENCE_S for all of them together. Raises an OSError of what cannot.
    """
    left = list(paths)

    def remove_what_can_go() -> None:
        errors: dict[StrPath, OSError] = {}
        for path in left:
            try:
                os.unlink(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                errors[path] = error
        left[:] = errors
        if errors:
            raise max(errors.values(), key=_is_held)

    _patiently(remove_what_can_go, _is_held)


def open_existing(path: StrPath, flags: int) -> int:
    """Open a file that is there, for writing; return its descriptor. Raises OSError."""

    def is_held(error: OSError) -> bool:  # Python tells no number of Windows here; one that is read-only stays so
        return sys.platform == "win32" and isinstance(error, PermissionError) and os.access(path, os.W_OK)

    return _patiently(partial(os.open, path, flags), is_held)


def _is_held(error: OSError) -> bool:
    return windows_error(error) in HELD


def _patiently(do: Callable[[], T], may_pass: Callable[[OSError], bool]) -> T:
    """Do it again and again, until it is done or the time is over.

    Raises what does not pass at once.
    """
    deadline, wait_s = time.monotonic() + PATIENCE_S, _FIRST_WAIT_S
    while True:
        try:
            return do()
        except OSError as error:
            if not may_pass(error) or time.monotonic() >= deadline:
                raise
        time.sleep(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
