"""Small label on a row: when a change of its value counts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

ROOM = 16  # for the padding of the style sheet and two pixels to spare on each side
LEAST_WIDTH = 40


class Badge(QLabel):
    """Label that is cut short where the row has no room.

    Its words are then in the tooltip of the row.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "badge")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = ""
        self._kind = ""

    @property
    def words(self) -> str:
        """The whole words, also those cut off."""
        return self._words

    def show_words(self, words: str, *, pending: bool) -> None:
        """Show `words`; `pending` makes them stand out."""
        self._words = words
        self.setAccessibleName(words)
        kind = "pending" if pending else ""
        if kind != self._kind:
            self._kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + ROOM, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(LEAST_WIDTH, self.sizeHint().width()), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - ROOM + 2
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))
