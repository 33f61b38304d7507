"""Files dropped on the window: one local file at a time, nothing else.

A drop only ever copies. One that agreed to a move would let whoever offers the file delete it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDrop(QObject):
    """Event filter that lets files be dropped on a window, wherever on it.

    It is asked before the fields in the window are, for they take a file as words, and a move as it comes.
    """

    dropped = Signal(Path)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self._target = target
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dragged over the window and dropped there."""
        if event.type() == QEvent.Type.Show and watched is self._target:
            handle = self._target.windowHandle()
            if handle is not None:
                handle.installEventFilter(self)
        if event.type() not in OVER or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        path = _dropped_file(event)
        if path is None and watched is not self._target and not event.mimeData().hasUrls():
            return False  # words are dragged, which a field may want
        if path is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self.dropped.emit(path)
        return True


def _dropped_file(event: QDropEvent) -> Path | None:
    """Return the one local file that is offered to be copied.

    None for anything else.
    """
    if not event.possibleActions() & Qt.DropAction.CopyAction:
        return None
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        return Path(urls[0].toLocalFile())
    return None
