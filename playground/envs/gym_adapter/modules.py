"""Modules that register a person's environments: each file with a code of its own.

Two files may have one name, or register one id: each is kept apart, and loaded anew when it is added after an edit.
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import importlib.machinery
import importlib.util
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from playground import cpp_runtime
from playground.envs.gym_adapter.module_files import file_of, made_by, stamp_of
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import AddError
from playground.i18n import N_

_LOCK = threading.RLock()  # around the tables below, never around somebody's code: that may not come to an end


@dataclass
class _Code:
    """What was loaded of one module."""

    module: str
    folder: str
    specs: dict[str, Any] = field(default_factory=dict)  # EnvSpecs that it registered, by id
    loaded: dict[str, ModuleType] = field(default_factory=dict)  # its own, and those beside it that it imported
    files: dict[str, tuple[int, int]] = field(default_factory=dict)  # as they were when they were loaded

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    @property
    def is_changed(self) -> bool:
        """Whether a file is another one than what was loaded."""
        return any(stamp_of(file) != stamp for file, stamp in self.files.items())

    @property
    def paths(self) -> list[str]:
        """The folders that it imports from: where it begins, and where its file lies."""
        beside = os.path.join(self.folder, *self.module.split(".")[:-1])
        return list(dict.fromkeys((self.folder, beside)))

    def note(self) -> None:
        """Note what has been imported of it by now."""
        for name, module in [*self.loaded.items(), *sys.modules.items()]:
            file = file_of(module)
            if file and (name not in self.loaded or file not in self.files) and self._is_its(name, file):
                self.loaded.setdefault(name, module)
                self.files.setdefault(file, stamp_of(file))

    def _is_its(self, name: str, file: str) -> bool:
        top = name.partition(".")[0]
        if not self.folder:  # Python finds it by itself
            return top == self.top and name.startswith(self.module.rpartition(".")[0] or top)
        roots = [os.path.join(path, top) for path in self.paths]
        return any(file == f"{root}.py" or file.startswith(root + os.sep) for root in roots)


_CODES: dict[Origin, _Code] = {}
_ON_PATH: set[str] = set()  # folders that were put on Python's path here


@cache
def known_at_first() -> dict[str, Any]:
    """Return the EnvSpecs that Gymnasium has by itself, by id.

    They are read before any module of a person is imported.
    """
    import gymnasium

    return dict(gymnasium.registry)


def spec_of(origin: Origin, *, anew: bool = False) -> Any:
    """Import the module and return the environment's own EnvSpec.

    With `anew`, a module whose files have changed since is loaded again. Raises what its code raises, and an error of
    Gymnasium's for an id that was not registered.
    """
    import gymnasium

    known = known_at_first()
    if not origin.module:
        spec = known[origin.id] if origin.id in known else gymnasium.spec(origin.id)
        if spec.id not in known:
            raise AddError(
                N_(
                    "“{name}” was registered by a module, which has to be named too, for it is not there when the program starts next. Write my_module:{name}. Nothing was added."
                ),
                name=origin.id,
            )
        return spec
    code = _code_of(origin, anew=anew)
    with _at_home(code):
        spec = code.specs.get(origin.id)
        if spec is None:
            return gymnasium.spec(origin.id)
        if isinstance(spec.entry_point, str):
            spec = code.specs[origin.id] = copy.copy(spec)
            spec.entry_point = _entry(code, spec.entry_point)
    return spec


def is_loaded(origin: Origin) -> bool:
    """Whether its module has been imported."""
    return origin in _CODES


def registered_by(origin: Origin) -> list[str]:
    """Return the ids that its module registers; it has been imported."""
    return sorted(_CODES[origin].specs)


def module_of(origin: Origin) -> ModuleType:
    """Return its module, which has been imported."""
    return _CODES[origin].loaded[origin.module]


def has_changed(origin: Origin) -> bool:
    """Whether a file of it is another one than what this process has loaded."""
    return origin in _CODES and _CODES[origin].is_changed


def stamps_of(origin: Origin) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return its files with what tells one state of them from another."""
    return tuple(sorted(_CODES[origin].files.items())) if origin in _CODES else ()


@contextlib.contextmanager
def at_home(origin: Origin) -> Iterator[None]:
    """Let its code find its own modules and ids, and no others of their names."""
    code = _CODES.get(origin)
    if code is None:
        yield
        return
    with _at_home(code):
        yield


@contextlib.contextmanager
def none_at_home() -> Iterator[None]:
    """Let Python find what it finds without any of them."""
    with _LOCK:
        paths, on_path = sys.path.copy(), _ON_PATH.copy()
        _set_aside(None)
    try:
        yield
    finally:
        with _LOCK:
            sys.path[:] = paths
            _ON_PATH.update(on_path)
            for code in _CODES.values():
                sys.modules.update({name: module for name, module in code.loaded.items() if name not in sys.modules})


