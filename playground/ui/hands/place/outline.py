"""Outlines over a view around the bodies that can be put elsewhere."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.theme.theme import Theme

if TYPE_CHECKING:
    from playground.envs.drawing.grip import Grip

AROUND = 5.0  # px between a body and its outline
THIN, THICK = 1.5, 3.0


class Outlines(QWidget):
    """What lies over the view: thin around each body, thick around the chosen one."""

    moved = Signal()  # the bodies are elsewhere, for the view has another size

    def __init__(self, view: QWidget, theme: Theme) -> None:
        super().__init__(view)
        self.setObjectName("place_outlines")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view, self._theme = view, theme
        self._grips: tuple[Grip, ...] = ()
        self._chosen = ""
        view.installEventFilter(self)
        theme.changed.connect(self.update)
        self.hide()

    def show_bodies(self, grips: tuple[Grip, ...], chosen: str) -> None:
        """Show the outlines of these; `chosen` is the name of the one that keys move."""
        if (grips, chosen) != (self._grips, self._chosen) or self.isHidden():
            self._grips, self._chosen = grips, chosen
            self.resize(self._view.size())
            self.show()
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the view."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._view.size())
            self.moved.emit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for grip in self._grips:
                is_chosen = grip.name == self._chosen
                pen = QPen(QColor(self._theme.tokens.change), THICK if is_chosen else THIN)
                if not is_chosen:
                    pen.setStyle(Qt.PenStyle.DashLine)
                painter.setPen(pen)
                painter.drawPath(_around(grip))
        finally:
            painter.end()  # whatever happened: Qt does not outlive a painter that is left open


def _around(grip: Grip) -> QPainterPath:
    """Return the outline of a thick line with round ends."""
    path, radius = QPainterPath(), grip.radius + AROUND
    if math.dist(grip.start, grip.end) < 1.0:
        path.addEllipse(QPointF(*grip.start), radius, radius)
        return path
    path.moveTo(QPointF(*grip.start))
    path.lineTo(QPointF(*grip.end))
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * radius)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(path).simplified()
