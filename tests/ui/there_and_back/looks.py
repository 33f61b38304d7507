"""How the window looks: its picture, where everything stands, and what has the focus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


@dataclass(frozen=True)
class Looks:
    """What must be as before when everything was undone."""

    picture: QImage
    places: dict[str, tuple[int, int, int, int]]
    focus: str


def looks_of(window: QMainWindow) -> Looks:
    """Return how the window looks by now."""
    places = {
        widget.objectName(): QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).getRect()
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window and not widget.objectName().startswith(("qt_", "Qt"))
        if widget.objectName()
    }
    focus = QApplication.focusWidget()
    return Looks(window.grab().toImage(), places, "" if focus is None else focus.objectName())


def differences(before: Looks, after: Looks) -> list[str]:
    """Return in words how the window looks another way than before."""
    found = [
        f"{name} {'is gone' if name not in after.places else 'stands elsewhere'}: {place} {after.places.get(name)}"
        for name, place in before.places.items()
        if after.places.get(name) != place
    ]
    found += [f"{name} is left" for name in after.places if name not in before.places]
    if before.focus != after.focus:
        found.append(f"the focus was on {before.focus!r} and is on {after.focus!r}")
    if before.picture != after.picture and not found:
        found.append(f"the picture differs {_where(before.picture, after.picture)}")
    return found


def _where(first: QImage, second: QImage) -> str:
    if first.size() != second.size():
        return f"in its size: {first.size().toTuple()}, {second.size().toTuple()}"
    rows = [
        y for y in range(first.height()) if first.copy(0, y, first.width(), 1) != second.copy(0, y, first.width(), 1)
    ]
    columns = [
        x for x in range(first.width()) if first.copy(x, 0, 1, first.height()) != second.copy(x, 0, 1, first.height())
    ]
    return f"in x {columns[0]} to {columns[-1]}, y {rows[0]} to {rows[-1]}"
