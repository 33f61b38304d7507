"""Compiled kernels, kept in files.

There is one for each kernel and the types that it is called with.

numba's own cache keeps what it compiled in the folder of the sources, or by their path; it takes old code for new where
another file that the kernel calls has changed; a folder that cannot be written ends in an error when the kernel is
called; and two processes may give each other's code a wrong name. Here the name of the folder (folders.py) stands
for all sources, that of the file for the kernel and its types, and what cannot be read or kept is compiled and told.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from numba.core import sigutils
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.registry import cpu_target
from numba.core.runtime import rtsys
from numba.core.serialize import dumps

from playground.arithmetic.machine_code import folders
from playground.arithmetic.machine_code.target import current
from playground.errors import FileError

PACKAGE = __name__.split(".machine_code")[0]
_N_DIGEST = hashlib.sha256().digest_size  # bytes, in front of what they are of
_ANNOTATION = 6  # among the parts that numba's CompileResult is made of
_VERSION_OF_SYSTEM = re.compile(r"[\d.]+$")  # of macOS, in the name of what is compiled for
_NO_NAME = re.compile(r"[^\w.]")  # as in f.<locals>.g, which is no name of a file on Windows

log = logging.getLogger(__name__)


class Store:
    """The folders of this process: those it reads, and the one it writes, if any."""

    def __init__(self) -> None:
        self.problem: FileError | None = None  # why nothing is kept
        self.n_written = 0

    @cached_property
    def name(self) -> str:
        return folders.version_name(current().folder)

    @cached_property
    def shipped(self) -> Path:
        """The folder of this version that came with the program, if one did."""
        return folders.shipped_folder() / self.name

    @cached_property
    def own(self) -> Path | None:
        """The user's folder; None where it cannot be used."""
        try:
            return folders.own_folder(self.name)
        except (OSError, FileError) as error:
            self._give_up(error)
            return None

    def read(self, name: str) -> Any:
        """Return what was kept under this name; None where nothing whole is there."""
        for folder in self._folders():
            try:
                written = (folder / name).read_bytes()
            except OSError:
                continue
            data = written[_N_DIGEST:]
            if hashlib.sha256(data).digest() == written[:_N_DIGEST]:
                return pickle.loads(data)  # from folders that only the program's owner or its user can write
            log.warning("a compiled kernel is damaged, so it is compiled anew: %s", folder / name)
        return None

    def has(self, name: str) -> bool:
        """Whether something was kept under this name."""
        return any((folder / name).is_file() for folder in self._folders())

    def write(self, name: str, value: Any) -> None:
        """Keep it; where that fails, say so once and keep no more."""
        if self.own is None or self.problem is not None:
            return
        data = dumps(value)
        try:
            folders.write(self.own / name, hashlib.sha256(data).digest() + data)
        except OSError as error:
            self._give_up(error)
        else:
            self.n_written += 1

    def _folders(self) -> Iterator[Path]:
        """Yield where to look.

        The user's folder is not touched where the program brought all.
        """
        yield self.shipped
        if self.own is not None:
            yield self.own

    def _give_up(self, error: Exception) -> None:
        self.problem = folders.nothing_kept(error)
        log.warning("%s", self.problem.english())


@cache
def _get_ready(target_context: Any) -> None:
    """Bring up numba's runtime, which compiled kernels call, once.

    numba would read all that it knows of types too, at every kernel: half the time of a start. It does so by itself
    when one has to be compiled.
    """
    rtsys.initialize(target_context)


STORE = Store()  # used under numba's own lock


class CodeCache(_Cache):  # type: ignore[misc]  # numba has no types
    """What one kernel was compiled to, as numba asks for it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._is_kept = function.__module__.startswith(PACKAGE + ".")  # others' sources are in no hash

    @property
    def cache_path(self) -> str:
        return str(folders.base_folder())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the compiled kernel for these types; None where it has to be compiled."""
        if not self._is_kept:
            return None
        _get_ready(target_context)
        kept = STORE.read(self._file_name(sig, target_context.codegen()))
        return None if kept is None else CompileResult._rebuild(target_context, *kept)

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the compiled kernel."""
        if self._is_kept and not data.lifted and not data.library.has_dynamic_globals:
            parts = list(data._reduce())
            parts[_ANNOTATION] = ""  # for readers, with addresses: files of the same sources are to be the same
            STORE.write(self._file_name(sig, data.codegen), parts)

    def is_there(self, signature: str) -> bool:
        """Whether it seems to be compiled for these types, or is never kept.

        It is not read.
        """
        return not self._is_kept or STORE.has(self._file_name(signature, cpu_target.target_context.codegen()))

    def enable(self) -> None:
        self._is_kept = True

    def disable(self) -> None:
        self._is_kept = False

    def flush(self) -> None:
        """Forget nothing: other sources have another folder."""

    def _file_name(self, sig: Any, codegen: Any) -> str:
        triple, processor, features = codegen.magic_tuple()
        key = (
            *map(str, sigutils.normalize_signature(sig)[0]),  # numba, too, tells them by their arguments
            *(_VERSION_OF_SYSTEM.sub("", triple), processor, features),
            hashlib.sha256(self._function.__code__.co_code).hexdigest(),
        )
        module = self._function.__module__.rpartition(".")[2]
        digest = hashlib.sha256("\0".join(key).encode()).hexdigest()[:16]
        name = _NO_NAME.sub("", self._function.__qualname__)
        return f"{module}.{name}-{digest}.kernel"
