"""Windows for tests of files: a folder in which this system's calls answer as those of Windows would.

What is replaced are `sys.platform`, calls of `os`, `open` and `msvcrt`, nothing of the program's own. Below the folder

- no file is renamed, replaced or removed while any descriptor of this process or its children is on it;
- a virus scanner may hold each fresh file, so that the first tries fail although nobody here has it open;
- names differ by more than case, lose dots and spaces at their end, and may be devices or not allowed at all;
- a folder is not opened, and a file in a path's middle is a folder that is not there.

Numbers of errors are those that Windows gives: error codes where Python asks Windows itself, and EACCES without one
where it asks the C library, as to open. Read-only files and permissions are not imitated.
"""

from __future__ import annotations

import builtins
import errno
import importlib
import io
import os
import re
import shutil
import struct
import sys
import types
from pathlib import Path

FILE_NOT_FOUND, PATH_NOT_FOUND, ACCESS_DENIED, SHARING_VIOLATION = 2, 3, 5, 32
INVALID_NAME, NOT_EMPTY, NO_FOLDER = 123, 145, 267

_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[1-9¹²³]) *(\..*)?", re.IGNORECASE | re.DOTALL)
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')
_BY_PATH = ("stat", "lstat", "mkdir", "listdir", "scandir", "chmod", "utime", "access", "readlink")

_FOR_CHILDREN = "PLAYGROUND_TESTS_WINDOWS_DISK"


class WindowsDisk:
    """The folder `root`, from install() to remove().

    A virus scanner makes the first `n_scans` tries to rename or remove each file fail.
    """

    def __init__(self, root: str | os.PathLike[str], n_scans: int = 0, set_attribute=setattr) -> None:
        """`set_attribute` is that of pytest's monkeypatch, where a test may replace some of the same calls."""
        self.root, self._n_scans, self._set_attribute = os.path.realpath(root), n_scans, set_attribute
        self._scans: dict[tuple[int, int, int], int] = {}
        self._n_refused: dict[str, int] = {}
        self._before: list[tuple[object, str, object]] = []
        self._real = {name: getattr(os, name) for name in (*_BY_PATH, "open", "replace", "rename", "unlink", "rmdir")}
        self._real_open = io.open

    def install(self) -> None:
        os.environ[_FOR_CHILDREN] = f"{self._n_scans} {self.root}"
        self._set(sys, "platform", "win32")
        for name in _BY_PATH:
            self._set(os, name, self._by_path(name))
        for name in ("open", "replace", "unlink", "rmdir"):
            self._set(os, name, getattr(self, f"_{name}"))
        self._set(os, "rename", self._replace)
        self._set(os, "remove", self._unlink)
        self._set(shutil, "_use_fd_functions", False)  # of which Windows has none
        for module in (io, builtins):
            self._set(module, "open", self._open_file)
        sys.modules["msvcrt"] = msvcrt()
        _read_again()

    def refuse_to_open(self, path: str | os.PathLike[str], n_tries: int) -> None:
        """Let somebody have a file who shares it with nobody."""
        self._n_refused[os.path.realpath(path)] = n_tries

    def remove(self) -> None:
        del os.environ[_FOR_CHILDREN]
        while self._before:
            setattr(*self._before.pop())
        del sys.modules["msvcrt"]
        _read_again()

    def _set(self, owner: object, name: str, value: object) -> None:
        self._before.append((owner, name, getattr(owner, name)))
        self._set_attribute(owner, name, value)

    # The calls

    def _by_path(self, name):
        def call(path=".", *rest, **named):
            if named.get("dir_fd") is not None:
                return self._real[name](path, *rest, **named)
            return self._asked(self._real[name], self._found(path), *rest, **named)

        return call

    def _open(self, path, flags, mode=0o777, *, dir_fd=None):
        if dir_fd is not None:
            return self._real["open"](path, flags, mode, dir_fd=dir_fd)
        return self._asked(self._real["open"], self._openable(path), flags, mode)

    def _open_file(self, file, *rest, **named):
        return self._asked(self._real_open, self._openable(file), *rest, **named)

    def _replace(self, source, target):
        source, target = self._found(source), self._found(target)
        if not self._is_here(source):
            return self._real["replace"](source, target)
        self._refuse_held(source, SHARING_VIOLATION)
        if target == os.devnull or os.path.isdir(target):
            raise _error(ACCESS_DENIED, target)
        self._refuse_held(target, ACCESS_DENIED)
        self._asked(self._real["replace"], source, target)

    def _unlink(self, path, *, dir_fd=None):
        if dir_fd is not None:
            return self._real["unlink"](path, dir_fd=dir_fd)
        path = self._found(path)
        if self._is_here(path):
            self._refuse_held(path, SHARING_VIOLATION)
            if os.path.isdir(path) and not os.path.islink(path):
                raise _error(ACCESS_DENIED, path)
        self._asked(self._real["unlink"], path)

    def _rmdir(self, path, *, dir_fd=None):
        if dir_fd is not None:
            return self._real["rmdir"](path, dir_fd=dir_fd)
        return self._asked(self._real["rmdir"], self._found(path))

    # What they go by

    def _asked(self, function, *arguments, **named):
        try:
            return function(*arguments, **named)
        except NotADirectoryError as error:
            asks_for_folder = function in [self._real[name] for name in ("rmdir", "listdir", "scandir")]
            raise _error(NO_FOLDER if asks_for_folder else PATH_NOT_FOUND, arguments[0]) from error
        except OSError as error:
            numbers = {errno.ENOENT: FILE_NOT_FOUND, errno.EEXIST: 183, errno.ENOTEMPTY: NOT_EMPTY}
            if error.errno in numbers and function not in (self._real["open"], self._real_open):
                error.winerror = numbers[error.errno]
            raise

    def _is_here(self, path) -> bool:
        return path == self.root or (isinstance(path, str) and path.startswith(self.root + os.sep))

    def _found(self, path):
        """Return the file that Windows finds under a name, whatever its case; a new one keeps its own."""
        if not isinstance(path, (str, os.PathLike)):
            return path
        asked = os.path.normpath(os.path.join(os.getcwd(), os.fspath(path)))
        if not self._is_here(asked):
            return path
        found = self.root
        for name in Path(asked).relative_to(self.root).parts:
            if _DEVICE.fullmatch(name):
                return os.devnull
            if _FORBIDDEN.search(name):
                raise _error(INVALID_NAME, asked)
            name = name.rstrip(". ")
            try:
                there = self._real["listdir"](found)
            except OSError:  # it is not there, or no folder
                there = []
            found = os.path.join(found, next((one for one in there if one.casefold() == name.casefold()), name))
        return found

    def _openable(self, path):
        path = self._found(path)
        if not self._is_here(path):
            return path
        n_refused = self._n_refused.get(path, 0)
        if n_refused or os.path.isdir(path):
            self._n_refused[path] = max(0, n_refused - 1)
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return path

    def _refuse_held(self, path: str, number: int) -> None:
        """Raise where somebody has the file open, or the scanner still looks at it."""
        try:
            status = self._real["lstat"](path)
        except OSError:
            return
        key = status.st_dev, status.st_ino
        scanned = *key, status.st_mtime_ns  # the system gives numbers of removed files to others
        left = self._scans.setdefault(scanned, self._n_scans)
        self._scans[scanned] = max(0, left - 1)
        if left or any(self._is_on(descriptor, key) for descriptor in self._descriptors()):
            raise _error(number, path)

    def _descriptors(self) -> list[str]:
        """Return all descriptors of this process and its children."""
        processes = ["self"]
        for task in self._real["listdir"]("/proc/self/task"):
            with self._real_open(f"/proc/self/task/{task}/children") as file:
                processes += file.read().split()
        found = []
        for process in processes:
            try:
                found += [f"/proc/{process}/fd/{name}" for name in self._real["listdir"](f"/proc/{process}/fd")]
            except OSError:  # it has ended
                continue
        return found

    def _is_on(self, descriptor: str, key: tuple[int, int]) -> bool:
        try:
            status = self._real["stat"](descriptor)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == key


