"""Return of the keyboard focus: from what closes, back to where it came from."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusReturn(QObject):
    """Watch over parts that open and close, and over buttons that are switched off while they have the focus.

    Qt gives the focus to what comes next in the order of Tab then, where a key may choose something that nobody meant.
    It goes back to where it was before; where that is gone too, `home` gets it.
    """

    def __init__(self, parts: Iterable[QWidget], home: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._parts, self._home, self._window = tuple(parts), home, window
        self._before: dict[QWidget, QWidget] = {}  # by part: what had the focus before something in the part had it
        self._lost: QWidget | None = None  # what was switched off while it had the focus, which is at home since then
        for part in self._parts:
            part.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the focus back from a part that closes."""
        if event.type() == QEvent.Type.Hide and isinstance(watched, QWidget) and self._window.isVisible():
            focus = self._window.focusWidget()
            if focus is not None and watched.isAncestorOf(focus):
                self._go_back(watched)
        return False

    def _go_back(self, part: QWidget) -> None:
        before = self._before.pop(part, None)
        while before is not None and not _can_have_focus(before, self._window):
            inside = next((other for other in self._parts if isValid(before) and other.isAncestorOf(before)), None)
            before = None if inside is None else self._before.pop(inside, None)
        (before or self._home).setFocus()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is None or new is None or old.window() is not self._window or new.window() is not self._window:
            return
        if not old.isEnabled() and old.isVisible() and new is not self._home:
            self._lost = old
            self._home.setFocus()
            return
        before = self._lost if old is self._home and self._lost is not None else old
        if new is not self._home:
            self._lost = None
        for part in self._parts:
            if part.isAncestorOf(new) and not part.isAncestorOf(before):
                self._before[part] = before


def _can_have_focus(widget: QWidget, window: QWidget) -> bool:
    return isValid(widget) and widget.window() is window and widget.isVisible() and widget.isEnabled()
