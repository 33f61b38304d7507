"""The line above a plot: its title, the newest value, and a note at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.ui.theme import label_font, numbers_font, title_font
from playground.ui.tokens import Tokens

LEFT_MARGIN = 8


class Heading(QWidget):
    """Title, value and note; a text is set only when it differs, so that nothing is painted twice."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = _label(self)
        self.title.setText(title)
        self.title.setFont(title_font())
        self.value = _label(self)
        self.value.setFont(numbers_font())
        # as wide as there is room, whatever is written: a new text moves nothing
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note = _label(self)
        self.note.setFont(numbers_font())
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(LEFT_MARGIN, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.value, 1)
        layout.addWidget(self.note)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(0, QFontMetrics(label_font()).height() + 2)

    def set_value(self, text: str) -> None:
        """Write the newest value."""
        if self.value.text() != text:
            self.value.setText(text)

    def set_note(self, text: str) -> None:
        """Write the note at the right."""
        if self.note.text() != text:
            self.note.setText(text)

    def dress(self, tokens: Tokens) -> None:
        """Take the colours of the theme."""
        self.title.setStyleSheet(f"color: {tokens.text}; background: transparent;")
        self.value.setStyleSheet(f"color: {tokens.text}; background: transparent;")
        self.note.setStyleSheet(f"color: {tokens.muted}; background: transparent;")


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
