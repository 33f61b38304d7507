"""Finds the files of resources/ from a checkout, an installed wheel or a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def resource_folder() -> Path:
    """Return the folder that holds the resources."""
    if getattr(sys, "frozen", False):
        return Path(sys._MEIPASS) / "resources"  # type: ignore[attr-defined]  # set by PyInstaller
    package = Path(__file__).resolve().parent
    installed = package / "_resources"  # where the wheel puts them, see pyproject.toml
    return installed if installed.is_dir() else package.parent / "resources"


@cache
def shipped_fonts() -> tuple[Path, ...]:
    """Return the fonts with Chinese characters that came along: where a system may have none, see packaging/."""
    return tuple(
        sorted(path for path in (resource_folder() / "fonts").glob("*") if path.suffix in (".ttf", ".ttc", ".otf"))
    )
