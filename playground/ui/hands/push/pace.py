"""Pace of pushes: many in a moment become one, so that inputs stay few."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

EVERY_MS = 100


class PushPace(QObject):
    """Pushes passed on at once, but no sooner than EVERY_MS after the one before.

    Those that come sooner are added up and passed on together then, as hard as the hardest at most.
    """

    due = Signal(float)  # the change

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting, self._most = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._on_timer)

    def add(self, change: float, most: float) -> None:
        """Pass a push on, now or soon; `most` is the hardest."""
        if self._timer.isActive():
            self._waiting, self._most = self._waiting + change, most
        else:
            self._pass_on(change)

    def clear(self) -> None:
        """Forget what waits: it was meant for something that is not shown any more."""
        self._waiting = 0.0

    def _on_timer(self) -> None:
        waiting, self._waiting = self._waiting, 0.0
        change = min(max(waiting, -self._most), self._most)
        if change:
            self._pass_on(change)

    def _pass_on(self, change: float) -> None:
        self._timer.start()
        self.due.emit(change)
