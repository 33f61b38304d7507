"""Bounded reading of a whole file.

Only a regular file is read, only up to a bound, and never waiting for anybody.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import BinaryIO

from playground.store.safe.errors import BadFileError, Cause

MIB = 1 << 20
FIRST = 4096  # bytes

# Not every system has all of them. O_NONBLOCK: opening a pipe must not wait for its other end.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))


def read_bounded(path: str | os.PathLike[str], limit: int, check_first: Callable[[bytes], None] | None = None) -> bytes:
    """Return the content of `path`.

    Raises BadFileError if it is no regular file or has more than `limit` bytes. It is looked at before opening, for
    opening alone can do something to a device, and again once it is open, for it may have been replaced in between. A
    link is followed, as saving follows it, for people keep their files behind links: what counts is what it leads to.
    The content is read once, so that what is checked is what is used. `check_first` may refuse a file by its first
    FIRST bytes, before the rest is read.
    """
    try:
        _require_file(os.stat(path), limit)
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            _require_file(status, limit)
            return _read(file, status.st_size, limit, check_first)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a zero byte in the name
        raise BadFileError("missing") from None
    except OSError as error:
        raise BadFileError("unreadable", cause=Cause(error)) from error


def _require_file(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise BadFileError("not_a_file")
    if status.st_size > limit:
        raise _too_large(limit)


def _read(file: BinaryIO, size: int, limit: int, check_first: Callable[[bytes], None] | None) -> bytes:
    if check_first is not None and size > FIRST:
        check_first(file.read(FIRST) or b"")
        file.seek(0)
    content = file.read(size + 1) or b""  # None of a file whose content is still to come, as some of /proc are
    if len(content) <= size:
        return content
    pieces, n_bytes = [content], len(content)  # it grew, or its size was not known
    while n_bytes <= limit and (piece := file.read(min(MIB, limit + 1 - n_bytes))):
        pieces.append(piece)
        n_bytes += len(piece)
    if n_bytes > limit:
        raise _too_large(limit)
    return b"".join(pieces)


def _too_large(limit: int) -> BadFileError:
    return BadFileError("too_large", limit=f"{limit // MIB} MiB" if limit >= MIB else f"{limit // 1024} KiB")
