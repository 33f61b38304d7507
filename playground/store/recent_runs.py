"""Recent runs: those that another took the place of, kept to be brought back.

An entry is a session file and a card, a few lines that say what it holds without reading it. The card is written last
and removed first, so an entry is there whole or not at all. Entries are numbered: no order here follows from a clock.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playground import held_files
from playground.errors import FileError
from playground.folders import state_folder
from playground.i18n import N_
from playground.lazy import lazy_import
from playground.store.format.strict_json import strict_json
from playground.store.safe.atomic import is_part, write_file
from playground.store.safe.bounded_read import MIB, read_bounded
from playground.store.safe.errors import BadFileError, Cause, SaveError
from playground.store.safe.process_lock import take_lock
from playground.store.safe.sanitize import plain

if TYPE_CHECKING:
    from playground.engine.history.archive import Archive
    from playground.store.session import file as session_file
else:  # who asks how many steps a kept run has needs none of it
    session_file = lazy_import("playground.store.session.file")

MOST = 10  # runs, the newest, and
MOST_BYTES = 300 * MIB  # what they may hold together
LEAST_STEPS = 1000  # of a run that is worth keeping

_RUN, _CARD = ".rls", ".json"
_LOCK = "lock"
_NAME = re.compile(r"(\d{6,9})-[0-9a-f]{8}")
_MOST_CARD = 4096  # bytes
_MOST_FILES = 1000  # looked at in the folder
PATIENCE_S = 10.0  # for another program, which writes there too
_AGAIN_S = 0.05


def recent_runs_path() -> Path:
    """Return the folder that they are in."""
    return state_folder() / "recent-runs"


@dataclass(frozen=True)
class RecentRun:
    """What there is to say of a kept run without opening it."""

    name: str  # by which it is opened and removed
    environment: str
    algorithm: str
    n_steps: int
    best: float | None  # mean return of its best policy
    left: datetime  # when another run took its place
    n_bytes: int


class RecentRuns:
    """The kept runs of a person, in a folder that all their windows share.

    All methods take a while, and nothing of it is kept between two calls.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def add(self, archive: Archive, *, instead_of: str = "") -> RecentRun | None:
        """Keep a run, and let go of the oldest that are too many.

        It takes the place of the entry `instead_of`, which it went on from. One that is too short is not kept. Raises
        SaveError with the others as they were.
        """
        if archive.present.n_steps < LEAST_STEPS:
            return None
        try:
            with self._locked():
                run = self._write(archive)
                if instead_of:
                    self._try_to_remove(instead_of)
                self._tidy_up()
                return run
        except OSError as error:
            raise _not_kept(Cause(error)) from error
        except FileError as error:
            raise _not_kept(error.values.get("cause", error)) from error

    def list(self) -> tuple[RecentRun, ...]:
        """Return them, the newest first.

        One whose card cannot be read is left out.
        """
        found = []
        for name in self._names(_CARD):
            with contextlib.suppress(FileError, OSError, ValueError, TypeError, KeyError):
                found.append(self._read(name))
        return tuple(found)

    def open(self, name: str) -> Archive:
        """Return the run of an entry; raise FileError where it cannot be read."""
        if not _NAME.fullmatch(name):
            raise BadFileError("missing", file=plain(name))
        return session_file.load_session(self._file(name, _RUN))

    def remove(self, name: str) -> None:
        """Remove an entry for good; raise FileError where that is not possible."""
        self._remove_all([name])

    def clear(self) -> None:
        """Remove all of them for good, likewise."""
        self._remove_all(self._names(_CARD))

    def _remove_all(self, names: Sequence[str]) -> None:
        first: OSError | None = None
        try:
            with self._locked():
                for name in names:
                    try:
                        self._remove(name)
                    except OSError as error:
                        first = first or error
                self._tidy_up()
        except OSError as error:
            raise FileError(
                N_("A kept run could not be removed (in “{folder}”: {cause}). The others are as they were."),
                folder=plain(self._root, 200),
                cause=Cause(error),
            ) from error
        if first is not None:
            raise FileError(
                N_("A kept run could not be removed: {cause}. It is still under Run > Recent runs: try it again."),
                cause=Cause(first),
            ) from first

    def _write(self, archive: Archive) -> RecentRun:
        name = f"{self._next_number():06d}-{secrets.token_hex(4)}"
        file = self._file(name, _RUN)
        session_file.save_session(archive, file)
        n_bytes = file.stat().st_size
        if n_bytes > MOST_BYTES:
            _unlink(file)
            raise SaveError(N_("it takes more room than all of them may have"))
        best = archive.findings[-1][1].best
        card = {
            "environment": archive.settings.environment,
            "algorithm": archive.settings.algorithm,
            "steps": archive.present.n_steps,
            "best": None if best is None else float(best.score),
            "left": archive.created,
        }
        data = json.dumps(card, allow_nan=False).encode()
        try:
            write_file(self._file(name, _CARD), data, _parse)
        except BaseException:
            _unlink(file)
            raise
        return self._read(name)

    def _read(self, name: str) -> RecentRun:
        """Return an entry by its card.

        Raises BadFileError, OSError, ValueError, TypeError or KeyError where it is not what we write.
        """
        environment, algorithm, n_steps, best, left = _parse(self._file(name, _CARD))
        return RecentRun(name, environment, algorithm, n_steps, best, left, self._file(name, _RUN).stat().st_size)

    def _tidy_up(self) -> None:
        """Remove what is too much, the oldest first, and what belongs to no entry."""
        n_runs = n_bytes = 0
        entries = self._names(_CARD)
        for name in entries:
            with contextlib.suppress(OSError):
                n_bytes += self._file(name, _RUN).stat().st_size
            n_runs += 1
            if n_runs > MOST or n_bytes > MOST_BYTES:
                self._try_to_remove(name)
        for name in set(self._names(_RUN)) - set(entries):
            _unlink(self._file(name, _RUN))
        for path in self._files():
            if is_part(path):
                _unlink(path)

    def _remove(self, name: str) -> None:
        """Remove an entry; raise OSError with all of it still there."""
        if _NAME.fullmatch(name):
            held_files.remove(self._file(name, _CARD))
            _unlink(self._file(name, _RUN))  # what is held goes another time, for it belongs to no entry

    def _try_to_remove(self, name: str) -> None:
        with contextlib.suppress(OSError):  # another window may be reading it; the next one that is added tries again
            self._remove(name)

    def _file(self, name: str, suffix: str) -> Path:
        return self._root / f"{name}{suffix}"

    def _names(self, suffix: str) -> Sequence[str]:
        """Return the names of the entries that have such a file, the newest first."""
        names = [path.stem for path in self._files() if path.suffix == suffix and _NAME.fullmatch(path.stem)]
        return sorted(names, key=_number, reverse=True)

    def _next_number(self) -> int:
        return max((_number(name) for suffix in (_CARD, _RUN) for name in self._names(suffix)), default=0) + 1

    def _files(self) -> Sequence[Path]:
        try:
            with os.scandir(self._root) as found:
                return [Path(entry.path) for entry in itertools.islice(found, _MOST_FILES)]
        except OSError:
            return []

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other programs from writing here; raise OSError where there is no lock."""
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        until = time.monotonic() + PATIENCE_S
        while (lock := take_lock(self._root / _LOCK, create=True)) is None:
            if time.monotonic() > until:
                raise BlockingIOError(errno.EACCES, "another program is writing there")
            time.sleep(_AGAIN_S)
        try:
            yield
        finally:
            lock.release()


def _parse(path: Path) -> tuple[str, str, int, float | None, datetime]:
    """Return what a card says.

    Raises BadFileError, ValueError, TypeError or KeyError where it is not what we write.
    """
    card = strict_json(read_bounded(path, _MOST_CARD))
    best, left = card["best"], datetime.fromisoformat(card["left"])
    is_ours = (
        isinstance(card["environment"], str)
        and isinstance(card["algorithm"], str)
        and type(card["steps"]) is int
        and card["steps"] >= 0
        and (best is None or type(best) in (int, float))
        and left.tzinfo is not None
    )
    if not is_ours:
        raise ValueError("not what we write")
    return plain(card["environment"]), plain(card["algorithm"]), card["steps"], best, left


def _number(name: str) -> int:
    return int(name.partition("-")[0])


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        held_files.remove(path)


def _not_kept(cause: object) -> SaveError:
    return SaveError(
        N_(
            "The run before could not be put under Run > Recent runs: {cause}. The others there are as they were, and the new run goes on."
        ),
        cause=cause,
    )
