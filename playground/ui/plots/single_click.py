"""A click that is one only when no second one follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication


class SingleClick(QObject):
    """The step that was clicked, told once it is known to be no double click."""

    clicked = Signal(int)  # step

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        self._step = 0
        self.waits = False  # whether a second one would mean something else

    def begin(self, step: int) -> None:
        """Take a click."""
        self._step = step
        self._timer.start(QApplication.doubleClickInterval() if self.waits else 0)

    def cancel(self) -> None:
        """Forget the click: it was the first of two."""
        self._timer.stop()

    def _on_time(self) -> None:
        self.clicked.emit(self._step)
