"""Piece of a line, whole or dashed, beside the words for what is drawn so."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.theme.theme import Theme

SIZE = QSize(24, 12)
WIDTH = 3.0  # px


class LineSample(QWidget):
    """Line in the colour of a token, whatever the theme."""

    def __init__(self, theme: Theme, colour: str, dashed: bool, parent: QWidget | None = None) -> None:
        """`colour` is a name of ThemeColours."""
        super().__init__(parent)
        self._theme, self._colour, self._dashed = theme, colour, dashed
        self.setFixedSize(SIZE)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            pen = QPen(QColor(getattr(self._theme.tokens, self._colour)), WIDTH)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if self._dashed:
                pen.setDashPattern([2.0, 1.0])
            painter.setPen(pen)
            middle = self.height() / 2
            painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        finally:
            painter.end()