def as_in_parent() -> None:
    """Give a child process the disk that its parent has, if it has one."""
    if _FOR_CHILDREN in os.environ:
        n_scans, root = os.environ[_FOR_CHILDREN].split(" ", 1)
        WindowsDisk(root, int(n_scans)).install()


def msvcrt() -> types.ModuleType:
    """Return a stand-in for the module of that name, as far as locks go.

    They are of ranges of bytes and belong to an open file, as those of Windows do: to open it once more in the same
    process gives no right to the range. Linux calls such locks those of open file descriptions.
    """
    import fcntl

    module = types.ModuleType("msvcrt")
    module.LK_UNLCK, module.LK_LOCK, module.LK_NBLCK = 0, 1, 2

    def locking(descriptor: int, mode: int, n_bytes: int) -> None:
        """Lock or unlock what follows the place where the file is read, as _locking() of the C library."""
        kind = fcntl.F_UNLCK if mode == module.LK_UNLCK else fcntl.F_WRLCK
        begin = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", kind, os.SEEK_SET, begin, n_bytes, 0))
        except BlockingIOError:
            if mode == module.LK_LOCK:  # after ten tries, a second apart
                raise OSError(errno.EDEADLK, "Resource deadlock avoided") from None
            raise PermissionError(errno.EACCES, "Permission denied") from None

    module.locking = locking
    return module


def _error(number: int, path: object) -> OSError:
    numbers = {
        PATH_NOT_FOUND: errno.ENOENT,
        ACCESS_DENIED: errno.EACCES,
        SHARING_VIOLATION: errno.EACCES,
        INVALID_NAME: errno.EINVAL,
        NO_FOLDER: errno.ENOTDIR,
    }
    error = OSError(numbers[number], f"[WinError {number}]", path)
    error.winerror = number
    return error


def _read_again() -> None:
    """Let the module of locks choose by the system once more; whoever imported from it gets the choice too."""
    name = "playground.store.safe.process_lock"
    if name in sys.modules:
        importlib.reload(sys.modules[name])
