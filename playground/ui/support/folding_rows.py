"""Rows of widgets that become more rows where there is little width."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

MARGINS = (8, 6, 8, 6)
BETWEEN, BETWEEN_ROWS = 4, 6  # px
BUTTON_PADDING, ICON_GAP = 20, 8
WORDS, ICON = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly

Arrangement = Sequence[Sequence[QWidget]]


class FoldingRows:
    """Two arrangements of the same widgets in a card: in few rows, or in more.

    Where there is not even room for more rows, buttons with words show their icon alone. The card asks least_size() in its minimumSizeHint() and
    calls fit() when it is resized.
    """

    def __init__(self, card: QWidget, few: Arrangement, more: Arrangement, wide: Collection[QWidget]) -> None:
        self._card, self._few, self._more, self._wide = card, few, more, wide
        buttons = [widget for row in few for widget in row if isinstance(widget, QToolButton)]
        self._worded = [button for button in buttons if button.toolButtonStyle() == WORDS]
        self._layout = QVBoxLayout(card)
        self._layout.setContentsMargins(*MARGINS)
        self._layout.setSpacing(BETWEEN_ROWS)
        self._rows = [QHBoxLayout() for _row in range(max(len(few), len(more)))]
        for row in self._rows:
            row.setSpacing(BETWEEN)
            self._layout.addLayout(row)
        self._wanted: tuple[Arrangement, bool] = (few, True)  # and whether buttons have their words
        self._later = QTimer(card)  # a layout that is at work must not be changed
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._arrange)
        self._arrange()

    def least_size(self) -> QSize:
        """Return the narrow arrangement's least width, and the shown one's height."""
        return QSize(self._width_of(self._more, worded=False), self._layout.minimumSize().height())

    def fit(self, width: int) -> None:
        """Show few rows where they have room in this width, else more."""
        arrangement = self._few if width >= self._width_of(self._few, worded=True) else self._more
        self._wanted = (arrangement, width >= self._width_of(arrangement, worded=True))
        if self._wanted != self._shown:
            self._later.start(0)

    def _arrange(self) -> None:
        self._shown = self._wanted
        for row in self._rows:
            while row.takeAt(0) is not None:
                pass
        arrangement, worded = self._shown
        for row, widgets in zip(self._rows, arrangement, strict=False):
            if not any(widget in self._wide for widget in widgets):
                row.addStretch(1)
            for widget in widgets:
                row.addWidget(widget, 1 if widget in self._wide else 0)
        for button in self._worded:
            button.setToolButtonStyle(WORDS if worded else ICON)
        self._card.updateGeometry()

    def _width_of(self, arrangement: Arrangement, *, worded: bool) -> int:
        left, _top, right, _bottom = MARGINS
        rows = [[self._least(widget, worded) for widget in row if not widget.isHidden()] for row in arrangement]
        return left + right + max(sum(row) + BETWEEN * (len(row) - 1) for row in rows)

    def _least(self, widget: QWidget, worded: bool) -> int:
        if isinstance(widget, QToolButton) and widget in self._worded:
            words = widget.fontMetrics().horizontalAdvance(widget.text()) + ICON_GAP if worded else 0
            return widget.iconSize().width() + BUTTON_PADDING + words
        return widget.minimumWidth() or widget.minimumSizeHint().width()  # what was set counts, as in Qt's own layouts
