"""Requests of commands that need a window.

`__main__` answers them, for nothing here imports Qt.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")  # any of these says where a window can be shown


@dataclass(frozen=True)
class OpenWindow:
    """Open the window, with `file` if there is one.

    A policy is replayed from `seed`; any other of our files is opened.
    """

    file: str | None = None
    seed: int | None = None


@dataclass(frozen=True)
class CheckComputer:
    """Check whether this computer is ready; write a report if one is named.

    It goes into that file or folder.
    """

    report: str | None = None
    json: bool = False


@dataclass(frozen=True)
class TryItself:
    """Run the self-test."""

    json: bool = False


Asked = OpenWindow | CheckComputer | TryItself


def has_screen() -> bool:
    """Whether this process has a screen to show a window on.

    Without one, Qt would end the process on Linux.
    """
    return not sys.platform.startswith("linux") or any(map(os.environ.get, _SCREENS))
