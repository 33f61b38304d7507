"""Painter of one box: its frame, its name, and what it has to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QStaticText

from playground.agents.loop import Box
from playground.i18n import _
from playground.ui.insight.loop import cells, table, value_bars
from playground.ui.insight.loop.fit import Fit
from playground.ui.insight.loop.lines import fitting_rows, laid_out, shortened
from playground.ui.insight.loop.pens import Pens
from playground.ui.insight.loop.view import LoopView
from playground.ui.insight.loop.words import sentence_about
from playground.ui.theme.palette import ThemeColours

Picture = Callable[[QSize, str], QImage | None]  # of the environment: its size in px, and the colour around it

RADIUS, PAD, GAP = 8.0, 10.0, 4.0  # px at full size
LEAST_PAD = 5.0
LEAST_PICTURE = 30.0  # px
FEW_BARS = 3  # that go before any line of words
LINES_FIRST = 2  # of a plain box, that are not said quietly
RESULT = 1  # the line of what is aimed at: the formula with its numbers
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True)
class Content:
    """Texts of a box, laid out, and the room that is left to what is drawn in it."""

    texts: tuple[tuple[QPointF, QStaticText, QFont, bool], ...]  # whether it is quiet
    drawn: QRectF | None


class BoxPainter:
    """Painter of a box at one size; it lays out what it writes once."""

    def __init__(self, box: Box, fit: Fit, *, is_target: bool) -> None:
        """`is_target` is for a target network, which is dashed."""
        self.box, self.rect, self._fit, self._is_target = box, fit.box(box), fit, is_target
        scale = min(fit.scale, 1.3)
        self._radius, self._pad, self._gap = RADIUS * scale, max(PAD * scale, LEAST_PAD), GAP * scale
        self._title_height = max(QFontMetricsF(fit.title).height(), fit.line) * 1.15
        self._lay_out_title()

    @property
    def room(self) -> QRectF:
        """The room below the name."""
        pad, top = self._pad, self._pad * 0.6 + self._title_height
        return self.rect.adjusted(pad, top + self._gap * 0.5, -pad, -self._pad * 0.6)

    def _lay_out_title(self) -> None:
        """Choose what has room beside the name: the symbol before the tutorial's number."""
        fit, box = self._fit, self.box
        title = QFontMetricsF(fit.title)
        room = self.rect.width() - 2 * self._pad
        words = _(box.title)
        self._badge = self._title_height * 0.86 if box.number else 0.0
        symbol = QFontMetricsF(fit.symbol).horizontalAdvance(box.symbol) + self._gap * 2 if box.symbol else 0.0
        for badge, mark in ((self._badge, symbol), (0.0, symbol), (0.0, 0.0)):
            left = room - (badge + self._gap if badge else 0.0) - mark
            self._badge, self._has_symbol = badge, mark > 0
            if title.horizontalAdvance(words) <= left:
                break
        self._title = laid_out(shortened(words, left, title), fit.title)
        self._symbol = laid_out(box.symbol, fit.symbol)

    # Frame

    def paint_frame(self, painter: QPainter, pens: Pens, colours: ThemeColours) -> None:
        """Draw the box without what changes in it."""
        pen = QPen(QColor(pens.outline), pens.thickness)
        if self._is_target:
            if not pens.is_lit and not pens.is_grey:
                pen.setColor(QColor(colours.target))
            pen.setWidthF(max(pens.thickness, 1.5))
            pen.setDashPattern([4.0, 2.5])
        painter.setPen(pen)
        painter.setBrush(QColor(pens.fill))
        half = pen.widthF() / 2
        painter.drawRoundedRect(self.rect.adjusted(half, half, -half, -half), self._radius, self._radius)
        top = self.rect.top() + self._pad * 0.6
        left = self.rect.left() + self._pad
        if self._badge:
            circle = QRectF(left, top + (self._title_height - self._badge) / 2, self._badge, self._badge)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(pens.badge))
            painter.drawEllipse(circle)
            painter.setPen(QColor(pens.on_badge))
            small = self._fit.title
            painter.setFont(small)
            painter.drawText(circle, CENTRE, self.box.number)
            left += self._badge + self._gap
        self._draw(painter, QPointF(left, self._middle(top, self._title)), self._title, self._fit.title, pens.title)
        if self._has_symbol:
            right = self.rect.right() - self._pad - self._symbol.size().width()
            place = QPointF(right, self._middle(top, self._symbol))
            self._draw(painter, place, self._symbol, self._fit.symbol, pens.quiet)

    def _middle(self, top: float, text: QStaticText) -> float:
        return top + (self._title_height - text.size().height()) / 2

    # Content

    def laid_out(self, view: LoopView, *, is_grey: bool) -> Content:
        """Lay out what the box says now."""
        bold = QFont(self._fit.number)
        bold.setBold(True)
        room, line, look = self.room, self._fit.line, "plain" if is_grey else self.box.look
        lines: Sequence[str] = view.lines.get(self.box.name, ())
        if is_grey:
            lines = (_("not learning here"),)
        wanted = self._wanted(look, view, room)
        is_empty = not lines and not wanted
        if is_empty:  # it says what will be there
            lines = (sentence_about(self.box),)
        least = min(self._least(look, view), wanted)
        n_rows = int(room.height() / line + 0.15)
        drawn = None
        if wanted and room.height() >= least:
            n_rows = min(n_rows, int((room.height() - least - self._gap) / line + 0.15))
        rows = fitting_rows(lines, room.width(), max(n_rows, 0), bold if look == "target" else self._fit.number)
        top = room.top()
        if wanted and room.height() >= least:
            height = min(room.height() - len(rows) * line - (self._gap if rows else 0.0), wanted)
            drawn = QRectF(room.left(), top, room.width(), height)
            top += height + (self._gap if rows else 0.0)
        elif look in ("plain", "target"):
            top += min((room.height() - len(rows) * line) / 4, line / 2)
        texts = []
        for at, (number, row) in enumerate(rows):
            font = bold if look == "target" and number == RESULT else self._fit.number
            text, is_quiet = laid_out(row, font), is_empty or drawn is not None or number >= LINES_FIRST
            texts.append((QPointF(room.left(), top + at * line), text, font, is_quiet))
        return Content(tuple(texts), drawn)

    def _wanted(self, look: str, view: LoopView, room: QRectF) -> float:
        """Return how high what is drawn would be, px; 0 where there is nothing to draw."""
        line = self._fit.line
        if look == "picture":
            return room.height()
        if look == "values" and view.values:
            return len(view.values) * line * value_bars.SPACING
        if look in ("buffer", "rollout") and view.strip is not None:
            return cells.height(view.strip, room.width(), self._fit.scale)
        if look == "minibatch" and view.rows:
            return (len(view.rows) + 1) * line * table.SPACING
        return 0.0

    def _least(self, look: str, view: LoopView) -> float:
        """Return the height without which it is not drawn, px."""
        if look == "picture":
            return LEAST_PICTURE
        if look == "values":
            return min(len(view.values), FEW_BARS) * self._fit.line * value_bars.SPACING
        return cells.LEAST if look in ("buffer", "rollout") else self._fit.line * table.SPACING

    def paint_content(
        self,
        painter: QPainter,
        content: Content,
        view: LoopView,
        pens: Pens,
        colours: ThemeColours,
        picture: Picture,
    ) -> None:
        """Draw what changes in the box."""
        for place, text, font, is_quiet in content.texts:
            self._draw(painter, place, text, font, pens.quiet if is_quiet else pens.text)
        room, look = content.drawn, self.box.look
        if room is None:
            return
        if look == "picture":
            image = picture(room.size().toSize(), pens.fill)
            if image is not None:
                painter.drawImage(room.topLeft(), image)
        elif look == "values":
            value_bars.paint(painter, room, view, self._fit, colours)
        elif look in ("buffer", "rollout"):
            cells.paint(painter, room, view.strip, self._fit.scale, colours)
        elif look == "minibatch":
            table.paint(painter, room, view, self._fit, colours)

    def _draw(self, painter: QPainter, place: QPointF, text: QStaticText, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawStaticText(place, text)
