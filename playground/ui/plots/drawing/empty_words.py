"""Words in the middle of a plot that has nothing to draw yet."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import label_font

_MARGIN = 4


class EmptyWords(QLabel):
    """What will be drawn here, on a ground of its own."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setFont(label_font())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def place(self, canvas: QRect) -> None:
        """Put them in the middle of the canvas."""
        room = canvas.adjusted(_MARGIN, 0, -_MARGIN, 0)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        text = self.fontMetrics().boundingRect(room, flags, self.text())
        self.setGeometry(text.adjusted(-_MARGIN, -2, _MARGIN, 2))

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self.setStyleSheet(f"color: {tokens.muted}; background: {tokens.panel};")
