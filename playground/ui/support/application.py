"""The application object: hears which files the system asks the running program to open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """macOS tells so that somebody double-clicked a file, at the start and later; other systems start a program each."""

    file_requested = Signal(str)  # path

    def event(self, event: QEvent) -> bool:
        """Take what asks for a file; a filter would have to look at every event of every widget."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            if event.file():  # a web address has none, and is nothing to us
                self.file_requested.emit(event.file())
            return True
        return super().event(event)
