"""Folder of the installation, and the record of all it made outside of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bundle.laptop import held_files
from bundle.laptop.words import StopError, t

RECORD = "made.json"


def base() -> Path:
    """Return the folder of the installation, below the user's own."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Programs" / "rl-playground"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "rl-playground-workshop"
    return data_home() / "rl-playground-workshop"


def data_home() -> Path:
    """Return the folder where a Linux desktop finds what a user installed.

    See the XDG base directories.
    """
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if os.path.isabs(named) else Path.home() / ".local" / "share"


def make_base() -> Path:
    """Make the folder of the installation.

    It says in words why that cannot be done.
    """
    folder = base()
    try:
        Record(folder).make_folder(folder)
        (folder / "here").write_bytes(b"")
        held_files.remove(folder / "here")
    except OSError as error:
        raise StopError(
            t("{folder} cannot be written: it is read-only, full or not yours. Nothing was installed.", folder=folder),
            str(error),
        ) from None
    return folder


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Refuse to go on while another installation into `folder` is running."""
    with (folder / "lock").open("ab") as file:  # nothing of it is cut off: others may have locked it
        try:
            _lock(file)
        except OSError:
            raise StopError(
                t("The playground is being installed or removed already, in another window. Nothing was changed.")
            ) from None
        yield


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Record:
    """Record of what was made outside the folder of the installation.

    It is written down before it is made, so that all can be undone.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / RECORD
        try:
            made = json.loads(self._file.read_text(encoding="utf-8"))
            self.files: list[str] = made["files"]
            self.folders: list[str] = made["folders"]
        except (OSError, ValueError, KeyError, TypeError):
            self.files, self.folders = [], []

    def is_ours(self, path: Path) -> bool:
        """Return whether `path` was made by an installation."""
        return str(path) in self.files

    def make_folder(self, folder: Path) -> None:
        """Make `folder` and what is missing above it, and remember which were missing."""
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self.folders += [str(one) for one in missing if str(one) not in self.folders]
        if missing:
            self._write()

    def write(self, path: Path, data: bytes) -> bool:
        """Write a file, unless somebody else's is there; return whether it was written."""
        if os.path.lexists(path) and not self.is_ours(path):
            return False
        self.make_folder(path.parent)
        self.remember(path)
        temporary = path.with_name(f"{path.name}.new")
        temporary.write_bytes(data)
        held_files.replace(temporary, path)
        return True

    def remember(self, path: Path) -> None:
        if not self.is_ours(path):
            self.files.append(str(path))
            self._write()

    def undo(self) -> None:
        """Delete the files, and the folders that were missing and are empty again."""
        for name in self.files:
            if os.path.isdir(name) and not os.path.islink(name):
                shutil.rmtree(name, ignore_errors=True)
            else:
                held_files.remove(Path(name))

    def leave(self) -> None:
        """Delete the folders that were made on the way, where nothing else is in them."""
        for name in sorted(self.folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                os.rmdir(name)

    def _write(self) -> None:
        if self._file.parent.is_dir():
            self._file.write_text(json.dumps({"files": self.files, "folders": self.folders}), encoding="utf-8")
