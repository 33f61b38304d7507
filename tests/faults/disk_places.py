"""Places where nothing can be saved: full or read-only disks, files of others."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.store.safe.errors import SaveError
from tests.faults.file_kinds import Kind

if sys.platform != "win32":
    import resource

NOBODY = 65534
CLONE_NEWNS = 0x20000


def attempt(kind: Kind, value: Any, path: Path) -> dict[str, Any]:
    """Save once; return whether that was refused, in which words, and how long it took."""
    begun = time.perf_counter()
    try:
        kind.save(value, path)
        words = ""
    except SaveError as error:
        words = str(error)
    return {"words": words, "ms": 1000 * (time.perf_counter() - begun)}


def in_a_fork(do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do it in a process that may give up its rights."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            said = do()
        except BaseException as error:  # noqa: BLE001  which the parent counts as wrong
            said = {"words": f"{type(error).__name__}: {error}", "ms": 0.0, "is_wrong": True}
        os.write(writing, json.dumps(said).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        said = json.loads(file.read())
    os.wait()
    return said


def on_bad_places(kind: Kind) -> dict[str, dict[str, Any]]:
    """Save where nothing can be saved; return the words, the time, and whether the old file is as it was."""
    return {
        name: in_a_fork(functools.partial(_refused, kind, prepare, words)) for name, (prepare, words) in PLACES.items()
    }


def _refused(kind: Kind, prepare: Callable[[Path, Path], None], words: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "folder"
        folder.mkdir(mode=0o777)
        os.chmod(name, 0o755)
        if prepare in ON_A_DISK_OF_ITS_OWN:
            _mount(folder)
        path = folder / f"file{kind.suffix}"
        kind.save(kind.make(1), path)
        old, value = path.read_bytes(), kind.make(2)
        limits = {which: resource.getrlimit(which) for which in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE)}
        prepare(folder, path)
        done = attempt(kind, value, path)
        for which, limit in limits.items():
            resource.setrlimit(which, limit)
        inside = sorted(left.name for left in folder.iterdir() if left.name != "filler")
        done["is_wrong"] = words not in done["words"] or path.read_bytes() != old or inside != [path.name]
        os.seteuid(os.getuid())
        if prepare in ON_A_DISK_OF_ITS_OWN:
            subprocess.run(["umount", str(folder)], check=True)
        return done


def _mount(folder: Path) -> None:
    """Give this process a small disk in memory that no other sees."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        raise OSError(
            ctypes.get_errno(), "no mounts of one's own: this proof needs the administrator of a Linux system"
        )
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=5", "tmpfs", str(folder)], check=True)


def _full(folder: Path, path: Path, room: int = 0) -> None:
    filler = folder / "filler"
    with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
        while True:
            file.write(bytes(512))
    os.truncate(filler, filler.stat().st_size - room)


def _nearly_full(folder: Path, path: Path) -> None:
    _full(folder, path, 1 if path.stat().st_size < 4096 else 4096)


def _no_more_names(folder: Path, path: Path) -> None:
    filler = folder / "filler"
    filler.mkdir()
    with contextlib.suppress(OSError):
        for number in range(10):
            (filler / str(number)).touch()


def _read_only(folder: Path, path: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def _larger_than_allowed(folder: Path, path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, resource.RLIM_INFINITY))


def _no_more_files(folder: Path, path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def _a_folder_of_somebody_else(folder: Path, path: Path) -> None:
    os.chmod(folder, 0o555)
    os.chmod(path, 0o666)
    os.seteuid(NOBODY)


def _a_file_of_somebody_else(folder: Path, path: Path) -> None:
    os.chmod(folder, 0o777)
    os.chmod(path, 0o444)
    os.seteuid(NOBODY)


ON_A_DISK_OF_ITS_OWN = (_full, _nearly_full, _no_more_names, _read_only)
PLACES: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "a full disk": (_full, "the disk is full"),
    "a disk with room for a part": (_nearly_full, "the disk is full"),
    "a disk with no room for a name": (_no_more_names, "the disk is full"),
    "a read-only disk": (_read_only, "the disk is read-only"),
    "a file larger than allowed": (_larger_than_allowed, "larger than the system allows"),
    "too many open files": (_no_more_files, "too many files are open"),
    "a read-only folder, as an ordinary user": (_a_folder_of_somebody_else, "no permission"),
    "a read-only file, as an ordinary user": (_a_file_of_somebody_else, "no permission"),
}
