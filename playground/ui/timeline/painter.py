"""Painter of the timeline.

What is old is drawn once into a picture, and the moment that is shown over it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from playground.i18n import _
from playground.lazy import lazy_import
from playground.number_text import multiples, nice_step, tick_words
from playground.ui.plots.drawing.mark_list import first_in_each_pixel
from playground.ui.plots.drawing.mark_text import place_labels, short_words, words
from playground.ui.theme.focus_ring import RING_PX
from playground.ui.theme.palette import ThemeColours, mixed
from playground.ui.theme.theme import Theme, numbers_font
from playground.ui.timeline.model import TimelineModel

if TYPE_CHECKING:
    import numpy as np
else:  # after the first paint
    np = lazy_import("numpy")

MARGIN = 14  # px left and right of the rail: half of a number
RING_ROOM = RING_PX + 2  # px at each edge where nothing is drawn but the focus ring
BAND = 16  # px
LEAST_BAR = 5  # px of an episode's tick
NUMBERS_APART = 72  # px
DOT, STAR = 2.0, 5.0  # px
SHADE = 0.25  # of the colour of a change, from where a drag began to where it ended
CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


class TimelinePainter:
    """Drawing of a TimelineModel in the colours of the theme.

    From top to bottom: the words of changes, the band of episodes, keyframes, numbers of steps.
    """

    def __init__(self, model: TimelineModel, theme: Theme) -> None:
        self._model, self._theme = model, theme
        self._font = numbers_font()
        self._bold = QFont(self._font)
        self._bold.setBold(True)
        self._line = math.ceil(max(QFontMetricsF(font).height() for font in (self._font, self._bold)))
        self._words_bottom = RING_ROOM + self._line
        self.band_top = self._words_bottom + 2
        self.band_bottom = self.band_top + BAND
        self._numbers_top = self.band_bottom + 5
        self.height = self._numbers_top + self._line + RING_ROOM

    @property
    def _tokens(self) -> ThemeColours:
        return self._theme.tokens

    # What is old

    def picture(self, size: QSize, ratio: float) -> QPixmap:
        """Return a picture of all but the moment that is shown.

        It has `ratio` device pixels to each of `size`.
        """
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._tokens.ground))
        painter = QPainter(picture)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(MARGIN, 0)
            self._draw_rail(painter)
            self._draw_episodes(painter)
            self._draw_evaluations(painter)
            self._draw_keyframes(painter)
            self._draw_fork(painter)
            self._draw_to_come(painter)
            self._draw_changes(painter)
        finally:
            painter.end()
        return picture

    def _draw_rail(self, painter: QPainter) -> None:
        model, tokens = self._model, self._tokens
        painter.fillRect(QRectF(0, self.band_top, model.width, BAND), QColor(tokens.line))
        painter.fillRect(QRectF(1, self.band_top + 1, model.width - 2, BAND - 2), QColor(tokens.ground))
        painter.fillRect(QRectF(0, self.band_top, round(model.x_of(model.present)), BAND), QColor(tokens.raised))

    def _draw_episodes(self, painter: QPainter) -> None:
        bars = self._model.episode_bars()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(mixed(self._tokens.guide, self._tokens.raised, 0.3)), 1))
        painter.drawLines(
            [QLineF(x, self.band_bottom - 1, x, self.band_bottom - max(share * BAND, LEAST_BAR)) for x, share in bars]
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_evaluations(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.evaluation))
        for x in self._model.evaluation_places():
            painter.drawEllipse(QPointF(x, self.band_top + DOT + 2), DOT, DOT)
        best = self._model.best
        if best is not None:
            painter.setPen(QPen(QColor(self._tokens.ground), 1))
            painter.setBrush(QColor(self._tokens.good_text))
            painter.drawPolygon(_star(QPointF(self._model.x_of(best[1]), self.band_top + STAR)))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_keyframes(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self._tokens.guide), 1))
        top, bottom = self.band_bottom + 1, self.band_bottom + 3
        painter.drawLines([QLineF(x, top, x, bottom) for x in map(round, self._model.keyframe_places())])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_fork(self, painter: QPainter) -> None:
        model = self._model
        if model.fork_step is not None:
            x = float(round(model.x_of(model.fork_step)))
            painter.setPen(QPen(QColor(self._tokens.target), 2, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(x, self.band_top - 2, x, self.band_bottom + 2))
        if model.difference is not None:
            x = model.x_of(model.difference.step)
            _draw_upright(painter, x, self.band_top - 2, self.band_bottom + 2, self._tokens.target)

    def _draw_to_come(self, painter: QPainter) -> None:
        """Draw what will change by itself as dashes in the colour of changes."""
        to_come = self._model.to_come
        if not to_come:
            return  # as at the first paint, which does not wait for NumPy
        painter.setPen(QPen(QColor(self._tokens.change), 2, Qt.PenStyle.DotLine))
        steps = np.fromiter((mark.step for mark in to_come), np.float64, len(to_come))
        for x in np.unique(np.round(self._model.x_of(steps))).tolist():
            painter.drawLine(QLineF(x, self.band_top, x, self.band_bottom))

    def _draw_changes(self, painter: QPainter) -> None:
        model = self._model
        if model.marks is None or not len(model.marks):
            return
        marks = model.marks.marks
        xs, ends = model.x_of(model.marks.steps), model.x_of(model.marks.ends)
        measure = QFontMetricsF(self._font).horizontalAdvance
        labels = place_labels(
            xs.tolist(), lambda i: words(marks[i]), lambda i: short_words(marks[i]), model.width, measure
        )
        shade = QColor(self._tokens.change)
        shade.setAlphaF(SHADE)
        is_drag = ends > xs
        for number in first_in_each_pixel(xs[is_drag]).tolist():
            x = float(xs[is_drag][number])
            painter.fillRect(QRectF(x, self.band_top, float(ends[is_drag][number]) - x, BAND), shade)
        for x in np.unique(np.round(xs)).tolist():
            under_words = any(label.left - 2 <= x <= label.right + 2 for label in labels)
            _draw_upright(
                painter, x, self._words_bottom if under_words else RING_ROOM + 2, self.band_bottom, self._tokens.change
            )
        painter.setFont(self._font)
        painter.setPen(QColor(self._tokens.warning_text))
        baseline = RING_ROOM + QFontMetricsF(self._font).ascent()
        for label in labels:
            painter.drawText(QPointF(label.left, baseline), label.text)

    # The moment that is shown

    def draw_moment(self, painter: QPainter, shown: float, pointed: float | None, *, is_enabled: bool = True) -> None:
        """Draw the handle at step `shown`, and a fine line at `pointed`.

        `pointed` is in pixels of the rail. What cannot be used now is paler.
        """
        model, tokens = self._model, self._tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(MARGIN, 0)
        x, present = model.x_of(shown), model.x_of(model.present)
        is_past = shown < model.present
        if is_past:
            veil = QColor(tokens.accent_soft)
            veil.setAlphaF(0.6)
            painter.fillRect(QRectF(x, self.band_top, present - x, BAND), veil)
        if pointed is not None:
            _draw_upright(painter, pointed, self.band_top, self.band_bottom, tokens.muted, 1)
        line, fill, letters = tokens.text, tokens.pressed, tokens.text
        if is_past:
            line, fill, letters = tokens.accent_text, tokens.accent, tokens.on_accent
        if not is_enabled:
            veil = QColor(tokens.ground)
            veil.setAlphaF(0.6)
            painter.fillRect(QRectF(0, self.band_top, model.width, BAND), veil)
            line, fill, letters = tokens.border, tokens.raised, tokens.disabled
        _draw_upright(painter, x, self.band_top - 2, self._numbers_top, line)
        text = f"{round(shown):,}"
        width = QFontMetricsF(self._bold).horizontalAdvance(text) + 12
        pill = self._inside(QRectF(x - width / 2, self._numbers_top, width, self._line))
        self._draw_numbers(painter, pill)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setFont(self._bold)
        painter.setPen(QColor(letters))
        painter.drawText(pill, CENTRED, text)
        if model.snapshot.busy is not None:
            self._draw_progress(painter, *model.snapshot.busy)

    def _draw_numbers(self, painter: QPainter, pill: QRectF) -> None:
        """Write round numbers of steps, but not what the number of the moment would cover."""
        model = self._model
        step = max(nice_step(model.end * NUMBERS_APART / model.width), 1.0)
        places = multiples(step, 0.0, model.end)
        painter.setFont(self._font)
        painter.setPen(QColor(self._tokens.muted))
        metrics = QFontMetricsF(self._font)
        for place, text in zip(places, tick_words(places, step), strict=True):
            width = metrics.horizontalAdvance(text) + 4
            room = self._inside(QRectF(model.x_of(place) - width / 2, self._numbers_top, width, self._line))
            if not room.intersects(pill):
                painter.drawText(room, CENTRED, text)

    def _draw_progress(self, painter: QPainter, done: int, total: int) -> None:
        tokens, width = self._tokens, self._model.width
        text = _("Going there: {percent} %. Esc stops.").format(percent=round(100 * done / max(total, 1)))
        room = QRectF(0, RING_ROOM, min(QFontMetricsF(self._font).horizontalAdvance(text) + 16, width), self._line)
        room.moveLeft((width - room.width()) / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(room, 4, 4)
        painter.fillRect(QRectF(0, self.band_top, width * done / max(total, 1), 2), QColor(tokens.accent_text))
        painter.setFont(self._font)
        painter.setPen(QColor(tokens.text))
        painter.drawText(room, CENTRED, text)

    def _inside(self, room: QRectF) -> QRectF:
        """Return the room moved so far that all of it is on the widget, inside the ring."""
        most = MARGIN - RING_ROOM
        left = min(max(room.left(), -most), self._model.width + most - room.width())
        return room.translated(left - room.left(), 0)


def _draw_upright(painter: QPainter, x: float, top: float, bottom: float, colour: str, width: int = 2) -> None:
    """Draw a vertical line that ends where pixels do, so that it is sharp."""
    painter.fillRect(QRectF(round(x) - width // 2, top, width, bottom - top), QColor(colour))


def _star(middle: QPointF) -> QPolygonF:
    corners = []
    for number in range(10):
        angle, radius = math.pi * number / 5, STAR if number % 2 == 0 else 0.45 * STAR
        corners.append(middle + QPointF(radius * math.sin(angle), -radius * math.cos(angle)))
    return QPolygonF(corners)
