"""Workspaces: the same panels, arranged for a purpose; one of them at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from playground.ui.window.layout import WindowLayout
from playground.ui.window.workspaces.inside_page import InsidePage, InsidePanels

WATCH, INSIDE = "watch", "inside"
NAMES = (WATCH, INSIDE)
KEPT_INSIDE = ("dock_timeline",)  # of the window's own panels, those that Inside shows at first


class Workspaces(QObject):
    """Switch between workspaces, each of which stays as a person left it.

    Watch is the window with its four docks. Inside has a page of its own in the middle, made when it is first wanted;
    the picture moves there. Nothing that trains is stopped by a switch.
    """

    changed = Signal(str)  # the name of the one that is shown

    def __init__(
        self,
        window: QMainWindow,
        layout: WindowLayout,
        picture: QWidget,
        actions: dict[str, QAction],
        make_panels: Callable[[], InsidePanels],
    ) -> None:
        super().__init__(window)
        self._window, self._layout, self._picture, self._make_panels = window, layout, picture, make_panels
        self.current = WATCH
        self.inside: InsidePage | None = None
        self._inside_state: QByteArray | None = None  # of the page, before there is one
        self._around: dict[str, QByteArray] = {}  # by workspace: the window's own docks, as they were left
        self._pages = QStackedWidget()
        self._pages.setObjectName("workspace_pages")
        self._pages.addWidget(picture)
        window.setCentralWidget(self._pages)
        self._group = QActionGroup(self)
        for name in NAMES:
            action = actions[f"act_workspace_{name}"]
            action.setCheckable(True)
            action.setData(name)
            self._group.addAction(action)
        self._group.triggered.connect(self._on_chosen)
        self._show_chosen()

    @property
    def actions(self) -> list[QAction]:
        """One for each workspace, in their order."""
        return self._group.actions()

    def show(self, name: str) -> None:
        """Show a workspace as it was left."""
        if name == self.current:
            return
        focus = self._window.focusWidget()
        self._around[self.current] = self._layout.arrangement()
        self.current = name
        self._window.setUpdatesEnabled(False)  # one picture of it, not each panel on its way
        try:
            if name == INSIDE:
                self._enter_inside()
            else:
                self._leave_inside()
        finally:
            self._window.setUpdatesEnabled(True)
        if focus is not None and focus.isVisible():
            focus.setFocus()  # what is moved to another place loses it
        self._show_chosen()
        self.changed.emit(name)

    def show_inside(self) -> bool:
        """Show Inside; return whether something else was shown."""
        was_other = self.current != INSIDE
        self.show(INSIDE)
        return was_other

    def bring_back(self) -> None:
        """Put every panel of the workspace that is shown back to where it was at first."""
        if self.inside is None or self.current == WATCH:
            self._layout.bring_back()
            return
        for dock in self._layout.docks:
            dock.setVisible(dock.objectName() in KEPT_INSIDE)
        self.inside.bring_back()

    def load(self, settings: QSettings) -> None:
        """Take how a person left the workspaces, and which one was shown."""
        state, around = settings.value("inside_layout"), settings.value("inside_around")
        if isinstance(state, QByteArray):
            self._inside_state = state
        if isinstance(around, QByteArray):
            self._around[INSIDE] = around
        name = str(settings.value("workspace", WATCH))
        if name in NAMES:
            self.show(name)

    def save(self, settings: QSettings) -> None:
        """Remember how a person leaves the workspaces, and the panels as in Watch."""
        settings.setValue("workspace", self.current)
        if self.inside is not None:
            settings.setValue("inside_layout", self.inside.arrangement())
        shown, self._around[self.current] = self.current, self._layout.arrangement()
        if INSIDE in self._around:
            settings.setValue("inside_around", self._around[INSIDE])
        self._layout.save(settings, None if shown == WATCH else self._around[WATCH])

    def _enter_inside(self) -> None:
        self._layout.is_arranged_by_others = True
        if self.inside is None:
            self.inside = InsidePage(self._make_panels())
            self._pages.addWidget(self.inside)
            if self._inside_state is not None:
                self.inside.arrange(self._inside_state)
        self.inside.put_picture(self._picture)
        self._pages.setCurrentWidget(self.inside)
        self.inside.enter()
        if INSIDE not in self._around or not self._layout.arrange(self._around[INSIDE]):
            for dock in self._layout.docks:
                dock.setVisible(dock.objectName() in KEPT_INSIDE)
        self._layout.settle()
        self.inside.settle()

    def _leave_inside(self) -> None:
        assert self.inside is not None
        self.inside.leave()
        self._pages.insertWidget(0, self._picture)
        self._picture.show()
        self._pages.setCurrentWidget(self._picture)
        self._layout.arrange(self._around[WATCH])
        self._layout.is_arranged_by_others = False
        self._layout.fit()

    def _on_chosen(self, action: QAction) -> None:
        self.show(action.data())

    def _show_chosen(self) -> None:
        self._group.actions()[NAMES.index(self.current)].setChecked(True)
