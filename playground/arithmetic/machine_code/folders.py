"""Folders of compiled kernels, one for each version of the sources and target.

What lies there is run, so it is read only from the program's own folder (installers bring it compiled) and from a
folder that nobody but its user can write. Nothing is ever written into the program's.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import stat
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from playground import held_files
from playground.errors import FileError, raised_words
from playground.folders import cache_folder
from playground.i18n import N_
from playground.resources import resource_folder

SOURCES = Path(__file__).parent.parent
MADE_FROM = "made-from"  # beside compiled kernels that are shipped: the hash of their sources
FORMAT = "1"  # of the files; another one when cache.py writes them otherwise
NOT_CODE = ("NUMBA_CPU_", "NUMBA_CACHE_", "NUMBA_DISABLE_JIT", "NUMBA_NUM_THREADS", "NUMBA_DEBUG_CACHE")
KEPT_VERSIONS, KEPT_S = 2, 7 * 24 * 3600  # an older version goes when it was not used for so long

log = logging.getLogger(__name__)


def base_folder() -> Path:
    """Return the folder of all compiled kernels of this user."""
    return Path(os.environ.get("NUMBA_CACHE_DIR") or cache_folder()) / "kernels"


def shipped_folder() -> Path:
    """Return the folder of kernels that came compiled; there may be none."""
    return resource_folder() / "kernels"


@cache
def sources_hash() -> str:
    """Return a hash over all files of this package.

    The code of a kernel holds that of all kernels that it calls. In a frozen program, which has no sources, the hash
    was written when it was made; else it is that of the program itself.
    """
    digest = hashlib.sha256()
    if getattr(sys, "frozen", False):
        with contextlib.suppress(OSError):
            return (shipped_folder() / MADE_FROM).read_text(encoding="ascii").strip()
        digest.update(Path(sys.executable).read_bytes())
    else:
        for path in sorted(SOURCES.rglob("*.py")):
            digest.update(f"{path.relative_to(SOURCES).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def version_name(target: str) -> str:
    """Return the name of the folder for all that decides what the compiler writes."""
    import llvmlite
    import numba

    settings = sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name.startswith("NUMBA_") and not name.startswith(NOT_CODE)
    )
    decides = [FORMAT, sources_hash(), numba.__version__, llvmlite.__version__, sys.implementation.cache_tag, *settings]
    return f"{hashlib.sha256('/'.join(decides).encode()).hexdigest()[:16]}-{target}"


def own_folder(name: str) -> Path:
    """Return the user's folder of this version, made where it was not there.

    Raises FileError where what lies in it could be somebody else's, and OSError where it cannot be made.
    """
    base = base_folder()
    base.parent.mkdir(parents=True, exist_ok=True)
    for folder in (base, base / name):
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        _check_ours(folder)
    with contextlib.suppress(OSError):
        os.utime(base / name)  # in use
    return base / name


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it; raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        held_files.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            held_files.remove(name)
        if not path.is_file():  # on Windows none is replaced while another process reads it; that one has the same
            raise


def prune(used: Path) -> None:
    """Remove versions that nobody used for a week, but never the newest ones."""
    with contextlib.suppress(OSError):
        others = [(path.stat().st_mtime, path) for path in used.parent.iterdir() if path != used]
        for used_at, path in sorted(others, reverse=True)[KEPT_VERSIONS - 1 :]:
            if time.time() - used_at > KEPT_S:
                log.info("removing compiled kernels of another version: %s", path)
                shutil.rmtree(path, ignore_errors=True)


def nothing_kept(error: Exception) -> FileError:
    """Return in words why compiled kernels are not kept, and what follows from it."""
    if isinstance(error, FileError):
        return error
    return FileError(
        N_(
            "The compiled arithmetic cannot be kept in “{folder}” ({reason}), so each start of the program compiles it anew, for some seconds. Training is as fast as ever. Free some room on the disk, or make the folder writable for this user."
        ),
        folder=str(base_folder()),
        reason=raised_words(error),
    )


def _check_ours(folder: Path) -> None:
    """Raise FileError unless only this user can write there.

    On Windows, only the user can write in the user's own folders.
    """
    there = folder.lstat()
    if not stat.S_ISDIR(there.st_mode):
        reason = N_(
            "The compiled arithmetic is not kept: “{folder}” is no folder but a file or a link, which somebody else may have put there. So each start of the program compiles it anew, for some seconds. Remove it, and the program makes a folder of its own. It was neither read nor changed."
        )
    elif sys.platform == "win32" or (there.st_uid == os.geteuid() and not there.st_mode & 0o022):
        return
    else:
        reason = N_(
            "The compiled arithmetic is not kept: others than this user can write in “{folder}”, and what lies there would be run. So each start of the program compiles it anew, for some seconds. Remove the folder, or let only this user write there (chmod 700). It was neither read nor changed."
        )
    raise FileError(reason, folder=str(folder))
