"""Atomic writing: a whole file or nothing.

Whatever happens, the name holds the old content or the new, never a part.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from playground import held_files
from playground.i18n import N_
from playground.store.safe.errors import Cause, SaveError
from playground.store.safe.process_lock import hold, take_lock
from playground.store.safe.sanitize import plain
from playground.store.safe.windows_names import check_name

StrPath = held_files.StrPath

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC"))
_OPEN_FLAGS = os.O_WRONLY | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
_PIECE = 1 << 26  # bytes in one call; some systems refuse 2 GiB
_MODE = 0o666  # less the user's umask, as for any other file
_READ_BACK = 0o600  # what the check needs of it
_TRIES = 20
_SUFFIX = ".playground-part"
_PART = re.compile(r"\.[0-9a-f]{16}" + re.escape(_SUFFIX))


def write_file(path: StrPath, data: bytes, check: Callable[[Path], object]) -> None:
    """Write `data` to `path`, whole or not at all.

    `check` reads it back under a temporary name and raises if it is not as it should be. Write, fsync, check, rename,
    fsync of the folder, in this order. Raises SaveError, or what `check` raises, with the old file untouched and the
    temporary one gone. What programs that were killed left in that folder goes first, for the disk may be full of it.
    """
    with _in_words(path):
        target, mode = _target(path)
        _clear(target.parent)
        for _ in range(_TRIES):
            if _try_to_write(target, mode, data, check):
                break
        else:
            raise OSError(f"removed {_TRIES} times")
        _sync_folder(target.parent)


def _try_to_write(target: Path, mode: int | None, data: bytes, check: Callable[[Path], object]) -> bool:
    """Write the file.

    Return False where another program cleared it away before it had its name.
    """
    temporary, descriptor = _create(target, _MODE if mode is None else mode | _READ_BACK)
    with contextlib.ExitStack() as held:
        held.callback(_close, descriptor)
        try:
            _write(descriptor, data)
            check(temporary)
            if mode is not None:
                with contextlib.suppress(OSError):  # some disks know no permissions; it has no more than before
                    os.chmod(temporary, mode)
            if sys.platform == "win32":  # no open file is renamed there, and one that is closed is not locked
                held.close()
            held_files.replace(temporary, target)
        except BaseException as error:
            held.close()
            if isinstance(error, FileNotFoundError) and not os.path.lexists(temporary) and os.path.isdir(target.parent):
                return False
            _remove(temporary)
            raise
    return True


def check_writable(path: StrPath) -> None:
    """Raise SaveError if a file could not be written to `path` now.

    Nothing is left behind.
    """
    with _in_words(path):
        target, _ = _target(path)
        temporary, descriptor = _create(target)
        try:
            _write(descriptor, b"")
        finally:
            os.close(descriptor)
            _remove(temporary)


@contextlib.contextmanager
def _in_words(path: StrPath) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SaveError(
            N_(
                "“{file}” could not be saved: {cause}. What was there before is unchanged. Put that right, or save under another name or in another folder."
            ),
            file=plain(os.fspath(path), 200),
            cause=Cause(error),
        ) from error


def _target(path: StrPath) -> tuple[Path, int | None]:
    """Return the file to replace and the permissions that it has.

    It is the one behind any links; it has none if it does not exist.
    """
    check_name(Path(path).name)
    target = Path(os.path.realpath(path))
    try:
        status = target.stat()
    except FileNotFoundError:
        return target, None
    if not stat.S_ISREG(status.st_mode):  # replacing a device or a pipe would remove it
        raise SaveError(
            N_(
                "“{file}” is a folder, a device or a pipe, so nothing was saved there and it is unchanged. Choose the name of a file."
            ),
            file=plain(os.fspath(path), 200),
        )
    os.close(
        held_files.open_existing(target, _OPEN_FLAGS)
    )  # a rename would not ask whether the file itself may be written
    return target, stat.S_IMODE(status.st_mode)


def is_part(path: Path) -> bool:
    """Whether it bears the name of a file whose writing may have been cut off."""
    return _PART.fullmatch(path.name) is not None


def _clear(folder: Path) -> None:
    """Remove parts of files that no living program writes: its lock would tell."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _PART.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):  # somebody else's, or where there are no locks
                    lock = take_lock(Path(entry.path))
                    if lock is not None:
                        lock.remove()


def _create(target: Path, mode: int = _MODE) -> tuple[Path, int]:
    """Return a new file in the folder of `target`, and its descriptor.

    While that is open, its lock tells that somebody is at it.
    """
    for _ in range(_TRIES):
        path = target.with_name(f".{secrets.token_hex(8)}{_SUFFIX}")  # only within one disk is a rename whole
        descriptor = os.open(path, _FLAGS, mode)
        hold(descriptor)
        if os.path.lexists(path):
            return path, descriptor
        os.close(descriptor)  # somebody cleared the folder before it was locked
    raise OSError(f"removed {_TRIES} times")


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:  # a nearly full disk takes a part, and refuses the rest
        rest = rest[os.write(descriptor, rest[:_PIECE]) :]
    os.fsync(descriptor)


def _close(descriptor: int) -> None:
    """Close what is on the disk, as fsync() has told.

    The new file may be in place by now, and no error of this can take it back.
    """
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        held_files.remove(path)


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system can.

    The new file is whole either way.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
