"""Return of the keyboard focus: from what closes, back to where it came from."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusReturn(QObject):
    """Watch over what closes, or is switched off, while it has the focus.

    Qt gives the focus to what comes next in the order of Tab then, where a key may choose something that nobody meant.
    It goes back to where it was before; where that is gone too, `home` gets it. `cards` come and go with what a person
    does elsewhere. What had the focus in a panel that went, or was switched off, gets it again as soon as it can, unless
    a person went on to something else meanwhile.
    """

    def __init__(self, cards: Iterable[QWidget], panels: Iterable[QWidget], home: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._cards, self._panels, self._home, self._window = tuple(cards), tuple(panels), home, window
        self._parts = (*self._cards, *self._panels)
        self._before: dict[QWidget, QWidget] = {}  # by part: what had the focus before something in the part had it
        self._waiting: list[QWidget] = []  # what is to have it again, longest wait first; something else has it so long
        self._last: QWidget | None = None  # what has the focus in this window, or will as soon as it is active
        for part in self._parts:
            part.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the focus back from what closes, and give it to a panel that opens."""
        if event.type() not in (QEvent.Type.Hide, QEvent.Type.Show) or not isinstance(watched, QWidget):
            return False
        if not isValid(self._window) or not self._window.isVisible():  # what is deleted hides its parts
            return False
        focus = self._window.focusWidget()
        if event.type() == QEvent.Type.Show:
            if not _is_in(focus, self._cards):
                self._give(self._take_waiting())
        elif focus is not None and watched.isAncestorOf(focus):
            self._give(self._take_waiting(watched) or self._take_before(watched) or self._home)
            if watched in self._panels:
                self._waiting.append(focus)
        return False

    def _give(self, widget: QWidget | None) -> None:
        if widget is not None:
            self._last = widget  # Qt tells nobody of it while another window is active
            widget.setFocus()

    def _take_waiting(self, closes: QWidget | None = None) -> QWidget | None:
        """Return what waits longest of what can have the focus.

        What stood in for it waits no longer.
        """
        for number, widget in enumerate(self._waiting):
            if _can_have_focus(widget, self._window) and not (closes is not None and closes.isAncestorOf(widget)):
                del self._waiting[number:]
                return widget
        return None

    def _take_before(self, part: QWidget) -> QWidget | None:
        before = self._before.pop(part, None)
        while before is not None and not _can_have_focus(before, self._window):
            inside = next((other for other in self._parts if isValid(before) and other.isAncestorOf(before)), None)
            before = None if inside is None else self._before.pop(inside, None)
        return before

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self._window or new is self._last:
            return
        before = self._last if self._last is not None and isValid(self._last) else new
        self._last = new
        if not before.isEnabled() and before.isVisible() and new is not self._home:
            self._waiting.append(before)
            self._give(self._home)
            return
        if new is not self._home and not _is_in(new, self._cards):
            self._waiting.clear()
        for part in self._parts:
            if part.isAncestorOf(new) and not part.isAncestorOf(before):
                self._before[part] = before


def _is_in(widget: QWidget | None, parts: Iterable[QWidget]) -> bool:
    return widget is not None and any(part.isAncestorOf(widget) for part in parts)


def _can_have_focus(widget: QWidget, window: QWidget) -> bool:
    return isValid(widget) and widget.window() is window and widget.isVisible() and widget.isEnabled()
