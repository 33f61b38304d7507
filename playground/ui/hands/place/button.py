"""Button in the corner of a view that lets things in it be put elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

EDGE = 8  # px to the edge of the view
ROOMY = 300  # px; a narrower view has its corner to itself
BELOW = 30  # px that another button of that corner takes


class PlaceButton(QToolButton):
    """Toggle over a view, for an action that is checked while something can be put."""

    def __init__(self, view: QWidget, action: QAction) -> None:
        super().__init__(view)
        self._view, self._row = view, 0
        self.setObjectName("button_place")
        self.setProperty("role", "small")
        self.setDefaultAction(action)
        self.setAccessibleName(action.text())
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setIconSize(QSize(16, 16))
        view.installEventFilter(self)
        self._place()

    def set_row(self, row: int) -> None:
        """Stand at the top of the corner, 0, or below the button that is there, 1."""
        if row != self._row:
            self._row = row
            self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()  # by now it has the style that its size goes by

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the view."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.setVisible(self._view.width() >= ROOMY)
        self.move(self._view.width() - self.width() - EDGE, EDGE + BELOW * self._row)
