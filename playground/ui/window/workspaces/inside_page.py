"""Page of the workspace Inside: the loop in the middle, its parts around it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QWidget

from playground.i18n import _

VERSION = 1  # of what saveState() gives
SIDE, PICTURE, BELOW = 0.29, 0.38, 0.28  # parts of the width, and of the height
LEAST_SIDE, MOST_SIDE = 248, 400  # px
MOST_LENT = 0.6  # part of the height that the picture has at most when something stands below it
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
        self._away: list[QDockWidget] = []  # kept from being seen
        self._default = self.saveState(VERSION)
        self._lent_from: int | None = (
            None  # height of the picture's panel before a card below the picture made it higher
        )
        self._room = QTimer(self)
        self._room.setSingleShot(True)
        self._room.timeout.connect(self._make_room)
        self._left: QByteArray | None = None  # while another page is shown
        self._is_as_at_first = True  # nobody arranged it, or the arrangement is not of this version

    def keep_away(self, names: frozenset[str]) -> None:
        """Hide panels of these names, and show those that were hidden so before."""
        for dock in self.docks:
            is_away = dock.objectName() in names
            if is_away != (dock in self._away):
                dock.setHidden(is_away)
        self._away = [dock for dock in self.docks if dock.objectName() in names]

    def put_picture(self, picture: QWidget) -> None:
        """Take the picture and what stands around it into the corner."""
        self.picture.setWidget(picture)
        picture.show()
        self._content = picture.widget() if isinstance(picture, QScrollArea) else picture
        self._content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See when a card comes below the picture, or goes."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._room.start(0)
        return False

    def arrangement(self) -> QByteArray:
        """Return where a person put the panels."""
        return self.saveState(VERSION) if self._left is None else self._left

    def _hide_away(self) -> None:
        for dock in self._away:
            dock.hide()

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
        self._hide_away()

    def arrange(self, state: QByteArray) -> None:
        """Put the panels where a person had them."""
        self._is_as_at_first = not self.restoreState(state, VERSION)

    def bring_back(self) -> None:
        """Put every panel where it was at first."""
        self.restoreState(self._default, VERSION)
        for dock in self.docks:
            dock.setVisible(dock not in self._away)
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

    def _make_room(self) -> None:
        """Lend the picture's panel height of the inspector for as long as a card needs it."""
        inspector, needed = self.docks[0], self._content.minimumSizeHint().height()
        height, lent_from = self.picture.height(), self._lent_from
        if lent_from is not None and needed <= lent_from:
            self._lent_from, height = None, lent_from
        elif needed > height and not inspector.isFloating():
            self._lent_from = height if lent_from is None else lent_from
            height = max(min(needed, round(MOST_LENT * self.height())), height)
        if height == self.picture.height():
            return
        total = self.picture.height() + inspector.height()
        self.resizeDocks([self.picture, inspector], [height, total - height], Qt.Orientation.Vertical)

    def _dock(self, name: str, title: str, widget: QWidget | None, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        if widget is not None:
            dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock
