"""Picture of a window with everything that stands over it: dialogs, menus, tooltips."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

TITLE = 24  # px of the bar that a desktop would put above a dialog
BAR, LETTERS, EDGE = QColor("#5F6368"), QColor("#FFFFFF"), QColor("#5F6368")


def picture_of(window: QWidget) -> QPixmap:
    """Return the picture; what stands out beyond the window widens it."""
    over = sorted((each for each in QApplication.topLevelWidgets() if _is_over(each, window)), key=_height)
    places = [_place(each, window) for each in over]
    room = QRect(QPoint(0, 0), window.size())
    for each, place in zip(over, places, strict=True):
        room = room.united(place.adjusted(0, -TITLE if _has_title(each) else 0, 0, 0))
    ratio = window.devicePixelRatioF()
    picture = QPixmap(room.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(BAR)
    painter = QPainter(picture)
    painter.translate(-room.topLeft())
    painter.drawPixmap(0, 0, window.grab())
    for each, place in zip(over, places, strict=True):
        painter.drawPixmap(place.topLeft(), each.grab())
        painter.setPen(EDGE)
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if _has_title(each):
            bar = QRect(place.x() - 1, place.y() - TITLE, place.width() + 2, TITLE)
            painter.fillRect(bar, BAR)
            painter.setPen(LETTERS)
            painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, each.windowTitle())
    painter.end()
    return picture


def _is_over(widget: QWidget, window: QWidget) -> bool:
    return widget is not window and widget.isVisible()


def _has_title(widget: QWidget) -> bool:
    return widget.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Tool, Qt.WindowType.Window)


def _height(widget: QWidget) -> int:
    """Return how high it stands: dialogs on the window, menus on these, a tooltip on all."""
    kinds = (Qt.WindowType.Dialog, Qt.WindowType.Popup, Qt.WindowType.ToolTip)
    return kinds.index(widget.windowType()) if widget.windowType() in kinds else -isinstance(widget, QDialog)


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0)), widget.size())
