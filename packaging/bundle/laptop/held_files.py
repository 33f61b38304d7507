"""Files that another program holds for a moment on Windows.

As playground/held_files.py, which is not there yet when this is needed.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 2.5
HELD = (5, 32, 33)  # access denied, sharing violation, lock violation
_NOT_EMPTY = 145  # of a folder while a file that was removed from it is still held
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.01, 0.2


def replace(source: Path, target: Path) -> Path:
    """Give a file the name `target`, in place of what bears it, and return that.

    Raises OSError.
    """
    _patiently(lambda: os.replace(source, target))
    return target


def remove(path: Path) -> None:
    """Remove a file, which need not be there; raises OSError."""
    _patiently(lambda: path.unlink(missing_ok=True))


def remove_tree(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; neither need be there.

    Raises OSError.
    """

    def do() -> None:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    _patiently(do)


def is_held(error: OSError) -> bool:
    """Whether another program may hold the file, so that it passes."""
    return getattr(error, "winerror", None) in (*HELD, _NOT_EMPTY)


def _patiently(do: Callable[[], None]) -> None:
    """Do it again and again, until it is done or the time is over.

    Raises what does not pass at once.
    """
    deadline, wait_s = time.monotonic() + PATIENCE_S, _FIRST_WAIT_S
    while True:
        try:
            do()
            return
        except OSError as error:
            if not is_held(error) or time.monotonic() >= deadline:
                raise
        time.sleep(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
