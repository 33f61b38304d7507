"""Requests of commands that need a window.

`__main__` answers them, for nothing here imports Qt.
"""

from __future__ import annotations

from dataclasses import dataclass


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
