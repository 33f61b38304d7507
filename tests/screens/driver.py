"""Driver of one fresh window, in which everything comes about as a person would bring it about."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget

from playground.engine.breakpoints.breakpoints import Breakpoint
from playground.engine.presets.catalogue import PRESETS
from playground.ui.trainer.snapshot import TrainerState
from tests.screens.looks import Look
from tests.ui.driven_window import DrivenWindow

LEFT = Qt.MouseButton.LeftButton


class Driver(DrivenWindow):
    """A window in one look, and what somebody does in it."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.undo = ExitStack()  # of what a state changed about the process
        settings = QSettings()
        settings.clear()
        settings.setValue("theme", look.theme)
        settings.setValue("language", look.language)
        settings.sync()
        QCursor.setPos(QPoint(look.width, look.height))  # over nothing
        super().__init__()
        self._come_up()

    def reopen(self, **settings: str) -> None:
        """Close the window, and open it with other settings."""
        super().close()
        stored = QSettings()
        for name, value in settings.items():
            stored.setValue(name, value)
        DrivenWindow.__init__(self)
        self._come_up()

    def _come_up(self) -> None:
        """Have the size of the look, and the keys: without them no ring is painted."""
        self.window.resize(self.look.width // self.look.scale, self.look.height // self.look.scale)
        self.settle()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow, "the keys")

    def close(self) -> None:
        """Close whatever was opened, and the window."""
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible():
                widget.close()
        self.window.player.pause()
        super().close()  # which may still ask for what the state brought
        self.undo.close()

    # Finding

    def child(self, name: str, kind: type = QWidget) -> Any:
        """Return a part of the window or of its dialogs by its objectName."""
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def dialog(self, name: str) -> Any:
        """Return a dialog as soon as it is seen."""
        self.until(lambda: any(each.isVisible() for each in self.window.findChildren(QWidget, name)), name)
        return next(each for each in self.window.findChildren(QWidget, name) if each.isVisible())

    # The run

    def train_to(self, n_steps: int) -> None:
        """Run as fast as it goes, and stand still at exactly this step."""
        controller = self.window.controller
        controller.set_breakpoints((Breakpoint(f"step >= {n_steps}", True),))
        controller.set_speed(None)
        self.trigger("act_run")
        self.until(lambda: self.latest.n_steps >= n_steps and not controller.is_running, f"step {n_steps}")
        controller.set_speed(self.window.speed.speed)
        controller.set_breakpoints(self.window.breakpoints_panel.breakpoints)
        self.settle()
        self.window.notice.withdraw()
        self.settle()

    def run_slowly(self) -> None:
        """Let it run at one step a second, and see the first of them."""
        self.window.speed.set_index(0)
        before = self.latest.n_steps
        self.trigger("act_run")
        self.until(lambda: self.latest.n_steps > before and self.window.controller.is_running, "a step")

    def begin(self, environment: str, algorithm: str, preset: str) -> None:
        """Begin a run of a pair with a preset, as its choosers and its box do."""
        self.window.training.choose(PRESETS.get(preset, environment, algorithm), "")
        self.until(lambda: self.window.training.pair == (environment, algorithm), f"{algorithm} in {environment}")
        self.until(lambda: self.latest.state is TrainerState.PAUSED, "the new run")
        self.settle()

    def edit(self, name: str, *values: Any) -> None:
        """Drag a row's slider over some values; what no slider has is typed."""
        row = self.child(f"hyper_{name}")
        for value in values:
            row.field.editor.edited.emit(value)
        self.settle()

    def goto(self, n_steps: int) -> None:
        self.window.timeline_bar.strip.goto_requested.emit(n_steps)
        self.until(lambda: self.latest.n_steps == n_steps and self.latest.busy is None, f"step {n_steps}")
        self.settle()

    # Pointing and typing

    def press_on(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click on a widget."""
        QTest.mouseClick(
            widget, LEFT, Qt.KeyboardModifier.NoModifier, widget.rect().center() if place is None else place
        )
        self.settle()

    def point_at(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Move the pointer over a widget."""
        QCursor.setPos(widget.mapToGlobal(widget.rect().center() if place is None else place))
        QCoreApplication.processEvents()

    def point_at_nothing(self) -> None:
        QCursor.setPos(QPoint(self.look.width, self.look.height))
        QCoreApplication.processEvents()

    def choose(self, name: str, data: str) -> None:
        """Choose an entry of a list by what it stands for."""
        combo = self.child(name, QComboBox)
        combo.setCurrentIndex(combo.findData(data))
        self.settle()

    def open_menu(self, name: str) -> QMenu:
        """Open a menu of the menu bar."""
        bar = self.window.menuBar()
        menu = self.child(name, QMenu)
        action = next(action for action in bar.actions() if action.menu() is menu)
        menu.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
        QCoreApplication.processEvents()
        return menu

    def act(self, *names: str) -> None:
        """Do what is in a menu."""
        for name in names:
            self.child(name, QAction).trigger()
        self.settle()

    def write(self, widget: QWidget, text: str) -> None:
        """Write into a line in place of what it holds."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)
        QCoreApplication.processEvents()

    def breakpoints(self, conditions: Iterable[str]) -> None:
        """Turn to the breakpoints and add some."""
        self.window.details.setCurrentWidget(self.child("breakpoints_scroll"))
        for condition in conditions:
            self.window.breakpoints_panel.add(condition)
        self.settle()
