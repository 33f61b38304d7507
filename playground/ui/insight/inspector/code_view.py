"""View of a few lines of Python, as high as they need.

What is too long goes on below, a little to the right.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from playground.ui.insight.inspector.highlight import highlighted
from playground.ui.theme.theme import Theme, label_font

SMALLER = 0.92  # than words


class CodeView(QTextEdit):
    """Lines that can be selected and copied; what is around them scrolls."""

    def __init__(self, name: str, accessible: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self._theme = theme
        self._lines: tuple[str, ...] = ()
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._write)
        self._write()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are shown."""
        return self._lines

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show other lines."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._write()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _write(self) -> None:
        font = _code_font()
        self.setFont(font)
        self.setHtml(highlighted(self._lines, self._theme.tokens, QFontMetricsF(font).horizontalAdvance(" ")))
        self._fit()

    def _fit(self) -> None:
        frame = self.height() - self.viewport().height()
        self.setFixedHeight(round(self.document().size().height()) + max(frame, 0))


def _code_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    size = label_font().pointSizeF()
    if size > 0:
        font.setPointSizeF(SMALLER * size)
    return font
