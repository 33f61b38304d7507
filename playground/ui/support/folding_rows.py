"""Rows of widgets that become more rows where there is little width."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

MARGINS = (8, 6, 8, 6)
BETWEEN, BETWEEN_ROWS = 4, 6  # px
BUTTON_PADDING, ICON_GAP = 20, 8

Arrangement = Sequence[Sequence[QWidget]]


class FoldingRows:
    """Two arrangements of the same widgets in a card: in few rows, or in more.

    Where it is narrow, buttons have their icon alone. The card asks least_size() in its minimumSizeHint() and calls fit() when it is resized.
    """

    def __init__(self, card: QWidget, few: Arrangement, more: Arrangement, wide: Collection[QWidget]) -> None:
        self._card, self._few, self._more, self._wide = card, few, more, wide
        self._layout = QVBoxLayout(card)
        self._layout.setContentsMargins(*MARGINS)
        self._layout.setSpacing(BETWEEN_ROWS)
        self._shown: Arrangement = ()
        self._arrange(few)

    def least_size(self) -> QSize:
        """Return the narrow arrangement's least width, and the shown one's height."""
        return QSize(self._width_of(self._more), self._layout.minimumSize().height())

    def fit(self, width: int) -> bool:
        """Show few rows where they have room in this width, else more; return which."""
        is_wide = width >= self._width_of(self._few)
        self._arrange(self._few if is_wide else self._more)
        return is_wide

    def _arrange(self, arrangement: Arrangement) -> None:
        if arrangement is self._shown:
            return
        self._shown = arrangement
        while (item := self._layout.takeAt(0)) is not None:
            item.layout().deleteLater()
        for widgets in arrangement:
            row = QHBoxLayout()
            row.setSpacing(BETWEEN)
            if not any(widget in self._wide for widget in widgets):
                row.addStretch(1)
            for widget in widgets:
                row.addWidget(widget, 1 if widget in self._wide else 0)
            self._layout.addLayout(row)
        self._card.updateGeometry()

    def _width_of(self, arrangement: Arrangement) -> int:
        left, _top, right, _bottom = MARGINS
        widths = [
            [_width(widget, is_wide=arrangement is self._few) for widget in row if not widget.isHidden()]
            for row in arrangement
        ]
        return left + right + max(sum(row) + BETWEEN * (len(row) - 1) for row in widths)


def _width(widget: QWidget, *, is_wide: bool) -> int:
    """Return a widget's least width; a tool button has its words if it is wide."""
    if isinstance(widget, QToolButton) and widget.text():
        words = widget.fontMetrics().horizontalAdvance(widget.text()) + ICON_GAP if is_wide else 0
        return widget.iconSize().width() + BUTTON_PADDING + words
    return widget.minimumWidth() or widget.minimumSizeHint().width()  # what was set counts, as in Qt's own layouts
