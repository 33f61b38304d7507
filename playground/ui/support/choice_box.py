"""List to choose from, whose popup has room for its entries."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

MOST_ROWS = 24  # that are seen without scrolling, where the screen has room
ROOM = 56  # px for a mark before the words, the padding of the style sheet and a scroll bar


class ChoiceBox(QComboBox):
    """Combo box that may be narrow itself: in its popup no entry is cut short."""

    def showPopup(self) -> None:
        view = self.view()
        self.setMaxVisibleItems(MOST_ROWS)
        metrics = view.fontMetrics()
        words = max((metrics.horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=0)
        view.setMinimumWidth(min(words + ROOM, self.screen().availableGeometry().width()))
        super().showPopup()
