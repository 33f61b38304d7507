"""Label that is cut short where there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel


class ElidedLabel(QLabel):
    """Line of plain text that ends in … where the row is too narrow.

    It keeps `room` pixels beside its text for what the style sheet puts around it.
    """

    def __init__(self, words: str = "", *, room: int = 2, least_width: int = 40) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._words, self._room, self._least_width = words, room, least_width
        self._fit()

    @property
    def words(self) -> str:
        """The whole words, also those cut off."""
        return self._words

    def set_words(self, words: str) -> None:
        """Show `words` as far as there is room."""
        self._words = words
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + self._room, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._least_width, self.sizeHint().width()), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self._room + 2
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))
