"""Layout of files for a package that is the same each time.

It sets their modes and times, and sums up their sizes.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from freeze.build import Frozen


def copy_program(frozen: Frozen, place: Path) -> None:
    """Copy the frozen program to the folder `place`, which is made.

    Hard links spare the disk where they can be made.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copytree(frozen.folder, place, symlinks=True, copy_function=os.link)
    except (OSError, shutil.Error):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(frozen.folder, place, symlinks=True)


def settle(folder: Path, epoch: int) -> None:
    """Give everything below `folder` the modes of installed files.

    All gets the time `epoch`, in seconds.
    """
    for path in sorted(folder.rglob("*"), reverse=True):  # what is in a folder before the folder
        if not path.is_symlink():
            runs = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    os.utime(folder, (epoch, epoch))
    folder.chmod(0o755)


def installed_kb(folder: Path) -> int:
    """Return the size of the files below `folder` in kB, as Debian counts."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(-(-path.stat().st_size // 1024) for path in files)
