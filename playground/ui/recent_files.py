"""The files that were opened or saved last, and the folder that the next one is looked for in."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal

MOST = 8


class RecentFiles(QObject):
    """Remembers them from one start to the next."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = QSettings()

    def names(self) -> list[str]:
        """Return them, the newest first."""
        names = self._settings.value("recent", [])
        return [str(name) for name in (names if isinstance(names, list) else [names]) if name]

    def remember(self, path: Path) -> None:
        """Put a file first."""
        name = str(path.absolute())
        self._settings.setValue("recent", [name, *(old for old in self.names() if old != name)][:MOST])
        self.changed.emit()

    def folder(self) -> Path:
        """Return the folder of the newest one whose folder is still there."""
        for name in self.names():
            if os.path.isdir(Path(name).parent):  # Path.is_dir() raises where one may not look
                return Path(name).parent
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
