"""Places of the panels: at first, where a person put them, and back again."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QVBoxLayout, QWidget

from playground.i18n import _

VERSION = 2  # of what saveState() gives
WIDTHS = [316, 336]  # px, of the hyperparameters and the plots
LEAST_WIDTHS = [272, 280]
DETAILS_HEIGHT = 132


class WindowLayout:
    """Four docks in a main window: hyperparameters, plots, the timeline, details."""

    def __init__(self, window: QMainWindow, hypers: QWidget, timeline: QWidget, details: QWidget) -> None:
        self._window = window
        area = Qt.DockWidgetArea
        right = self._dock("dock_plots", _("Plots"), _placeholder(), area.RightDockWidgetArea)
        left = self._dock("dock_hypers", _("Hyperparameters"), hypers, area.LeftDockWidgetArea)
        between = self._dock("dock_timeline", _("Timeline"), timeline, area.BottomDockWidgetArea)
        below = self._dock("dock_details", _("Details"), details, area.BottomDockWidgetArea)
        window.splitDockWidget(between, below, Qt.Orientation.Vertical)
        for dock in (between, below):
            dock.setTitleBarWidget(QWidget())  # what the timeline is can be seen, and the tabs are title enough
        hypers.setMinimumWidth(LEAST_WIDTHS[0])
        self.docks = (left, right, between, below)
        self._resize()
        self._default = QByteArray()

    def put_plots(self, plots: QWidget) -> None:
        """Put the plots where their placeholder was."""
        plots.setMinimumWidth(LEAST_WIDTHS[1])
        dock = self.docks[1]
        placeholder = dock.widget()
        dock.setWidget(plots)
        placeholder.deleteLater()

    def remember_default(self) -> None:
        """Take the arrangement of this moment as what `bring_back` brings back."""
        self._default = self._window.saveState(VERSION)

    def bring_back(self) -> None:
        """Bring every panel back to where it was at first."""
        self._window.restoreState(self._default, VERSION)
        for dock in self.docks:
            dock.show()
        self._resize()

    def load(self, settings: QSettings) -> None:
        """Arrange the window as a person left it."""
        geometry, state = settings.value("geometry"), settings.value("layout")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        if isinstance(state, QByteArray):
            self._window.restoreState(state, VERSION)

    def save(self, settings: QSettings) -> None:
        """Remember how a person leaves the window."""
        settings.setValue("geometry", self._window.saveGeometry())
        settings.setValue("layout", self._window.saveState(VERSION))

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self._window.addDockWidget(area, dock)
        return dock

    def _resize(self) -> None:
        self._window.resizeDocks(list(self.docks[:2]), WIDTHS, Qt.Orientation.Horizontal)
        self._window.resizeDocks([self.docks[3]], [DETAILS_HEIGHT], Qt.Orientation.Vertical)


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


def _placeholder() -> QLabel:
    label = QLabel(_("Getting the plots ready"))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setProperty("role", "muted")
    return label
