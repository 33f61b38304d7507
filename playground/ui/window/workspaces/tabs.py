"""Tabs of the workspaces at the end of the run bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from playground.i18n import _
from playground.ui.window.workspaces.workspaces import Workspaces


class WorkspaceTabs(QTabBar):
    """Tab for each workspace; arrow keys walk along them."""

    def __init__(self, workspaces: Workspaces) -> None:
        super().__init__()
        self.setObjectName("workspace_tabs")
        self.setAccessibleName(_("Workspace"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self._actions = workspaces.actions
        for number, action in enumerate(self._actions):
            self.addTab(action.text())
            self.setTabToolTip(number, action.toolTip())
            if action.isChecked():
                self.setCurrentIndex(number)
        self.currentChanged.connect(self._on_chosen)
        workspaces.changed.connect(self._on_changed)

    def _on_chosen(self, index: int) -> None:
        self._actions[index].trigger()

    def _on_changed(self) -> None:
        self.setCurrentIndex(next(number for number, action in enumerate(self._actions) if action.isChecked()))
