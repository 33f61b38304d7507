"""Pictures of a control at rest, under the pointer, with the keys, pressed, and disabled."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QTabBar,
    QWidget,
)

from playground.ui.plots.base import Plot
from playground.ui.view.action_bars import ActionBars

NAMES = ("rest", "hover", "focus", "pressed", "disabled")
AROUND = 3  # px that are seen around a control
PAINTED = (Plot, ActionBars)  # that take no keys
WIDTH, GAP, LETTERS = 1500, 12, 18  # px of a table
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def controls_in(part: QWidget) -> list[QWidget]:
    """Return what can be used in a part of the window, and what paints itself, in the order of the tree."""
    every = [part, *part.findChildren(QWidget)]
    return [each for each in every if _is_control(each) and each.isVisible() and not each.size().isEmpty()]


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, PAINTED):
        return True
    is_part = widget.objectName().startswith("qt_") and not isinstance(widget, QTabBar)  # of a control of ours
    takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QScrollArea)
    return bool(takes_keys and not is_part and widget.focusProxy() is None)


def pictures(window: QWidget, control: QWidget) -> Iterator[tuple[str, QImage]]:
    """Yield the control in each state, by its name; afterwards it is as before."""
    _bring_into_view(control)
    was_enabled = control.isEnabledTo(control.parentWidget())
    control.setEnabled(True)
    _rest(window)
    yield "rest", _crop(window, control)
    QCursor.setPos(control.mapToGlobal(control.rect().center()))
    QCoreApplication.processEvents()
    yield "hover", _crop(window, control)
    _rest(window)
    if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        QCoreApplication.processEvents()
        yield "focus", _crop(window, control)
    yield "pressed", _pressed(window, control)
    _rest(window)
    control.setEnabled(False)
    yield "disabled", _crop(window, control)
    control.setEnabled(was_enabled)


def _pressed(window: QWidget, control: QWidget) -> QImage:
    """Return it pressed; nothing that a press does is done."""
    if isinstance(control, QAbstractButton):
        control.setDown(True)
        picture = _crop(window, control)
        control.setDown(False)
        return picture
    place = control.rect().center()
    if isinstance(control, QAbstractSpinBox):
        place = QPoint(control.width() - 8, control.height() // 3)  # on its upper arrow
    before = control.value() if isinstance(control, QAbstractSlider | QAbstractSpinBox) else None
    control.blockSignals(True)
    if not isinstance(control, QComboBox):  # whose list would stand over it
        QTest.mousePress(control, LEFT, PLAIN, place)
    QCoreApplication.processEvents()
    picture = _crop(window, control)
    if not isinstance(control, QComboBox):
        QTest.mouseRelease(control, LEFT, PLAIN, QPoint(-50, -50))
    if before is not None:
        control.setValue(before)
    control.blockSignals(False)
    return picture


def _rest(window: QWidget) -> None:
    """Let nothing have the keys or the pointer."""
    QCursor.setPos(window.mapToGlobal(QPoint(window.width() + 40, window.height() + 40)))
    focused = QApplication.focusWidget()
    if focused is not None:
        top = focused.window()
        top.setFocus()  # so that the window does not take it for a loss when the control is disabled
        top.clearFocus()
    QCoreApplication.processEvents()


def _bring_into_view(control: QWidget) -> None:
    parent = control.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(control)
        parent = parent.parentWidget()
    QCoreApplication.processEvents()


def _crop(window: QWidget, control: QWidget) -> QImage:
    top = control.window()
    room = QRect(control.mapTo(top, QPoint(0, 0)), control.size()) if control is not top else control.rect()
    return top.grab(room.adjusted(-AROUND, -AROUND, AROUND, AROUND)).toImage()


def table_of(window: QWidget, part: QWidget, most: int = 40) -> QPixmap:
    """Return a picture of the controls in a part of the window: a row for each, with its states beside each other."""
    rows = [(_name(control), list(pictures(window, control))) for control in controls_in(part)[:most]]
    places, height = _placed(rows)
    table = QPixmap(WIDTH, height)
    table.fill(QColor("#C8C8C4"))
    painter = QPainter(table)
    for name, place in places:
        if isinstance(name, QImage):
            name.setDevicePixelRatio(1)
            painter.drawImage(place, name)
        else:
            painter.drawText(QRect(place, place + QPoint(WIDTH, LETTERS - 2)), Qt.AlignmentFlag.AlignVCenter, name)
    painter.end()
    return table


def _placed(rows: list[tuple[str, list[tuple[str, QImage]]]]) -> tuple[list[tuple[str | QImage, QPoint]], int]:
    """Return texts and images with their places, and how high they are together."""
    places: list[tuple[str | QImage, QPoint]] = []
    y = GAP
    for name, states in rows:
        places.append((name, QPoint(GAP, y)))
        y, x, high = y + LETTERS, GAP, 0
        for state, image in states:
            if x + image.width() > WIDTH and x > GAP:
                x, y, high = GAP, y + high + LETTERS, 0
            places += [(state, QPoint(x, y)), (image, QPoint(x, y + LETTERS))]
            x, high = x + max(image.width(), 60) + GAP, max(high, image.height())
        y += high + LETTERS + GAP
    return places, y


def _name(control: QWidget) -> str:
    return control.objectName() or type(control).__name__
