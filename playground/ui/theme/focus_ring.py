"""Ring around a control that paints itself and has the keyboard focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.ui.theme.palette import ThemeColours

RING_PX = 2


def draw_focus_ring(painter: QPainter, room: QRectF, tokens: ThemeColours, radius: float = 0.0) -> None:
    """Draw the ring just inside `room`, with corners of `radius`.

    Whatever brush, clip or transform was left set, it is an outline and all of it is seen.
    """
    inset = RING_PX / 2
    inside = room.adjusted(inset, inset, -inset, -inset)
    pen = QPen(QColor(tokens.focus), RING_PX)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.save()
    try:
        painter.resetTransform()
        painter.setClipping(False)
        painter.setOpacity(1.0)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if radius:
            painter.drawRoundedRect(inside, radius, radius)
        else:
            painter.drawRect(inside)
    finally:
        painter.restore()
