"""Pointer over a plot: a line at a point with its numbers, and the focus ring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import numbers_font

MOVED_EVERY_MS = 100  # while the mouse moves
PAGE = 0.1  # of the steps in view
_APART = 4  # px from one point to the next, by keys
_PAD = 4


class PointedPlot(Protocol):
    """What is asked of the plot that is pointed at."""

    def points(self) -> Sequence[NDArray[np.float64]]: ...

    def words_at(self, step: int) -> str: ...

    def x_of(self, step: float) -> float: ...

    def step_of(self, x: float) -> float: ...

    def canvas_rect(self) -> QRect: ...

    def words_line(self) -> QRect: ...


class PlotPointer(QWidget):
    """An overlay that tells the numbers of a point, meant by mouse or keys.

    It is painted alone: nothing is laid out, and the curves stay as they are.
    """

    clicked = Signal(int)  # env steps
    goto_requested = Signal(int)  # env steps; by keys
    moved = Signal()

    def __init__(self, plot: PointedPlot, parent: QWidget, surface: QWidget) -> None:
        """`surface` is what gets the mouse."""
        super().__init__(parent)
        self.setObjectName("plot_pointer")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(numbers_font())
        self.step: int | None = None  # of the point that is told
        self.words = ""
        self._plot, self._surface = plot, surface
        self._ring = False
        self._tokens: ThemeColours | None = None
        self._mouse: float | None = None  # px from the left
        self._pressed: QPointF | None = None
        self._rest = QTimer(self)  # between two moves
        self._rest.setSingleShot(True)
        self._rest.setInterval(MOVED_EVERY_MS)
        self._rest.timeout.connect(self._on_rested)
        surface.setMouseTracking(True)
        surface.installEventFilter(self)
        self.hide()

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self._tokens = tokens
        self.update()

    def set_ring(self, ring: bool) -> None:
        """Draw a ring around the plot, which has the keyboard focus, or not."""
        self._ring = ring
        if not ring:
            self.point(None)
        self._show_or_hide()

    def point(self, step: int | None) -> None:
        """Tell the numbers of a step; of none for None."""
        words = "" if step is None else self._plot.words_at(step)
        if (step, words) != (self.step, self.words):
            self.step, self.words = step, words
            self._show_or_hide()
            self.moved.emit()

    def newest(self) -> int | None:
        """Return the step of the newest point in view."""
        return self._nearest(self._plot.canvas_rect().right())

    def refresh(self) -> None:
        """Tell what the point has become, and where it is now."""
        if self.step is not None:
            self.point(self.step)
            self.update()

    def key(self, event: QKeyEvent) -> bool:
        """Walk along the points, or go to the one that is told.

        Return whether it was such a key.
        """
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key, canvas = event.key(), self._plot.canvas_rect()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.step is not None:
            self.goto_requested.emit(self.step)
        elif key == Qt.Key.Key_Escape and self.step is not None:
            self.point(None)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(_APART if key == Qt.Key.Key_Right else -_APART)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._walk(PAGE * canvas.width() * (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.point(self._nearest(canvas.left()) if key == Qt.Key.Key_Home else self.newest())
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse, and take a click that is no drag."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._mouse = None
            self._rest.stop()
            self.point(None)
        elif isinstance(event, QMouseEvent):
            place = event.position()
            is_left = event.button() == Qt.MouseButton.LeftButton
            if kind == QEvent.Type.MouseMove and not event.buttons():
                self._follow(place.x())
            elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
                self._pressed = place if is_left and kind == QEvent.Type.MouseButtonPress else None
            elif kind == QEvent.Type.MouseButtonRelease and is_left and self._pressed is not None:
                moved = (place - self._pressed).manhattanLength()
                self._pressed = None
                if moved < QApplication.startDragDistance() and self._plot.canvas_rect().contains(place.toPoint()):
                    self._click(place.x())
        return False

    def _click(self, x: float) -> None:
        step = self._nearest(x)
        if step is not None:
            self.point(step)
            self.clicked.emit(step)

    def _follow(self, x: float) -> None:
        self._mouse = x
        if not self._rest.isActive():
            self._on_rested()

    def _on_rested(self) -> None:
        """Tell what is under the mouse, unless it stands still."""
        if self._mouse is not None:
            canvas = self._plot.canvas_rect()
            is_inside = canvas.left() - _APART <= self._mouse <= canvas.right() + _APART
            self.point(self._nearest(self._mouse) if is_inside else None)
            self._mouse = None
            self._rest.start()

    def _nearest(self, x: float) -> int | None:
        """Return the step of the point next to a place, of those in view."""
        meant = self._plot.step_of(x)
        return min(self._beside(meant), key=lambda step: abs(step - meant), default=None)

    def _beside(self, step: float) -> list[int]:
        """Return the points before and after a step, as far as they are in view."""
        first, last = self._view()
        found = []
        for steps in self._plot.points():
            number = int(np.searchsorted(steps, step))
            found += [round(float(each)) for each in steps[max(number - 1, 0) : number + 1] if first <= each <= last]
        return found

    def _walk(self, pixels: float) -> None:
        """Go to the next point so far to the right or left, or to the last in view."""
        here = self.step
        if here is None:
            self.point(self.newest())
            return
        meant = self._plot.step_of(self._plot.x_of(here) + pixels)
        first, last = self._view()
        sign = 1 if pixels > 0 else -1
        found = []
        for steps in self._plot.points():
            ahead = (
                steps[(steps > here) & (steps <= last)] if sign > 0 else steps[(steps < here) & (steps >= first)][::-1]
            )
            if len(ahead):
                number = int(np.searchsorted(sign * ahead, sign * meant))
                found.append(round(float(ahead[min(number, len(ahead) - 1)])))
        if found:
            far = [step for step in found if sign * (step - meant) >= 0]
            self.point(min(far, key=lambda step: sign * step) if far else max(found, key=lambda step: sign * step))

    def _view(self) -> tuple[float, float]:
        canvas = self._plot.canvas_rect()
        return self._plot.step_of(canvas.left() - 1), self._plot.step_of(canvas.right() + 1)

    def _show_or_hide(self) -> None:
        self.setVisible(self._ring or self.step is not None)
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring, and the line and the numbers of the point."""
        if self._tokens is None:
            return
        painter = QPainter(self)
        try:
            if self._ring:
                painter.setPen(QPen(QColor(self._tokens.focus), 2))
                painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))
            if self.step is not None:
                self._paint_point(painter, self._plot.x_of(self.step), QRectF(self._plot.canvas_rect()), self._tokens)
        finally:
            painter.end()

    def _paint_point(self, painter: QPainter, x: float, canvas: QRectF, tokens: ThemeColours) -> None:
        if not canvas.left() - 1 <= x <= canvas.right() + 1:
            return
        painter.fillRect(QRectF(round(x), canvas.top(), 1, canvas.height()), QColor(tokens.muted))
        line = QRectF(self._plot.words_line())
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(self.words) + 2 * _PAD
        if width > line.width():
            line.setLeft(0.0)
        text = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, line.width() - 2 * _PAD)
        room = QRectF(line.left() + 0.5, line.top() + 0.5, min(width, line.width()) - 1, line.height() - 1)
        painter.fillRect(line, QColor(tokens.panel))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRect(room)
        painter.setPen(QColor(tokens.text))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)
