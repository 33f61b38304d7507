"""Files of modules, and what tells one state of a file from another."""

from __future__ import annotations

import contextlib
import os
from typing import Any


def made_by(spec: Any) -> str:
    """Return the module of what makes an environment."""
    entry = spec.entry_point
    return entry.partition(":")[0] if isinstance(entry, str) else str(getattr(entry, "__module__", ""))


def file_of(module: Any) -> str | None:
    """Return the file of a module, without waking a lazy one."""
    with contextlib.suppress(AttributeError):
        file: str | None = object.__getattribute__(module, "__dict__").get("__file__")
        return file
    return None


def stamp_of(file: str) -> tuple[int, int]:
    try:
        found = os.stat(file)
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size
