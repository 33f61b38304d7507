"""Workspaces: the same panels, arranged for a purpose; one of them at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QWidget

from playground.ui.window.layout import WindowLayout
from playground.ui.window.workspaces.inside_page import InsidePage, InsidePanels

WATCH, INSIDE, LEARN = "watch", "inside", "learn"
NAMES = (WATCH, INSIDE, LEARN)
KEPT_INSIDE = ("dock_timeline",)  # of the window's own panels, those that Inside shows at first
KEPT_TO_LEARN = ("dock_hypers", "dock_plots", "dock_timeline")  # likewise, beside a lesson and the picture
LESSON, LEAST_LESSON, MOST_LESSON = 0.32, 340, 520  # part of the width, and px: a line no longer than a book's
FORM, LEAST_SIDE, MOST_SIDE = 0.42, 272, 420  # part of the height beside a lesson; px that form and plots are wide


class Workspaces(QObject):
    """Switch between workspaces, each of which stays as a person left it.

    Watch is the window with its four docks. Inside has a page of its own in the middle, made when it is first wanted;
    the picture moves there. Learn is one of the two with a lesson to its left. Nothing that trains is stopped by a
    switch.
    """

    changed = Signal(str)  # the name of the one that is shown

    def __init__(
        self,
        window: QMainWindow,
        layout: WindowLayout,
        picture: QWidget,
        lesson: QWidget,
        actions: dict[str, QAction],
        make_panels: Callable[[], InsidePanels],
    ) -> None:
        super().__init__(window)
        self._window, self._layout, self._picture, self._make_panels = window, layout, picture, make_panels
        self.current = WATCH
        self.inside: InsidePage | None = None
        self._lesson, self._beside_lesson = lesson, WATCH
        self._inside_state: QByteArray | None = None  # of the page, before there is one
        self._around: dict[str, QByteArray] = {}  # by workspace: the window's own docks, as they were left
        self._kept: dict[str, QByteArray] | None = None  # likewise, from before a lesson
        self._kept_away: frozenset[str] = frozenset()
        self._pages = QStackedWidget()
        self._pages.setObjectName("workspace_pages")
        self._pages.addWidget(picture)
        self._middle = QSplitter(Qt.Orientation.Horizontal)
        self._middle.setObjectName("workspace_middle")
        self._middle.setChildrenCollapsible(False)
        lesson.hide()
        self._middle.addWidget(lesson)
        self._middle.addWidget(self._pages)
        self._middle.setStretchFactor(1, 1)
        window.setCentralWidget(self._middle)
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

    @property
    def shows_inside(self) -> bool:
        """Whether the loop is in the middle."""
        return self._middle_of(self.current) == INSIDE

    def show(self, name: str) -> None:
        """Show a workspace as it was left."""
        if name == self.current:
            return
        self._around[self.current] = self._layout.arrangement()
        self._change(name, self._beside_lesson)
        self._show_chosen()
        self.changed.emit(name)

    def show_inside(self) -> bool:
        """Show the loop where it is not shown; return whether it was not."""
        was_other = not self.shows_inside
        if was_other:
            self.show(INSIDE)
        return was_other

    def put_beside_lesson(self, name: str) -> None:
        """Let Learn show the middle of this workspace beside the lesson."""
        if name == self._beside_lesson:
            return
        self._around.pop(LEARN, None)
        if self.current == LEARN:
            self._change(LEARN, name)
            self.changed.emit(LEARN)
        else:
            self._beside_lesson = name

    def keep(self) -> None:
        """Keep how all workspaces are now until bring_kept_back()."""
        if self._kept is None:
            self._kept = self._around | {self.current: self._layout.arrangement()}

    def bring_kept_back(self) -> None:
        """Show every panel again that was there when keep() was called."""
        if self._kept is None:
            return
        self._around, self._kept = self._kept, None
        self._around.pop(LEARN, None)
        self._arrange_around(self.current)

    def keep_away(self, names: frozenset[str]) -> None:
        """Let docks of these names be seen nowhere in the page of the loop."""
        self._kept_away = names
        if self.inside is not None:
            self.inside.keep_away(names)

    def bring_back(self) -> None:
        """Put every panel of the workspace that is shown back to where it was at first."""
        if self.current == WATCH:
            self._layout.bring_back()
            return
        self._around.pop(self.current, None)
        self._arrange_around(self.current)
        if self.inside is not None and self.shows_inside:
            self.inside.bring_back()
        self._size_lesson()

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

    def _middle_of(self, name: str) -> str:
        return self._beside_lesson if name == LEARN else name

    def _change(self, name: str, beside_lesson: str) -> None:
        """Show the middle and the panels around it, all in one picture."""
        focus, was_inside = self._window.focusWidget(), self.shows_inside
        self.current, self._beside_lesson = name, beside_lesson
        self._window.setUpdatesEnabled(False)
        try:
            if self.shows_inside and not was_inside:
                self._enter_inside()
            elif was_inside and not self.shows_inside:
                self._leave_inside()
            self._lesson.setVisible(name == LEARN)
            self._arrange_around(name)
            self._size_lesson()
            if self.inside is not None and self.shows_inside:
                self.inside.settle()
        finally:
            self._window.setUpdatesEnabled(True)
        if focus is not None and focus.isVisible():
            focus.setFocus()  # what is moved to another place loses it

    def _enter_inside(self) -> None:
        if self.inside is None:
            self.inside = InsidePage(self._make_panels())
            self.inside.keep_away(self._kept_away)
            self._pages.addWidget(self.inside)
            if self._inside_state is not None:
                self.inside.arrange(self._inside_state)
        self.inside.put_picture(self._picture)
        self._pages.setCurrentWidget(self.inside)
        self.inside.enter()

    def _leave_inside(self) -> None:
        assert self.inside is not None
        self.inside.leave()
        self._pages.insertWidget(0, self._picture)
        self._picture.show()
        self._pages.setCurrentWidget(self._picture)

    def _arrange_around(self, name: str) -> None:
        """Put the window's docks as they were left in a workspace, or as at first."""
        known = self._around.get(name)
        if name != WATCH:
            self._layout.is_arranged_by_others = True
        is_arranged = known is not None and self._layout.arrange(known)
        if name == WATCH:
            self._layout.is_arranged_by_others = False
            self._layout.fit()
            return
        if not is_arranged:
            kept = KEPT_TO_LEARN if self._middle_of(name) == WATCH else KEPT_INSIDE
            for dock in self._layout.docks:
                dock.setVisible(dock.objectName() in kept)
            if kept is KEPT_TO_LEARN:
                self._put_form_above_plots()
        self._layout.settle()

    def _put_form_above_plots(self) -> None:
        form, plots = self._layout.docks[:2]
        for dock in (form, plots):
            dock.setFloating(False)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, form)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, plots)
        self._window.splitDockWidget(form, plots, Qt.Orientation.Vertical)
        self._layout.settle()
        width, height = self._window.width(), self._window.height()
        high = min(form.sizeHint().height(), round(FORM * height))
        side = min(max(round(0.26 * width), LEAST_SIDE), MOST_SIDE)
        self._window.resizeDocks([form, plots], [side, side], Qt.Orientation.Horizontal)
        self._window.resizeDocks([form, plots], [high, height - high], Qt.Orientation.Vertical)

    def _size_lesson(self) -> None:
        if self.current == LEARN:
            width = min(max(round(LESSON * self._window.width()), LEAST_LESSON), MOST_LESSON)
            self._middle.setSizes([width, max(self._middle.width() - width, 1)])

    def _on_chosen(self, action: QAction) -> None:
        self.show(action.data())

    def _show_chosen(self) -> None:
        self._group.actions()[NAMES.index(self.current)].setChecked(True)
