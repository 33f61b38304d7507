"""Line above a plot: its title, the newest value, and a note at the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import label_font, numbers_font, title_font

LEFT_MARGIN = 8
_GAP = 8


class Heading(QWidget):
    """Title, value and note of a plot.

    They are drawn on a background of their own: a new value costs no layout, and no paint but this one.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title, self.value, self.note = title, "", ""
        self._title_font, self._numbers_font = title_font(), numbers_font()
        self._height = QFontMetrics(label_font()).height() + 2
        self.value_at = LEFT_MARGIN + QFontMetricsF(self._title_font).horizontalAdvance(title) + _GAP
        self._ground = self._text = self._muted = QColor()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._update_texts()

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(0, self._height)

    def set_value(self, text: str) -> None:
        """Write the newest value."""
        if self.value != text:
            self.value = text
            self._update_texts()

    def set_note(self, text: str) -> None:
        """Write the note at the right."""
        if self.note != text:
            self.note = text
            self._update_texts()

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self._ground, self._text, self._muted = QColor(tokens.panel), QColor(tokens.text), QColor(tokens.muted)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the texts; where not both have room, the value goes before the note."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        metrics = QFontMetricsF(self._numbers_font)
        baseline = (self.height() - metrics.height()) / 2 + metrics.ascent()
        value, note = self._that_fit(metrics)
        painter.setFont(self._title_font)
        painter.setPen(self._text)
        painter.drawText(QPointF(LEFT_MARGIN, baseline), self.title)
        painter.setFont(self._numbers_font)
        painter.drawText(QPointF(self.value_at, baseline), value)
        painter.setPen(self._muted)
        painter.drawText(QPointF(self.width() - metrics.horizontalAdvance(note), baseline), note)

    def _that_fit(self, metrics: QFontMetricsF) -> tuple[str, str]:
        room = self.width() - self.value_at
        value = metrics.elidedText(self.value, Qt.TextElideMode.ElideRight, room)
        taken = metrics.horizontalAdvance(value) + (_GAP if value else 0)
        return value, self.note if taken + metrics.horizontalAdvance(self.note) <= room else ""

    def _update_texts(self) -> None:
        self.setAccessibleName(" ".join(filter(None, (self.title, self.value, self.note))))
        self.update()
