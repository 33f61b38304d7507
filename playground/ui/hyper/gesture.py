"""Gestures on a control: drags, presses, keys held down, turns of the wheel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

WHEEL_PAUSE_MS = 400  # turns of the wheel closer together than this are one gesture


class GestureTracker(QObject):
    """Event filter that numbers the gestures on the controls it watches.

    One gesture is one drag, one press and hold, of a button or a key, or one turn of the wheel. The wheel over a
    control without the keyboard focus is left to what lies around it.
    """

    ended = Signal()

    def __init__(self, next_gesture: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._next_gesture = next_gesture
        self._number = 0  # 0: there is none
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)

    def watch(self, widget: QWidget) -> None:
        """Track gestures on `widget` from now on."""
        widget.installEventFilter(self)

    @property
    def is_under_way(self) -> bool:
        return self._number > 0

    @property
    def gesture(self) -> int:
        """The number of this gesture; a new one when there is none.

        A new one serves for what happens in one go, such as a press of the button that resets.
        """
        return self._number or self._next_gesture()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._begin()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            if not event.isAutoRepeat():
                self._begin()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyRelease:
            if not event.isAutoRepeat():
                self._end()
        elif kind in (QEvent.Type.MouseButtonRelease, QEvent.Type.Hide):
            self._end()
        elif kind == QEvent.Type.FocusOut and self.is_under_way:
            self._timer.start(0)  # what was typed is taken first
        elif kind == QEvent.Type.Wheel:
            if isinstance(watched, QWidget) and not watched.hasFocus():
                event.ignore()
                return True
            if not self._timer.isActive():
                self._begin()
            self._timer.start(WHEEL_PAUSE_MS)
        return False

    def _begin(self) -> None:
        self._timer.stop()
        self._number = self._next_gesture()

    def _end(self) -> None:
        self._timer.stop()
        if self.is_under_way:
            self._number = 0
            self.ended.emit()
