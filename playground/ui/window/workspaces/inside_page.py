"""Page of the workspace Inside: the loop in the middle, its parts around it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from playground.i18n import _

VERSION = 1  # of what saveState() gives
SIDE, PICTURE, BELOW = 0.29, 0.38, 0.28  # parts of the width, and of the height
LEAST_SIDE, MOST_SIDE = 248, 400  # px
LEAST_BELOW = 112  # px, whatever is in the panels: the loop does not shrink when there is something


class InsidePanels(NamedTuple):
    """Panels that the page shows around the picture."""

    loop: QWidget
    inspector: QWidget
    minibatch: QWidget
    buffer: QWidget


class InsidePage(QMainWindow):
    """Page with panels that can be moved, closed and brought back.

    They are like those of the window around it.
    """

    def __init__(self, panels: InsidePanels) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("inside_page")
        self.setDockNestingEnabled(True)
        self.setCentralWidget(panels.loop)
        area = Qt.DockWidgetArea
        self.picture = self._dock("dock_picture", _("Picture"), None, area.RightDockWidgetArea)
        self.picture.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.picture.setTitleBarWidget(QWidget())  # what it shows is title enough
        inspector = self._dock("dock_inspector", _("Inspector"), panels.inspector, area.RightDockWidgetArea)
        minibatch = self._dock("dock_minibatch", _("Minibatch"), panels.minibatch, area.BottomDockWidgetArea)
        buffer = self._dock("dock_buffer", _("Replay buffer"), panels.buffer, area.BottomDockWidgetArea)
        for panel in (panels.minibatch, panels.buffer):
            panel.setMinimumHeight(LEAST_BELOW)
        self.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        self.splitDockWidget(self.picture, inspector, Qt.Orientation.Vertical)
        self.splitDockWidget(minibatch, buffer, Qt.Orientation.Horizontal)
        self.docks = (inspector, minibatch, buffer)
        self._default = self.saveState(VERSION)
        self._left: QByteArray | None = None  # while another page is shown
        self._is_as_at_first = True  # nobody arranged it, or the arrangement is not of this version

    def put_picture(self, picture: QWidget) -> None:
        """Take the picture and what stands around it into the corner."""
        self.picture.setWidget(picture)
        picture.show()

    def arrangement(self) -> QByteArray:
        """Return where a person put the panels."""
        return self.saveState(VERSION) if self._left is None else self._left

    def leave(self) -> None:
        """Let panels that float go with the page; enter() brings them back."""
        self._left = self.saveState(VERSION)
        for dock in self.docks:
            if dock.isFloating():
                dock.hide()

    def enter(self) -> None:
        """Bring back what was there when the page was left."""
        if self._left is not None:
            self.restoreState(self._left, VERSION)
        self._left = None

    def arrange(self, state: QByteArray) -> None:
        """Put the panels where a person had them."""
        self._is_as_at_first = not self.restoreState(state, VERSION)

    def bring_back(self) -> None:
        """Put every panel where it was at first."""
        self.restoreState(self._default, VERSION)
        for dock in self.docks:
            dock.show()
        self._share_out()

    def settle(self) -> None:
        """Give the panels their first sizes, once the page has its own.

        Later it does nothing.
        """
        if self._is_as_at_first:
            self._is_as_at_first = False
            self._share_out()

    def _share_out(self) -> None:
        inspector, minibatch, buffer = self.docks
        side = min(max(round(SIDE * self.width()), LEAST_SIDE), MOST_SIDE)
        below = self.width() - side
        wide, high = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.resizeDocks([inspector], [side], wide)
        self.resizeDocks(
            [self.picture, inspector], [round(PICTURE * self.height()), round((1 - PICTURE) * self.height())], high
        )
        self.resizeDocks([minibatch, buffer], [round(0.68 * below), round(0.32 * below)], wide)
        self.resizeDocks([minibatch], [round(BELOW * self.height())], high)

    def _dock(self, name: str, title: str, widget: QWidget | None, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        if widget is not None:
            dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock
