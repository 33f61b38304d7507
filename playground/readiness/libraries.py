"""System libraries that a window needs on Linux, and the packages with them."""

from __future__ import annotations

import ctypes
import re
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Library:
    """A library by the name that the loader knows, and the packages that hold it."""

    name: str
    debian: str  # Ubuntu too
    fedora: str
    arch: str


LIBRARIES = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
)

_NAMED = re.compile(r"(lib[\w.+-]+\.so(?:\.\d+)*): cannot open")


def missing_libraries(complaints: str = "") -> list[str]:
    """Return the libraries of the table that cannot be loaded here.

    Those that `said` complains about are among them.
    """
    absent = [library.name for library in LIBRARIES if not _loads(library.name)]
    return absent + [
        name for name in dict.fromkeys(_NAMED.findall(complaints)) if name not in absent and not _loads(name)
    ]


def packages_of(names: list[str]) -> dict[str, list[str]]:
    """Return the packages with these libraries, by installing program.

    It knows those in the table.
    """
    known = [library for library in LIBRARIES if library.name in names]
    return {
        "apt": [library.debian for library in known],
        "dnf": list(dict.fromkeys(library.fedora for library in known)),
        "pacman": list(dict.fromkeys(library.arch for library in known)),
    }


def _loads(name: str) -> bool:
    """Whether a library can be loaded; a frozen program brings some along."""
    own = Path(getattr(sys, "_MEIPASS", ""), name)
    try:
        ctypes.CDLL(str(own) if own.is_file() else name)
    except OSError:
        return False
    return True
