"""Buttons beside the details, for what can be asked of the moment that is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QToolButton, QWidget


class MomentButtons(QWidget):
    """Small button for each action."""

    def __init__(self, actions: Iterable[QAction]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(8)
        self.buttons: list[QToolButton] = []
        for action in actions:
            button = QToolButton()
            self.buttons.append(button)
            button.setObjectName(action.objectName().replace("act_", "button_"))
            button.setAccessibleName(action.text())
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(16, 16))
            button.setProperty("role", "small")
            layout.addWidget(button)

    def show_words(self, shown: bool) -> None:
        """Show words beside the icons, or icons alone where there is little room."""
        styles = Qt.ToolButtonStyle
        for button in self.buttons:
            button.setToolButtonStyle(styles.ToolButtonTextBesideIcon if shown else styles.ToolButtonIconOnly)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tabs = self.parentWidget()
        if isinstance(tabs, QTabWidget):  # as high as the tabs: the line over them would have a step otherwise
            self.setMinimumHeight(tabs.tabBar().sizeHint().height())
