"""What a command that needs a window asks for; `__main__` sees to it, for nothing here imports Qt."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")  # any of these says where a window can be shown


@dataclass(frozen=True)
class OpenWindow:
    """Open the window with `file`, if there is one: a policy to replay, from `seed`, or whatever else our files hold."""

    file: str | None = None
    seed: int | None = None


@dataclass(frozen=True)
class CheckComputer:
    """Look whether this computer is ready; write a report, to a file or into a folder, where one is named."""

    report: str | None = None
    json: bool = False


@dataclass(frozen=True)
class TryItself:
    """Try out everything that the program does."""

    json: bool = False


Asked = OpenWindow | CheckComputer | TryItself


def has_screen() -> bool:
    """Whether the surroundings of this process name a screen; without one, Qt would end it on Linux."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, _SCREENS))
