"""Atomic writing: a whole file or nothing.

Whatever happens, the name holds the old content or the new, never a part.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from playground.i18n import N_
from playground.store.safe.errors import Cause, SaveError
from playground.store.safe.sanitize import plain

StrPath = str | os.PathLike[str]

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC"))
_OPEN_FLAGS = os.O_WRONLY | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
_PIECE = 1 << 26  # bytes in one call; some systems refuse 2 GiB
_MODE = 0o666  # less the user's umask, as for any other file


def write_file(path: StrPath, data: bytes, check: Callable[[Path], object]) -> None:
    """Write `data` to `path`, whole or not at all.

    `check` reads it back under a temporary name and raises if it is not as it should be. Write, fsync, check, rename,
    fsync of the folder, in this order. Raises SaveError, or what `check` raises, with the old file untouched and the
    temporary one gone.
    """
    with _in_words(path):
        target, mode = _target(path)
        temporary = _temporary(target)
        try:
            _write(temporary, data)
            check(temporary)
            if mode is not None:
                os.chmod(temporary, mode)
            os.replace(temporary, target)
        except BaseException:
            _remove(temporary)
            raise
        _sync_folder(target.parent)


def check_writable(path: StrPath) -> None:
    """Raise SaveError if a file could not be written to `path` now.

    Nothing is left behind.
    """
    with _in_words(path):
        target, _ = _target(path)
        temporary = _temporary(target)
        try:
            _write(temporary, b"")
        finally:
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
    os.close(os.open(target, _OPEN_FLAGS))  # a rename would not ask whether the file itself may be written
    return target, stat.S_IMODE(status.st_mode)


def _temporary(target: Path) -> Path:
    """Return an unused name in the same folder.

    Only within one disk is a rename whole.
    """
    return target.with_name(f".{secrets.token_hex(8)}.playground-part")


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, _FLAGS, _MODE)
    try:
        rest = memoryview(data)
        while rest:  # a nearly full disk takes a part, and refuses the rest
            rest = rest[os.write(descriptor, rest[:_PIECE]) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system can.

    The new file is whole either way.
    """
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
