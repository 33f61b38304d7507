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
    does elsewhere; a panel that comes back gets the focus again that it had when it went.
    """

    def __init__(self, cards: Iterable[QWidget], panels: Iterable[QWidget], home: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._panels, self._home, self._window = tuple(panels), home, window
        self._parts = (*cards, *self._panels)
        self._before: dict[QWidget, QWidget] = {}  # by part: what had the focus before something in the part had it
        self._lost: QWidget | None = None  # what was switched off while it had the focus, which is at home since then
        self._closed: dict[QWidget, QWidget] = {}  # by panel: what had the focus in it; it is at home since then
        self._last: QWidget | None = None  # what had the focus last in this window
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
        if event.type() == QEvent.Type.Hide:
            focus = self._window.focusWidget()
            if focus is not None and watched.isAncestorOf(focus):
                self._go_back(watched)
                if watched in self._panels and self._window.focusWidget() is self._home:
                    self._closed[watched] = focus
        elif (closed := self._closed.pop(watched, None)) is not None:
            if self._window.focusWidget() is self._home and _can_have_focus(closed, self._window):
                closed.setFocus()
        return False

    def _go_back(self, part: QWidget) -> None:
        before = self._before.pop(part, None)
        while before is not None and not _can_have_focus(before, self._window):
            inside = next((other for other in self._parts if isValid(before) and other.isAncestorOf(before)), None)
            before = None if inside is None else self._before.pop(inside, None)
        (before or self._home).setFocus()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self._window:
            return
        if old is None or not isValid(old) or old.window() is not self._window:
            old = self._last if self._last is not None and isValid(self._last) else new  # another window had it
        self._last = new
        if not old.isEnabled() and old.isVisible() and new is not self._home:
            self._lost = old
            self._home.setFocus()
            return
        before = self._lost if old is self._home and self._lost is not None else old
        if new is not self._home:
            self._lost = None
            self._closed.clear()
        for part in self._parts:
            if part.isAncestorOf(new) and isValid(before) and not part.isAncestorOf(before):
                self._before[part] = before


def _can_have_focus(widget: QWidget, window: QWidget) -> bool:
    return isValid(widget) and widget.window() is window and widget.isVisible() and widget.isEnabled()
