"""Files opened or saved last, and the folder where the next one is looked for."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal

from playground.folders import data_beside

MOST = 8


class RecentFiles(QObject):
    """List of recent files, kept from one start to the next.

    Of a program that keeps its settings on a stick, those on the stick are remembered by their way from there: the next
    computer may give the stick another letter, or another place.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = QSettings()

    def names(self) -> list[str]:
        """Return them, the newest first."""
        names = self._settings.value("recent", [])
        return [_found(str(name)) for name in (names if isinstance(names, list) else [names]) if name]

    def remember(self, path: Path) -> None:
        """Put a file first."""
        name = str(path.absolute())
        names = [name, *(old for old in self.names() if os.path.normcase(old) != os.path.normcase(name))][:MOST]
        self._settings.setValue("recent", [_written(name) for name in names])
        self.changed.emit()

    def folder(self) -> Path:
        """Return the folder of the newest one whose folder is still there."""
        for name in self.names():
            if os.path.isdir(Path(name).parent):  # Path.is_dir() raises where one may not look
                return Path(name).parent
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = Path(documents) if os.path.isdir(documents) else Path.home()  # small desktops make no such folder
        return data_beside() or usual


def _written(name: str) -> str:
    """Return how a file stands in the settings.

    That is the way from the settings' own folder, if the file is on the same drive.
    """
    base = data_beside()
    try:
        if base is None or os.stat(name).st_dev != os.stat(base).st_dev:
            return name
        return Path(os.path.relpath(name, base)).as_posix()
    except OSError:  # it is gone by now, or the stick is
        return name
    except ValueError:  # one is named by the letter of a network drive and the other by its server
        return name


def _found(name: str) -> str:
    base = data_beside()
    return name if base is None or os.path.isabs(name) else os.path.normpath(base / name)
