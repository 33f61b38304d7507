"""Folders for the program's own files: the user's, or one beside the program.

A folder `playground-data` beside a frozen program, on a stick, say, asks it to keep everything there and to leave
nothing on the computer. Temporary files are where the system wants them all the same: they are gone afterwards.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_log_path, user_state_path

from playground.errors import FileError
from playground.i18n import N_

APP = "rl-playground"
BESIDE = "playground-data"
_TRANSLOCATED = "AppTranslocation"  # the folder of read-only copies that macOS makes

_own: Path | None = None


def config_folder() -> Path:
    """Return the folder of a person's settings."""
    return data_beside() or user_config_path(APP, appauthor=False)


def state_folder() -> Path:
    """Return the folder of copies that are kept for after a crash."""
    return data_beside() or user_state_path(APP, appauthor=False)


def log_folder() -> Path:
    """Return the folder of the log."""
    return data_beside() or user_log_path(APP, appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what the program can make again.

    It holds nothing of a person's, so that a test of the program may use it like everybody.
    """
    folder, problem = _folder_beside()
    return folder if folder is not None and problem is None else user_cache_path(APP, appauthor=False)


def data_beside() -> Path | None:
    """Return the data folder beside the program; None if it cannot be used."""
    folder, problem = _folder_beside()
    return _own or (None if problem else folder)


def keep_in(folder: Path) -> None:
    """Keep everything in `folder` for as long as this process runs.

    A test of the program is nobody's use of it.
    """
    global _own
    _own = folder


def problem_beside() -> FileError | None:
    """Return why the folder beside the program is there but not used."""
    return _folder_beside()[1]


def program_folder() -> Path | None:
    """Return the folder of the frozen program; None in a checkout.

    On macOS it is the folder that holds its bundle.
    """
    if not getattr(sys, "frozen", False):
        return None
    program = Path(os.path.realpath(sys.executable))
    bundle = next((parent for parent in program.parents if parent.suffix == ".app"), program)
    return bundle.parent


def size_of(folder: Path) -> int:
    """Return how many bytes all files below a folder have."""
    total = 0
    for root, _folders, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_size
    return total


def existing_parent(folder: Path) -> Path:
    """Return the nearest folder above that is there, or what is in its place."""
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


@cache
def _folder_beside() -> tuple[Path | None, FileError | None]:
    """Look once, for removing a stick must not change where things are kept."""
    program = program_folder()
    if program is not None and _TRANSLOCATED in program.parts:
        return None, FileError(
            N_(
                "macOS runs the program from a hidden copy, as it does with programs that were downloaded and not moved since. From there a folder “playground-data” beside the program cannot be seen, so settings, copies of the run and the log are kept on this computer. Move the program to another folder in the Finder, Applications, say, and start it again: this message is gone then. Nothing was changed."
            )
        )
    if program is None or not os.path.isdir(program / BESIDE):
        return None, None
    folder = program / BESIDE
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return folder, FileError(
            N_(
                "The folder “{folder}” beside the program cannot be written: it is read-only or full. So settings, copies of the run and the log are kept on this computer, as without that folder. To keep them beside the program, make the folder writable and start again. Nothing in it was changed."
            ),
            folder="".join(character if character.isprintable() else "\ufffd" for character in str(folder)),
        )
    return folder, None
