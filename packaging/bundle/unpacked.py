"""Size of what a wheel becomes once it is installed: its bytes, and how long its paths are."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

CACHED = "{folder}/__pycache__/{stem}.cpython-{minor}.pyc"  # where Python keeps a module that it compiled


def n_bytes(wheel: Path) -> int:
    """Return the bytes of the files in `wheel`."""
    with zipfile.ZipFile(wheel) as opened:
        return sum(entry.file_size for entry in opened.infolist())


def longest_path(wheel: Path, minor: str) -> str:
    """Return the longest path below site-packages that `wheel` needs there.

    It is that of a compiled module often, of Python `minor` (such as "3.11").
    """
    with zipfile.ZipFile(wheel) as opened:
        names = [name for name in opened.namelist() if ".data/" not in name]
    return max((path for name in names for path in (name, _compiled(name, minor))), key=len, default="")


def _compiled(name: str, minor: str) -> str:
    path = PurePosixPath(name)
    if path.suffix != ".py":
        return ""
    return CACHED.format(folder=path.parent, stem=path.stem, minor=minor.replace(".", ""))
