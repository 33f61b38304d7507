"""Entry in this user's desktop menu, and the command `playground`.

Each system has a module of its own for them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bundle.laptop import menu_linux, menu_macos, menu_windows
from bundle.laptop.fitting import Bundle
from bundle.laptop.places import Record
from bundle.laptop.words import say, t

_HERE = {"win32": menu_windows, "darwin": menu_macos}.get(sys.platform, menu_linux)


def add(base: Path, target: Path, bundle: Bundle) -> None:
    """Point the entry and the command at the version in `target`.

    It reports what could not be done, and goes on.
    """
    record = Record(base)
    for refused in _HERE.add(base, target, bundle, record):
        say(t("{file} was left as it is: it is not from this bundle.", file=refused))
    say(t("In the menu: RL Playground. On the command line: {command}", command=_HERE.command(base, target)))


def refresh() -> None:
    """Let the desktop notice that entries came or went."""
    _HERE.refresh()
