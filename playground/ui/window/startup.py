"""Work put off until after the first paint, one piece after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

LOOK_AGAIN_MS = 10


class Startup(QObject):
    """Queue of work that gives the window back to a person between two pieces.

    Each of them takes a while to import or to make. One that returns False waits for something else, and is asked again.
    """

    def __init__(self, work: Iterable[Callable[[], object]], window: QObject) -> None:
        super().__init__(window)
        self._left = list(work)
        self._begun = False

    def begin(self) -> None:
        """Begin the work, once, after the first paint."""
        if not self._begun:
            self._begun = True
            QTimer.singleShot(0, self._go_on)

    def end(self) -> None:
        """Drop what has not begun by now: the window closes."""
        self._begun = True
        self._left.clear()

    def finish(self, without: Iterable[Callable[[], object]] = ()) -> None:
        """Do all of it now, but for some: nobody sees the window yet."""
        self._begun = True
        for work in self._left:
            if work not in without:
                work()
        self._left.clear()

    def _go_on(self) -> None:
        if not self._left:
            return
        work = self._left[0]
        is_done = work() is not False
        if is_done and self._left:  # the work may have ended the window
            self._left.pop(0)
        QTimer.singleShot(0 if is_done else LOOK_AGAIN_MS, self._go_on)
