"""Which libraries of the Linux that builds go into the frozen program, and which it finds where it runs.

PyInstaller would take nearly all of them. A desktop has its own libstdc++, fontconfig, GLib and X11, and its graphics
drivers need those and no older ones, so these stay out; that also lets the program run where the C library is as old
as that of the wheels and of Python. What goes in is small and often missing, or named otherwise elsewhere.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import PurePath

Entry = tuple[str, str, str]  # where in the frozen program, from where, kind: as PyInstaller's tables have it

TAKEN_ALONG = (
    "libpython*",  # where Python is the system's
    "libxcb-*.so.*", "libxkbcommon*.so.*",  # what Qt's xcb plugin needs, of which libxcb-cursor is rarely there
    "libffi.so.*", "libbz2.so.*", "liblzma.so.*", "libuuid.so.*",  # of Python's own modules; names differ by system
    "libcrypto.so.*", "libssl.so.*", "libsqlite3.so.*",  # likewise
)  # fmt: skip
_FOLDERS = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu")


def without_libraries_of_desktops(table: list[Entry]) -> list[Entry]:
    """Return PyInstaller's table of binaries without what every desktop has."""
    return [entry for entry in table if not _stays_out(PurePath(entry[1]))]


def _stays_out(source: PurePath) -> bool:
    if str(source.parent) not in _FOLDERS or ".so" not in source.name:
        return False
    return not any(fnmatch(source.name, taken) for taken in TAKEN_ALONG)
