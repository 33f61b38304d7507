"""Application object, which hears what files the system asks it to open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """QApplication that passes on requests to open a file.

    macOS tells so that somebody double-clicked a file, at the start and later; other systems start a program each.
    """

    file_requested = Signal(str)  # path

    def event(self, event: QEvent) -> bool:
        """Take a request to open a file.

        An event filter would have to look at every event of every widget.
        """
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            if event.file():  # a web address has none, and is nothing to us
                self.file_requested.emit(event.file())
            return True
        return super().event(event)
