"""A lock on a file that ends with the program that holds it.

The operating system lets go of it, however the program ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from playground import held_files

_FLAGS = os.O_RDWR | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW"))
_MODE = 0o600


class ProcessLock:
    """A file that is locked until release().

    What is written in it stays when the program dies.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor

    @property
    def is_in_place(self) -> bool:
        """Whether the file of that name is still the one that is locked."""
        try:
            return os.path.samestat(os.stat(self._path, follow_symlinks=False), os.fstat(self._descriptor))
        except OSError:
            return False

    def read(self, n_bytes: int) -> bytes:
        """Return the beginning of what is written in the file."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        return os.read(self._descriptor, n_bytes)

    def write(self, data: bytes) -> None:
        """Put a few bytes in place of what is written in the file.

        What both begin with stays there throughout, whenever the program dies.
        """
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, data)
        os.ftruncate(self._descriptor, len(data))

    def release(self) -> None:
        """Unlock the file; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def remove(self) -> None:
        """Release the file and remove it, in the order that the system allows."""
        if sys.platform == "win32":  # an open file cannot be removed
            self.release()
            held_files.remove(self._path)
        else:  # nobody else may come to hold what is about to go
            try:
                held_files.remove(self._path)
            finally:
                self.release()


def take_lock(path: Path, *, create: bool = False) -> ProcessLock | None:
    """Lock a file at once; return None if that is not possible.

    It is not if another program, or this one, has locked it or has just removed it. Raises OSError where there is no
    such file or where there are no locks.
    """
    descriptor = os.open(path, _FLAGS | (os.O_CREAT if create else 0), _MODE)
    try:
        is_taken = _take(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    lock = ProcessLock(path, descriptor)
    if is_taken and lock.is_in_place:
        return lock
    lock.release()
    return None


def hold(descriptor: int) -> None:
    """Lock a new file, at its beginning, until it is closed.

    Where there are no locks it stays without, and nobody else can take one either.
    """
    with contextlib.suppress(OSError):
        _take(descriptor)
    os.lseek(descriptor, 0, os.SEEK_SET)


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30  # far behind the text, which others may then read

    def _take(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        with contextlib.suppress(PermissionError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
