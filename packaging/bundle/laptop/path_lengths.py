"""Length of paths: how long a folder may be here for what is to lie in it."""

from __future__ import annotations

import sys

LONGEST = 259  # characters of a path that Windows takes, with its drive, unless longer ones are allowed
SETTING = "LongPathsEnabled"  # of the whole computer
SETTING_KEY = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\FileSystem"


def longest_folder(below: int) -> int | None:
    """Return how many characters a folder may have here whose longest path below it has `below`.

    None where that does not matter: on other systems than Windows, and where it allows longer paths.
    """
    return None if sys.platform != "win32" or are_long_ones_allowed() else LONGEST - 1 - below


def are_long_ones_allowed() -> bool:
    """Return whether this computer takes paths of any length."""
    if sys.platform != "win32":
        return True
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, SETTING_KEY.partition("\\")[2]) as key:
            return bool(winreg.QueryValueEx(key, SETTING)[0])
    except OSError:  # older than Windows 10 of 2016
        return False
