"""Places of the panels: at first, where a person put them, and back again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QLabel, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from playground.i18n import _
from playground.ui.support.screen_room import room_on_screen

VERSION = 3  # of what saveState() gives
VERSION_BEFORE = 2  # its docks were the same, in other places
FIRST_SIZE = QSize(1280, 800)
SMALLEST = QSize(640, 320)  # of the window, without its frame; panels scroll, stand in tabs and fold before that
TWO_COLUMNS = 760  # px; in a narrower window the plots stand in a tab behind the hyperparameters
LEAST_WIDTHS = {"dock_hypers": 248, "dock_plots": 160}
DETAILS_HEIGHT, STEP_FITS, SCROLL_BAR = 132, 1200, 16  # px; in narrower windows the numbers of a step scroll sideways
MOST_PX = 10_000  # that a panel can have been given; more makes no sense
BOTH_WAYS = {"dock_hypers": True, "dock_plots": True, "dock_details": False}  # whose width, or else height, is kept


class WindowLayout(QObject):
    """Four docks in a main window: hyperparameters, plots, details, the timeline.

    Each has the size that a person gave it, or else one that goes with the size of the window; whatever came between
    and went again leaves them as they were.
    """

    resized = Signal()

    def __init__(self, window: QMainWindow, hypers: QWidget, timeline: QWidget, details: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.resize(FIRST_SIZE)  # Qt's own is narrow: the panels would stand in tabs, and these stay seen
        area = Qt.DockWidgetArea
        right = self._dock("dock_plots", _("Plots"), _placeholder(), area.RightDockWidgetArea)
        left = self._dock("dock_hypers", _("Hyperparameters"), hypers, area.LeftDockWidgetArea)
        below = self._dock("dock_timeline", _("Timeline"), timeline, area.BottomDockWidgetArea)
        between = self._dock("dock_details", _("Details"), details, area.BottomDockWidgetArea)
        for dock in (between, below):
            dock.setTitleBarWidget(QWidget())  # what the timeline is can be seen, and the tabs are title enough
        hypers.setMinimumWidth(LEAST_WIDTHS["dock_hypers"])
        self.docks = (left, right, below, between)
        self._wanted: dict[str, int] = {}  # px, by objectName: what a person dragged them to
        self._is_dragging = False
        self._in_tabs = False  # because the window is narrow, not because a person wanted it
        self._kept_away: frozenset[str] = frozenset()  # objectNames of docks that are not to be seen
        self.is_arranged_by_others = False  # another workspace is shown: its panels have their places from there
        self._soon = QTimer(self)  # after the event in which a panel is on its way
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        self._place_bottom()
        self._default = QByteArray()
        window.installEventFilter(self)
        for dock in self.docks:
            for changed in (dock.topLevelChanged, dock.visibilityChanged):
                changed.connect(self._on_changed)

    def put_plots(self, plots: QWidget) -> None:
        """Put the plots where their placeholder was; in a low window they scroll."""
        plots.setMinimumWidth(LEAST_WIDTHS["dock_plots"])
        plots.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # the style sheet's, which other scroll areas lack
        dock = self.docks[1]
        placeholder = dock.widget()
        dock.setWidget(scrolled(plots, "plots_scroll"))
        placeholder.deleteLater()
        self.fit()

    def keep_away(self, names: frozenset[str]) -> None:
        """Let docks of these names be seen nowhere, by a menu neither.

        Who lifts it shows what is wanted.
        """
        self._kept_away = names
        for dock in self.docks:
            dock.toggleViewAction().setVisible(dock.objectName() not in names)
        self._hide_kept_away()

    def _hide_kept_away(self) -> None:
        for dock in self.docks:
            if dock.objectName() in self._kept_away and not dock.isHidden():
                dock.hide()

    def remember_default(self) -> None:
        """Take the arrangement of this moment as what `bring_back` brings back."""
        self._default = self._window.saveState(VERSION)

    def bring_back(self) -> None:
        """Bring every panel back to where it was at first."""
        self._wanted = {}
        self._stand_in_tabs(False)  # Qt would leave the tabs where they were, over what is there now
        self._window.restoreState(self._default, VERSION)
        for dock in self.docks:
            dock.show()
        self.fit()

    def load(self, settings: QSettings) -> None:
        """Arrange the window as a person left it, or as it fits the screen."""
        geometry, state = settings.value("geometry"), settings.value("layout")
        self._wanted = _sizes(str(settings.value("panel_sizes", "")))
        if not isinstance(geometry, QByteArray) or not self._window.restoreGeometry(geometry):
            self._window.setGeometry(self._first_geometry())
        if isinstance(state, QByteArray) and not self._window.restoreState(state, VERSION):
            self._window.restoreState(state, VERSION_BEFORE)
            self._place_bottom()
        self.fit()

    def arrangement(self) -> QByteArray:
        """Return where every panel is, and which of them are shown."""
        self._stand_in_tabs(False)
        return self._window.saveState(VERSION)

    def arrange(self, arrangement: QByteArray) -> bool:
        """Put every panel where it was; return whether that was possible."""
        return self._window.restoreState(arrangement, VERSION)

    def save(self, settings: QSettings, arrangement: QByteArray | None = None) -> None:
        """Remember how a person leaves the window.

        An `arrangement` stands in for what is shown.
        """
        settings.setValue("geometry", self._window.saveGeometry())
        settings.setValue("layout", self.arrangement() if arrangement is None else arrangement)
        settings.setValue("panel_sizes", json.dumps(self._wanted))

    def fit(self) -> None:
        """Give each panel the size that is wanted of it."""
        if self._is_dragging or self.is_arranged_by_others:
            return
        self._stand_in_tabs(self._window.width() < TWO_COLUMNS)
        self.settle()
        sizes = {**_sizes_in(self._window.width()), **self._wanted}
        for is_wide, orientation in ((True, Qt.Orientation.Horizontal), (False, Qt.Orientation.Vertical)):
            docks = [dock for dock in self._sized() if BOTH_WAYS[dock.objectName()] == is_wide]
            if docks:
                self._window.resizeDocks(docks, [sizes[dock.objectName()] for dock in docks], orientation)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window, and remember what a person drags."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
            self.resized.emit()
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._is_dragging = self._window.isSeparator(event.position().toPoint())
        elif event.type() == QEvent.Type.MouseButtonRelease and self._is_dragging:
            QTimer.singleShot(0, self, self._on_dragged)  # the window moves the panels after the mouse, not with it
        return False

    def _on_changed(self) -> None:
        self._hide_kept_away()
        self._soon.start()

    def _on_dragged(self) -> None:
        self._is_dragging = False
        for dock in self._sized():
            name = dock.objectName()
            size = dock.width() if BOTH_WAYS[name] else dock.height()
            if size != {**_sizes_in(self._window.width()), **self._wanted}[name]:
                self._wanted[name] = size

    def settle(self) -> None:
        """Let the window know how large and small its panels can be by now.

        It would not know before the next event.
        """
        for widget in (*self.docks, self._window):
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()

    def _sized(self) -> list[QDockWidget]:
        """Return the docks whose size is kept here: those that were moved nowhere."""
        area, found = Qt.DockWidgetArea, []
        for dock in self.docks:
            is_wide = BOTH_WAYS.get(dock.objectName())
            areas = (area.LeftDockWidgetArea, area.RightDockWidgetArea) if is_wide else (area.BottomDockWidgetArea,)
            is_folded = dock.minimumHeight() == dock.maximumHeight()
            if is_wide is not None and self._is_docked(dock) and not is_folded:
                if self._window.dockWidgetArea(dock) in areas:
                    found.append(dock)
        return found

    def _is_docked(self, dock: QDockWidget) -> bool:
        return not dock.isFloating() and not dock.isHidden()

    def _stand_in_tabs(self, wanted: bool) -> None:
        """Let the plots stand behind the form, where there is no room for both."""
        hypers, plots = self.docks[:2]
        area = Qt.DockWidgetArea
        if wanted == self._in_tabs:
            return
        if wanted:
            places = [self._window.dockWidgetArea(dock) for dock in (hypers, plots)]
            if places != [area.LeftDockWidgetArea, area.RightDockWidgetArea] or plots.isFloating():
                return  # a person put them elsewhere
            self._in_tabs = True
            self._window.tabifyDockWidget(hypers, plots)
            hypers.raise_()
        else:
            self._in_tabs = False
            # Closed or floating too: Qt would keep its place in the tabs, and the tabs with it.
            is_floating, geometry = plots.isFloating(), plots.geometry()
            self._window.addDockWidget(area.RightDockWidgetArea, plots)
            if is_floating:
                plots.setFloating(True)
                plots.setGeometry(geometry)

    def _place_bottom(self) -> None:
        """Put the timeline below the details, and the form beside both.

        There it stays where it is when they fold.
        """
        area, (below, between) = Qt.DockWidgetArea.BottomDockWidgetArea, self.docks[2:]
        self._window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        if all(self._window.dockWidgetArea(dock) == area and not dock.isFloating() for dock in (below, between)):
            self._window.splitDockWidget(between, below, Qt.Orientation.Vertical)

    def _first_geometry(self) -> QRect:
        """Return where the window fits on its screen with its title bar."""
        room = room_on_screen(self._window)
        found = QRect(0, 0, *FIRST_SIZE.boundedTo(room.size()).expandedTo(SMALLEST).toTuple())
        found.moveCenter(room.center())
        return found

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self._window.addDockWidget(area, dock)
        return dock


def _sizes_in(width: int) -> dict[str, int]:
    """Return the sizes of the panels in a window so wide.

    The picture gets most of what is left, the plots a good part.
    """
    if width < 1024:
        hypers, plots = 256 + 0.06 * (width - 760), 200 + 0.36 * (width - 760)
    elif width < 1366:
        hypers, plots = 272 + 0.13 * (width - 1024), 296 + 0.14 * (width - 1024)
    else:
        hypers, plots = min(316 + 0.06 * (width - 1366), 360), min(344 + 0.33 * (width - 1366), 720)
    details = DETAILS_HEIGHT if width >= STEP_FITS else DETAILS_HEIGHT + SCROLL_BAR
    return {"dock_hypers": round(hypers), "dock_plots": round(plots), "dock_details": details}


def _sizes(text: str) -> dict[str, int]:
    """Return the sizes that were written into the settings, as far as they make sense."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    items = found.items() if isinstance(found, dict) else ()
    return {name: size for name, size in items if name in BOTH_WAYS and type(size) is int and 0 < size < MOST_PX}


def stacked(widgets: Iterable[QWidget], stretched: QWidget | None = None, *, top: int = 0, spacing: int = 0) -> QWidget:
    """Return a widget that holds others one below the other.

    `stretched` takes the room left over.
    """
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, top, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is stretched else 0)
    return holder


def scrolled(widget: QWidget, name: str) -> QScrollArea:
    """Return what shows a widget in all the room there is, or scrolls it."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(widget)
    return area


def _placeholder() -> QLabel:
    label = QLabel(_("Getting the plots ready"))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setProperty("role", "muted")
    return label