def _code_of(origin: Origin, *, anew: bool) -> _Code:
    with _LOCK:
        code = _CODES.get(origin)
        if code is not None and not (anew and code.is_changed):
            return code
        for other in _CODES.values():
            if (other.module, other.folder) == (origin.module, origin.folder) and not other.is_changed:
                _CODES[origin] = other
                return other
    loaded = _load(origin, outdated=code)
    with _LOCK:
        _CODES[origin] = loaded
    return loaded


def _load(origin: Origin, outdated: _Code | None) -> _Code:
    """Import the module, and return it with what it registered."""
    import gymnasium

    code = _Code(origin.module, origin.folder)
    with _LOCK:
        for other in _CODES.values():
            other.note()
        _set_aside(None)
        if outdated is not None:
            for name in outdated.loaded:
                sys.modules.pop(name, None)
        for other in _CODES.values():
            for name in other.specs.keys() - known_at_first().keys():
                gymnasium.registry.pop(name, None)
        before = dict(gymnasium.registry)
    with _at_home(code):
        importlib.invalidate_caches()
        try:
            code.loaded[origin.module] = _import(code)
        except BaseException:  # the next try begins anew
            code.note()
            for name in code.loaded:
                sys.modules.pop(name, None)
            _leave_path(code)
            raise
        code.note()
        after = dict(gymnasium.registry)
        code.specs = {
            name: spec for name, spec in after.items() if before.get(name) is not spec or made_by(spec) in code.loaded
        }
    return code


def _import(code: _Code) -> ModuleType:
    """Import a module; where a folder is named, the very file that lies there."""
    cpp_runtime.load()  # somebody's own code may import torch before we do
    found = importlib.machinery.PathFinder.find_spec(code.top, [code.folder]) if code.folder else None
    path = os.path.join(code.folder, f"{code.module}.py")
    if found is None and code.folder and os.path.isfile(path):  # a file that is not called as a module would be
        found = importlib.util.spec_from_file_location(code.module, path)
    if found is None or found.loader is None:
        return importlib.import_module(code.module)
    others = sys.modules.get(found.name)  # Python's own, say, of the same name: it stays what others import
    module = importlib.util.module_from_spec(found)
    vars(module)["__builtins__"] = _builtins_for(code)
    sys.modules[found.name] = module
    try:
        found.loader.exec_module(module)
        return module if found.name == code.module else importlib.import_module(code.module)
    except BaseException:
        sys.modules.pop(found.name, None)
        raise
    finally:
        if others is not None and file_of(others) != found.origin:
            sys.modules[found.name] = others


def _builtins_for(code: _Code) -> dict[str, Any]:
    """Return Python's builtins with an import that finds what lies beside the file.

    So it does in the middle of a run too, when other code of the same names has been loaded since.
    """

    def find(name: str, namespace: Any = None, local: Any = None, wanted: Any = (), level: int = 0) -> Any:
        roots = [os.path.join(path, name.partition(".")[0]) for path in code.paths]
        if level or not any(os.path.isfile(f"{root}.py") or os.path.isdir(root) for root in roots):
            return builtins.__import__(name, namespace, local, wanted, level)
        with _at_home(code):
            return builtins.__import__(name, namespace, local, wanted, level)

    return {**vars(builtins), "__import__": find}


def _entry(code: _Code, place: str) -> Any:
    """Return what "module:name" names, of its own modules first."""
    module, _colon, names = place.partition(":")
    found: Any = code.loaded.get(module) or importlib.import_module(module)
    for name in names.split("."):
        found = getattr(found, name)
    return found


@contextlib.contextmanager
def _at_home(code: _Code) -> Iterator[None]:
    import gymnasium

    known = known_at_first()
    with _LOCK:
        _set_aside(code)
        if code.folder:
            # At its end: nothing in it can stand in for a module that Python finds anyway.
            new = [path for path in code.paths if path not in sys.path]
            sys.path += new
            _ON_PATH.update(new)
        for name, module in code.loaded.items():
            sys.modules.setdefault(name, module)
        gymnasium.registry.update(code.specs)
        n_modules = len(sys.modules)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # a folder of theirs stays as it is
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes
        with _LOCK:
            if len(sys.modules) != n_modules:  # looking takes a while, and instances are made often
                code.note()
            gymnasium.registry.update(known)


def _set_aside(own: _Code | None) -> None:
    """Let nobody find what was loaded for others; it goes on as it is."""
    for code in _CODES.values():
        if code is own or not code.folder:
            continue
        for name, module in code.loaded.items():
            if name in sys.modules and file_of(sys.modules[name]) == file_of(module):
                del sys.modules[name]
        if own is None or own.folder != code.folder:
            _leave_path(code)


def _leave_path(code: _Code) -> None:
    """Take its folders off Python's path, unless they were there anyway."""
    ours = _ON_PATH.intersection(code.paths) if code.folder else set()
    sys.path[:] = [path for path in sys.path if path not in ours]
    _ON_PATH.difference_update(ours)
