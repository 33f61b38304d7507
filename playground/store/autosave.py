"""Copies of the run for after the end, in a folder of each running program.

A lock in the folder, which the system lets go of when the program ends, tells a folder in use from one that was left
behind. What stands in it tells a program that was closed, and by whom, from one that crashed: both leave their run, for
nobody chose to lose it. Copies and folders are numbered: no order here follows from a clock.
"""

from __future__ import annotations

import contextlib
import getpass
import logging
import platform
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playground import held_files
from playground.errors import FileError
from playground.folders import state_folder
from playground.i18n import N_
from playground.store.safe.atomic import is_part
from playground.store.safe.bounded_read import MIB
from playground.store.safe.errors import BadFileError, Cause, SaveError
from playground.store.safe.process_lock import ProcessLock, take_lock
from playground.store.safe.sanitize import plain

KEPT = 3  # copies of a run
MOST_LEFT = 4  # folders of programs that died, and
MOST_LEFT_BYTES = 1024 * MIB  # what they may hold together, the newest whatever it holds
SUFFIX = ".rls"

_LOCK = "lock"
_RUNNING = "running"  # begins what stands in the lock, from when the folder is whole until it is removed
_CLOSED = "closed"  # stands in its second line once the program was closed; then who used it, and on which computer
_MOST_WORDS = 400  # bytes of all that
_FOLDER = re.compile(r"(\d{6,})-[0-9a-f]{8}")
_COPY = re.compile(r"(\d{8})" + re.escape(SUFFIX))
_TRIES = 20  # at a folder that no other program, looking around, takes away

T = TypeVar("T")

log = logging.getLogger(__name__)


def autosave_path() -> Path:
    """Return the folder that the folders of all programs are in."""
    return state_folder() / "autosave"


@dataclass(frozen=True)
class Ending:
    """How a program ended that left its run behind.

    Who used it and on which computer is empty where nobody noted it.
    """

    was_closed: bool  # else it crashed
    person: str = ""
    computer: str = ""

    @property
    def is_by_others(self) -> bool:
        """Whether it was somebody else's, or was on another computer."""
        return (self.person, self.computer) not in (("", ""), _whose())


class Instance:
    """The folder of this program.

    It is made at once, for its lock is how a crash is known by.
    """

    def __init__(self, root: Path) -> None:
        """Make the folder; raises SaveError where it or its lock cannot be made."""
        self._root = root
        self._folder, self._lock = _begin(root)
        self._number = 0  # of the newest copy
        self._is_closed = False

    def mark(self, *, closed: bool) -> None:
        """Note that the program was closed, or that it goes on after all."""
        if closed != self._is_closed:
            self._is_closed = closed
            with contextlib.suppress(OSError):  # then it will look like a crash, and nothing is lost
                _note(self._lock, closed=closed)

    def end(self) -> None:
        """Leave the copies for the next start, or nothing where there are none."""
        if _copies(self._folder):
            self.mark(closed=True)
            self._lock.release()
        else:
            self.close()

    def write(self, save: Callable[[Path], object]) -> None:
        """Write another copy with `save`, whole or not at all; drop the oldest.

        Raises SaveError with the copies as they were. A folder that somebody removed meanwhile is made again.
        """
        if not self._lock.is_in_place:
            self._lock.release()
            self._folder, self._lock = _begin(self._root)
            self._is_closed = False
        try:
            save(self._folder / f"{self._number + 1:08d}{SUFFIX}")
        except FileError as error:
            raise _not_kept(self._folder, error.values.get("cause", error)) from error
        self._number += 1
        _remove(_copies(self._folder)[KEPT:])

    def close(self) -> None:
        """Remove the folder: its run is not needed any more."""
        _clear(self._folder, self._lock)


class Leftover:
    """The folder of a program that has ended, locked until discard() or release()."""

    def __init__(self, folder: Path, lock: ProcessLock, ending: Ending) -> None:
        self._folder, self._lock, self.ending = folder, lock, ending

    @property
    def copies(self) -> list[Path]:
        """The copies of its run, the newest first."""
        return _copies(self._folder)

    def discard(self) -> None:
        """Remove it for good."""
        _clear(self._folder, self._lock)

    def release(self) -> None:
        """Leave it as it is, for the next program to find."""
        self._lock.release()

    def size(self) -> int:
        """Return its size in bytes."""
        total = 0
        for path in _ours(self._folder):
            with contextlib.suppress(OSError):
                total += path.stat(follow_symlinks=False).st_size
        return total


