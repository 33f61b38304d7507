"""Whether a window can be opened, found out before Qt, which ends the process.

Qt's own way out is an abort with advice about libraries. What it would try is tried here first, in the same order.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import re
import socket
import sys
from pathlib import Path

from playground.errors import Term
from playground.i18n import N_

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")  # any of these says where a window can be shown
_DISPLAY = re.compile(r"(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?")
_ANSWERS_WITHIN_S = 3.0


def has_screen() -> bool:
    """Whether this process is told of a screen to show a window on.

    Without one, Qt would end the process on Linux.
    """
    return not sys.platform.startswith("linux") or any(map(os.environ.get, _SCREENS))


def screen_problem() -> Term | None:
    """Return why no window can be opened, or None if Qt can be asked to."""
    if not has_screen():
        return Term(
            N_("There is no screen to open a window on. Start this in a desktop session, or see: playground --help")
        )
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    names = [part.partition(":")[0] for part in (wanted or _usual()).split(";")]
    problems = [_problem_of(name) for name in names]
    return None if None in problems else problems[0]


def _usual() -> str:
    """Return the platforms that Qt tries where nobody names one."""
    if not sys.platform.startswith("linux"):
        return ""
    is_wayland = "WAYLAND_DISPLAY" in os.environ or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return "wayland;xcb" if is_wayland else "xcb"


def _problem_of(platform: str) -> Term | None:
    if platform and not _is_there(platform):
        return Term(
            N_(
                "The environment variable QT_QPA_PLATFORM names “{platform}”, which Qt has not here, so no window opens. Remove that variable and start this again, or see: playground --help"
            ),
            platform=platform[:80],
        )
    if platform == "xcb":
        return None if _reaches_x() else _unreachable("DISPLAY")
    if platform.partition("-")[0] == "wayland":
        return None if _reaches_wayland() else _unreachable("WAYLAND_DISPLAY")
    return None


def _unreachable(variable: str) -> Term:
    return Term(
        N_(
            "No window opens: the screen that the environment variable {variable} names (“{value}”) cannot be reached. Start this in a desktop session, or see: playground --help"
        ),
        variable=variable,
        value=os.environ.get(variable, "")[:80],
    )


def _is_there(platform: str) -> bool:
    """Whether Qt has a plugin of this name, as far as can be told."""
    spec = importlib.util.find_spec("PySide6")
    own_places = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")
    if spec is None or not spec.origin or any(map(os.environ.get, own_places)):
        return True
    for folder in ("Qt/plugins/platforms", "plugins/platforms"):
        files = [path.name.split(".")[0] for path in (Path(spec.origin).parent / folder).glob("*q*.*")]
        if files:
            name = platform.partition("-")[0]
            return f"libq{name}" in files or f"q{name}" in files
    return True


def _reaches_x() -> bool:
    """Whether the X server of DISPLAY takes us, asked as Qt asks it."""
    with contextlib.suppress(OSError, AttributeError):
        xcb = ctypes.CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = ctypes.c_void_p
        xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
        xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
        connection = xcb.xcb_connect(None, None)
        failed = xcb.xcb_connection_has_error(connection)
        xcb.xcb_disconnect(connection)
        return not failed
    found = _DISPLAY.fullmatch(os.environ.get("DISPLAY", ""))
    if found is None:
        return False
    if found["host"] in ("", "unix"):
        path = f"/tmp/.X11-unix/X{found['number']}"
        return _answers(path) or _answers(f"\0{path}")
    with contextlib.suppress(OSError):
        socket.create_connection((found["host"], 6000 + int(found["number"])), _ANSWERS_WITHIN_S).close()
        return True
    return False


def _reaches_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    return "WAYLAND_SOCKET" in os.environ or _answers(os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), name))


def _answers(path: str) -> bool:
    """Whether somebody listens at a socket of this computer."""
    family = socket.AF_UNIX  # type: ignore[attr-defined, unused-ignore]  # asked on Linux alone
    with contextlib.suppress(OSError), socket.socket(family) as end:
        end.settimeout(_ANSWERS_WITHIN_S)
        end.connect(path)
        return True
    return False
