"""Words about a row that lie over the form: no row moves when they come or go."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

GAP = 4  # px between the row and its words
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize)


class RowNote(QLabel):
    """Note below its row; a click on it puts it away.

    It stands above where it would be out of sight, or would cover what has the keyboard focus.
    """

    def __init__(self, row: QWidget) -> None:
        super().__init__(row)
        self._row = row
        self._watched: list[QWidget] = []  # whatever moves the row
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("floats", True)
        self.hide()
        row.installEventFilter(self)

    def say(self, words: str) -> None:
        """Show `words` until others are said; empty ones show nothing."""
        self.setText(words)
        self._update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the row, and be seen only when it is."""
        if watched is self._row and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._update()
        elif event.type() in _MOVES and self.isVisible():
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.say("")

    def _update(self) -> None:
        if not self.text() or not self._row.isVisible():
            self.hide()
            return
        self._come_to_the_form()
        self._place()
        self.show()
        self.raise_()

    def _come_to_the_form(self) -> None:
        """Become a part of the whole form: in the row it would be cut off."""
        if self._watched:
            return
        self._watched = _up_to_the_form(self._row)
        for each in self._watched[1:]:
            each.installEventFilter(self)
        self.setParent(self._watched[-1])
        self._row.destroyed.connect(self.deleteLater)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def _place(self) -> None:
        form = self._watched[-1]
        row = _room_of(self._row, form)
        view = form.parentWidget()
        in_sight = form.rect() if view is None else view.rect().translated(-form.pos()) & form.rect()
        focus = QApplication.focusWidget()
        keys = _room_of(focus, form) if focus is not None and form.isAncestorOf(focus) else QRect()
        high = self.heightForWidth(row.width())
        below = QRect(row.left(), row.bottom() + 1 + GAP, row.width(), high)
        places = [below, below.translated(0, row.top() - GAP - below.bottom() - 1)]
        free = [place for place in places if not place.intersects(keys)] or places
        self.setGeometry(next((place for place in free if in_sight.contains(place)), free[0]))

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible():
            self._place()


def _room_of(widget: QWidget, form: QWidget) -> QRect:
    return QRect(widget.mapTo(form, QPoint()), widget.size())


def _up_to_the_form(row: QWidget) -> list[QWidget]:
    """Return the row and all that it is in, up to what the form scrolls."""
    found, parent = [row], row.parentWidget()
    while parent is not None and not isinstance(parent.parentWidget(), QScrollArea):
        found.append(parent)
        parent = parent.parentWidget()
    return found
