"""Modules that are imported when they are first used.

The form and the command line read an algorithm's Params from the file of the algorithm, and must not pay
for torch (two seconds) to do so. A plain module object that fills itself on first use costs nothing afterwards:
with its first use the module itself takes its place among the names of whoever asked for it.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _LazyModule(ModuleType):
    def __init__(self, name: str, names: dict[str, Any]) -> None:
        super().__init__(name)
        self.__names = names  # of the module that asked

    def __getattr__(self, name: str) -> Any:
        module = importlib.import_module(self.__name__)
        for key, value in list(self.__names.items()):
            if value is self:
                self.__names[key] = module
        value = getattr(module, name)
        if not name.startswith("__"):
            setattr(self, name, value)  # for those who still hold the stand-in
        return value


def lazy_import(name: str) -> ModuleType:
    """Return a stand-in that imports module `name` on first use.

    First use is the first access to one of its attributes.
    """
    return _LazyModule(name, sys._getframe(1).f_globals)
