"""Spot over a box of the loop: what is pointed at, has the keys, and is read out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.ui.theme.focus_ring import draw_focus_ring
from playground.ui.theme.theme import Theme

STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class BoxSpot(QAbstractButton):
    """Button that is seen by its ring alone: the loop paints the box below it."""

    walked = Signal(int)  # boxes on, or back

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.box_name = name
        self._theme = theme
        self.setObjectName(f"loop_{name}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def set_stop(self, is_stop: bool) -> None:
        """Let Tab stop here or pass by: it stops at one box, arrows walk on from there."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif event.key() in STEPS:
            self.walked.emit(STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        try:
            draw_focus_ring(painter, QRectF(self.rect()), self._theme.tokens, radius=6)
        finally:
            painter.end()
