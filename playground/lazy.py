"""Modules that are imported when they are first used.

The form and the command line read an algorithm's Params from the file of the algorithm, and must not pay
for torch (two seconds) to do so. A plain module object that fills itself on first use costs nothing afterwards:
its attributes are then found as in any other module.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any


class _LazyModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        module = importlib.import_module(self.__name__)
        if name.startswith("__"):
            return getattr(module, name)
        value = getattr(module, name)
        setattr(self, name, value)
        return value


def lazy_import(name: str) -> ModuleType:
    """Return a stand-in for module `name` that imports it on the first access to one of its attributes."""
    return _LazyModule(name)
