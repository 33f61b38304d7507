"""Paths on Windows: how long they may be, and where documents really are."""

from __future__ import annotations

import ntpath
import os
import sys

from playground.errors import Term
from playground.i18n import N_
from playground.readiness.evidence import Evidence

LONGEST = 259  # characters of a path, where longer ones are not allowed

_LONG_PATHS = r"SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled"
_DOCUMENTS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders", "Personal"
_ONEDRIVES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # environment variables with its folders


def look_at_long_paths(evidence: Evidence) -> Term | None:
    """Return whether paths may be long; None on other systems, where they may."""
    value = long_paths_enabled()
    if value is None:
        return None
    if value:
        return Term(N_("allowed (LongPathsEnabled is {value})"), value=value)
    return Term(N_("of {longest} characters at most (LongPathsEnabled is {value})"), longest=LONGEST, value=value)


def look_at_documents(evidence: Evidence) -> Term | None:
    """Return where documents are, and whose disk that is; None on other systems."""
    folder = documents_folder()
    if folder is None:
        return None
    if folder.startswith("\\\\"):
        return Term(N_("on another computer, in {folder}"), folder=folder)
    if any(_is_in(folder, os.environ[name]) for name in _ONEDRIVES if os.environ.get(name)):
        return Term(N_("synchronised by OneDrive, in {folder}"), folder=folder)
    usual = ntpath.join(os.environ.get("USERPROFILE", ""), "Documents")
    if ntpath.normcase(folder) != ntpath.normcase(usual):
        return Term(N_("moved to {folder}"), folder=folder)
    return Term(N_("where Windows puts them, in {folder}"), folder=folder)


def long_paths_enabled() -> int | None:
    """Return what the registry says of long paths; 0 if nothing.

    None on other systems.
    """
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _LONG_PATHS[0]) as key:
            return int(winreg.QueryValueEx(key, _LONG_PATHS[1])[0])
    except FileNotFoundError:
        return 0


def documents_folder() -> str | None:
    """Return the folder for documents of this user; None on other systems.

    Raises OSError where the registry does not say.
    """
    if sys.platform != "win32":
        return None
    import winreg

    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _DOCUMENTS[0]) as key:
        return winreg.ExpandEnvironmentStrings(str(winreg.QueryValueEx(key, _DOCUMENTS[1])[0]))


def _is_in(folder: str, parent: str) -> bool:
    below, above = ntpath.normcase(folder), ntpath.normcase(parent).rstrip("\\")
    return below == above or below.startswith(above + "\\")
