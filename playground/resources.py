"""Paths of the files in resources/, in a checkout, a wheel or a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Literal

_INSTALLED = Path(__file__).resolve().parent / "_resources"  # where the wheel puts them, see pyproject.toml


def resource_folder() -> Path:
    """Return the folder that holds the resources."""
    if getattr(sys, "frozen", False):
        return Path(sys._MEIPASS) / "resources"  # type: ignore[attr-defined]  # set by PyInstaller
    return _INSTALLED if _INSTALLED.is_dir() else _INSTALLED.parent.parent / "resources"


def kind_of_build() -> Literal["frozen", "package", "checkout"]:
    """Return what runs: a "frozen" program, a "package" of pip or a "checkout"."""
    if getattr(sys, "frozen", False):
        return "frozen"
    return "package" if _INSTALLED.is_dir() else "checkout"


@cache
def shipped_fonts() -> tuple[Path, ...]:
    """Return the fonts with Chinese characters that come with the program.

    They do where a system may have none; see packaging/.
    """
    return tuple(
        sorted(path for path in (resource_folder() / "fonts").glob("*") if path.suffix in (".ttf", ".ttc", ".otf"))
    )