def take_leftovers(root: Path) -> list[Leftover]:
    """Return the folders of programs that have ended, the newest first.

    What is beyond the bounds is removed, oldest first. Nothing is raised: where one may not look, nothing is found.
    """
    found: list[Leftover] = []
    total = 0
    for folder in reversed(_folders(root)):
        leftover = _take(folder)
        if leftover is None:
            continue
        total += leftover.size()
        if len(found) == MOST_LEFT or (found and total > MOST_LEFT_BYTES):
            log.warning("removed an old autosave, for there are too many: %s", folder)
            leftover.discard()
        else:
            found.append(leftover)
    return found


def newest_sound(leftover: Leftover, read: Callable[[Path], T]) -> T:
    """Return what `read` makes of the newest copy that it can read.

    Raises the error of the newest one if there is none.
    """
    first: FileError | None = None
    for path in leftover.copies:
        try:
            return read(path)
        except FileError as error:
            log.warning("a copy of a run cannot be read: %s", error.english())
            first = first or error
    raise first or BadFileError("missing")


def _begin(root: Path) -> tuple[Path, ProcessLock]:
    """Make a folder with a lock."""
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for _ in range(_TRIES):
            folder = root / f"{_next_number(root):06d}-{secrets.token_hex(4)}"
            folder.mkdir(mode=0o700)
            with contextlib.suppress(FileNotFoundError):  # who looks around now finds it empty, and removes it
                lock = take_lock(folder / _LOCK, create=True)
                if lock is not None:
                    _note(lock, closed=False)
                    return folder, lock
        raise OSError(f"no lock in {_TRIES} tries")
    except OSError as error:
        raise _not_kept(root, Cause(error)) from error


def _not_kept(folder: Path, cause: object) -> SaveError:
    return SaveError(
        N_(
            "The run cannot be kept for after a crash (in “{folder}”: {cause}). Training goes on, and it is tried again; save the session yourself if it must not be lost."
        ),
        folder=plain(folder, 200),
        cause=cause,
    )


def _take(folder: Path) -> Leftover | None:
    """Lock a folder that was left behind; remove one without any copies."""
    try:
        lock = take_lock(folder / _LOCK)
    except FileNotFoundError:
        with contextlib.suppress(OSError):  # it is not empty, or somebody else was faster
            folder.rmdir()
        return None
    except OSError as error:
        log.warning("cannot look into %s: %s", folder, error)
        return None
    if lock is None:
        return None
    ending = _ending(lock)
    if ending is None:  # its program was killed while it made the folder, or removed it
        _clear(folder, lock)
        return None
    return Leftover(folder, lock, ending)


def _note(lock: ProcessLock, *, closed: bool) -> None:
    words = "\n".join((_RUNNING, _CLOSED if closed else "", *_whose()))
    lock.write(words.encode()[:_MOST_WORDS])


def _ending(lock: ProcessLock) -> Ending | None:
    """Return what stands in a lock; None where there is nothing to tell."""
    lines = lock.read(_MOST_WORDS).decode(errors="replace").split("\n")
    if lines[0] != _RUNNING:
        return None
    closed, person, computer = (*lines[1:4], "", "", "")[:3]
    return Ending(closed == _CLOSED, plain(person), plain(computer))


def _whose() -> tuple[str, str]:
    """Return who uses this program, and on which computer."""
    try:
        person = getpass.getuser()
    except (OSError, KeyError, ImportError):  # nobody that the system knows
        person = ""
    return plain(person), plain(platform.node())


def _clear(folder: Path, lock: ProcessLock) -> None:
    """Remove the folder with all that is ours in it; anything else is left alone."""
    with contextlib.suppress(OSError):
        lock.write(b"")  # from here on there is nothing to tell, however far this gets
    _remove(_ours(folder))
    with contextlib.suppress(OSError):
        lock.remove()
        folder.rmdir()


def _folders(root: Path) -> list[Path]:
    """Return the folders of programs, the first one first."""
    return [path for _, path in sorted(_numbered(root, _FOLDER)) if path.is_dir() and not path.is_symlink()]


def _next_number(root: Path) -> int:
    return max((number for number, _ in _numbered(root, _FOLDER)), default=0) + 1


def _copies(folder: Path) -> list[Path]:
    """Return the copies in a folder, the newest first."""
    return [path for _, path in sorted(_numbered(folder, _COPY), reverse=True)]


def _ours(folder: Path) -> list[Path]:
    """Return all files that we ever put into a folder, but the lock."""
    return _copies(folder) + [path for path in _listed(folder) if is_part(path)]


def _numbered(folder: Path, name: re.Pattern[str]) -> list[tuple[int, Path]]:
    matches = [(name.fullmatch(path.name), path) for path in _listed(folder)]
    return [(int(match[1]), path) for match, path in matches if match is not None]


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _remove(paths: Iterable[Path]) -> None:
    """Remove files; what somebody holds goes with the next ones, or at the next start."""
    with contextlib.suppress(OSError):
        held_files.remove_all(paths)
