"""Version information of the programs for Windows, in both languages.

Windows shows it among their properties. The text is one that PyInstaller reads as its VSVersionInfo: the structure that
Windows calls VERSIONINFO.
"""

from __future__ import annotations

import re

from file_kinds import SHOWN_NAME, SHOWN_NAME_ZH

ENGLISH, CHINESE = 0x0409, 0x0804  # of the United States; of China
UNICODE = 1200
NAMES = {ENGLISH: SHOWN_NAME, CHINESE: SHOWN_NAME_ZH}


def version_of_four(version: str) -> str:
    """Return `version` as the four numbers that Windows wants.

    What is no number in it is left out.
    """
    numbers = re.findall(r"\d+", version)[:4]
    return ".".join(numbers + ["0"] * (4 - len(numbers)))


def text(version: str) -> str:
    """Return the version information of `version`, as PyInstaller reads it."""
    numbers = tuple(int(number) for number in version_of_four(version).split("."))
    tables = ", ".join(_table(language, name, version) for language, name in NAMES.items())
    translations = [number for language in NAMES for number in (language, UNICODE)]
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([{tables}]), VarFileInfo([VarStruct('Translation', {translations})])])"
    )


def _table(language: int, name: str, version: str) -> str:
    words = {
        "CompanyName": SHOWN_NAME,  # Task Manager groups by it
        "FileDescription": name,
        "FileVersion": version,
        "ProductName": name,
        "ProductVersion": version,
    }
    rows = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    return f"StringTable('{language:04X}{UNICODE:04X}', [{rows}])"
