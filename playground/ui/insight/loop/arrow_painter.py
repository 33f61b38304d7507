"""Painter of one arrow: its line, its head, and the words that stand on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QStaticText

from playground.agents.loop import Arrow
from playground.i18n import _
from playground.ui.insight.loop.fit import Fit
from playground.ui.insight.loop.lines import laid_out
from playground.ui.insight.loop.pens import Pens
from playground.ui.theme.palette import ThemeColours

HEAD = 8.0  # px at full size
LEAST_HEAD = 5.0
REACH = 6.0  # px beside a line that count as on it
BESIDE = 3.0  # px between words and what is beside them


class ArrowPainter:
    """Painter of an arrow at one size; it lays out its words once."""

    def __init__(self, arrow: Arrow, fit: Fit) -> None:
        self.arrow, self._fit = arrow, fit
        self.corners = fit.corners(arrow)
        self._text, self._label = "", QStaticText()
        self.label_rect = QRectF()

    @property
    def covered(self) -> list[QRectF]:
        """Return all that the arrow may cover, with its words."""
        reach = max(HEAD * self._fit.scale, LEAST_HEAD) + 2
        return [
            self.label_rect.adjusted(-3, 0, 3, 0),
            *(each.adjusted(-reach, -reach, reach, reach) for each in self.lines),
        ]

    def is_at(self, place: QPointF) -> bool:
        """Return whether a place is on the arrow or its words."""
        if self.label_rect.contains(place):
            return True
        return any(line.adjusted(-REACH, -REACH, REACH, REACH).contains(place) for line in self.lines)

    @property
    def lines(self) -> list[QRectF]:
        """Return its straight parts, which have no width or no height."""
        return [QRectF(*ends).normalized() for ends in zip(self.corners, self.corners[1:], strict=False)]

    def place_words(self, words: str, taken: Sequence[QRectF], lines: Sequence[QRectF], room: QRectF) -> bool:
        """Choose the longest words that have room; return whether they changed.

        They are the arrow's verb and what travels, or what travels, or its symbol, or none. What is `taken` they never
        lie on, on `lines` of other arrows only where it must be.
        """
        before = self._text, self.label_rect
        self._text, self.label_rect = self._placed(words, taken, lines, room)
        if self._text != before[0]:
            self._label = laid_out(self._text, self._fit.number)
        return (self._text, self.label_rect) != before

    def _placed(self, words: str, taken: Sequence[QRectF], lines: Sequence[QRectF], room: QRectF) -> tuple[str, QRectF]:
        arrow, metrics = self.arrow, QFontMetricsF(self._fit.number)
        travels = words or arrow.symbol
        verb = _(arrow.title)
        candidates = [f"{verb} · {travels}" if travels else verb, travels, arrow.symbol]
        for occupied in ((*taken, *(line.adjusted(-1, -1, 1, 1) for line in lines)), taken):
            for text in filter(None, dict.fromkeys(candidates)):
                rect = self._free(metrics.horizontalAdvance(text), occupied, room)
                if rect is not None:
                    return text, rect
        return "", QRectF()

    def _free(self, width: float, taken: Sequence[QRectF], room: QRectF) -> QRectF | None:
        """Return a free place for words of a width near where they are wished, if any.

        They stand beside the line, or in the middle of one that goes up or down.
        """
        height, wish = self._fit.line, self._fit.label_at(self.arrow)
        own = [line.adjusted(-BESIDE, -1, BESIDE, 1) for line in self.lines]
        upright = [
            line.center()
            for line in self.lines
            if not line.width() and line.top() < wish.y() < line.bottom() and abs(line.x() - wish.x()) < width
        ]
        nearest = min(upright, key=lambda at: abs(at.x() - wish.x()), default=None)
        places = [(QPointF(wish.x(), wish.y() + shift * height), own) for shift in (0.0, -0.35, 0.35, -0.7, 0.7)]
        if nearest is not None:
            places.insert(1, (QPointF(nearest.x(), wish.y()), []))
        for middle, beside in places:
            top = middle.y() - height / 2
            left, right = room.left() + BESIDE, room.right() - BESIDE
            for other in (*taken, *beside):
                if other.top() < top + height and top < other.bottom():
                    if other.center().x() < middle.x():
                        left = max(left, other.right() + BESIDE)
                    else:
                        right = min(right, other.left() - BESIDE)
            if top >= room.top() and top + height <= room.bottom() and width <= right - left:
                x = min(max(middle.x() - width / 2, left), right - width)
                return QRectF(x, top, width, height)
        return None

    def paint(self, painter: QPainter, pens: Pens, colours: ThemeColours) -> None:
        """Draw the line and its head."""
        scale = self._fit.scale
        line = pens.outline
        if self.arrow.is_dashed and not pens.is_lit and not pens.is_grey:
            line = colours.target
        pen = QPen(QColor(line), 2.5 if pens.is_lit else max(min(1.5 * scale, 2.0), 1.2))
        if self.arrow.is_dashed:
            pen.setDashPattern([4.0, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        head = max(HEAD * scale, LEAST_HEAD) * (1.15 if pens.is_lit else 1.0)
        end, before = self.corners[-1], self.corners[-2]
        length = math.hypot(end.x() - before.x(), end.y() - before.y()) or 1.0
        along = QPointF((end.x() - before.x()) / length, (end.y() - before.y()) / length)
        foot = end - along * head
        path = QPainterPath(self.corners[0])
        for corner in (*self.corners[1:-1], foot):
            path.lineTo(corner)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        aside = QPointF(-along.y(), along.x()) * (head * 0.45)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(line))
        painter.drawPolygon(QPolygonF([end, foot + aside, foot - aside]))

    def paint_words(self, painter: QPainter, pens: Pens, colours: ThemeColours) -> None:
        """Draw the words, on ground of their own where a line passes below them."""
        if not self._text:
            return
        painter.fillRect(self.label_rect.adjusted(-2, 0, 2, 0), QColor(colours.ground))
        painter.setFont(self._fit.number)
        painter.setPen(QColor(pens.text if pens.is_lit else pens.quiet))
        top = self.label_rect.top() + (self.label_rect.height() - self._label.size().height()) / 2
        painter.drawStaticText(QPointF(self.label_rect.left(), top), self._label)
