"""What goes into the frozen program beside what PyInstaller finds, and what of that stays out."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

Entry = tuple[str, str, str]  # where in the frozen program, from where, kind: as PyInstaller's tables have it

NOT_SHIPPED = ("benchmarks.md", "screenshots")  # of resources/: for readers of the repository

EXCLUDED = ["tkinter", "pip", "setuptools", "pkg_resources", "matplotlib", "scipy", "PIL", "IPython", "pandas", "OpenGL"]

BALLAST: tuple[str, ...] = ()


def resources(folder: Path) -> list[tuple[str, str]]:
    """Return PyInstaller's pairs (file or folder, folder it goes to) for the resources in `folder`."""
    return [
        (str(path), f"resources/{path.name}" if path.is_dir() else "resources")
        for path in sorted(folder.iterdir())
        if path.name not in NOT_SHIPPED
    ]


def hidden_imports() -> list[str]:
    """Return what is imported by names that PyInstaller cannot see."""
    from PyInstaller.utils.hooks import collect_submodules

    return [*collect_submodules("playground"), "gymnasium.envs.classic_control"]


def without_ballast(table: Iterable[Entry]) -> list[Entry]:
    """Return the entries of one of PyInstaller's tables that the program needs."""
    return [entry for entry in table if not any(fnmatch(entry[0].replace("\\", "/"), name) for name in BALLAST)]
