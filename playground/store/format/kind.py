"""A kind of file: its name, its limits, and how one is opened and saved."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playground.errors import Term
from playground.i18n import N_
from playground.store.format.strict_json import MAX_VALUES
from playground.store.safe.atomic import StrPath, write_file
from playground.store.safe.bounded_read import read_bounded
from playground.store.safe.errors import BadFileError, SaveError
from playground.store.safe.sanitize import plain

T = TypeVar("T")


@dataclass(frozen=True)
class FileKind:
    """A kind of file and its limits.

    A file that holds more than this of anything is refused before that much is read, made or searched.
    """

    format: str  # what each such file calls itself
    noun: str  # for a person, marked with N_(): what it holds, as in "a ... file"
    suffix: str
    max_bytes: int
    max_values: int = MAX_VALUES  # of its JSON
    max_header: int = 0  # bytes; this and what follows is of containers alone
    max_tensors: int = 0
    dtypes: frozenset[str] = frozenset()  # as safetensors calls them


def _nothing(data: bytes, kind: FileKind) -> None:
    pass


def open_file(
    path: StrPath,
    kind: FileKind,
    parse: Callable[[bytes], T],
    check_first: Callable[[bytes, FileKind], None] = _nothing,
) -> T:
    """Read a file and return what `parse` makes of it.

    `check_first` may refuse it by its first bytes. Raises BadFileError in words fit for this kind.
    """
    try:
        return parse(read_bounded(path, kind.max_bytes, lambda data: check_first(data, kind)))
    except BadFileError as error:
        error.values.update(file=plain(Path(path).name or path), kind=Term(kind.noun), suffix=kind.suffix)
        raise


def save_file(path: StrPath, data: bytes, kind: FileKind, parse: Callable[[bytes], object]) -> None:
    """Write a file, and read it back before it takes its name.

    Raises SaveError with whatever was there before untouched.
    """

    def check(written: Path) -> None:
        if read_bounded(written, kind.max_bytes) != data:
            raise BadFileError("changed")
        parse(data)

    try:
        write_file(path, data, check)
    except BadFileError as error:
        raise SaveError(
            N_(
                "“{file}” was not saved: what was written could not be opened again ({reason}). What was there before is unchanged. Try another disk."
            ),
            file=plain(os.fspath(path), 200),
            reason=error.reason,
        ) from error
