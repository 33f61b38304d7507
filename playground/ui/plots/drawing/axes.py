"""Axes with few ticks, at round numbers, and a hairline across the plot at each."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF

from playground.number_text import multiples, nice_step, power_word, tick_words
from playground.ui.theme.palette import ThemeColours

RIGHT_MARGIN = 16  # px beside every plot; half of the last step's label
GAP_ABOVE = 5  # px between a canvas and the rows above it; half of the topmost number
_AIR = 1  # px around a number, at least
_STEP_GAP = 52  # px between the ticks of the step axis, at least
_WORDS_GAP = 12  # px between their words, at least
_VALUE_GAP = 24
_LEAST_VALUE_GAP = 13  # px, where that is needed for a second number
_OUTSTANDING = 14
_USUAL = "−0.05k"  # few ticks of a value axis are wider
_BESIDE = 8  # px between the words and the edges
_WIDER_BY = 8  # px, so that the width seldom changes


class Axis(pg.AxisItem):
    """Look of both axes."""

    def __init__(self, orientation: str, font: QFont) -> None:
        super().__init__(orientation)
        self._metrics = QFontMetricsF(font)
        self._digit_height = self._metrics.tightBoundingRect("0").height()
        self._room = QRectF()
        self._room_for: tuple[QRectF, QRectF | None] | None = None
        self.enableAutoSIPrefix(False)
        self.setZValue(-1000)  # the hairlines lie under the curves
        self.setGrid(255)
        self.setStyle(tickLength=0, tickAlpha=255, tickTextOffset=4, autoExpandTextSpace=False)

    def boundingRect(self) -> QRectF:
        """Return the room of axis and hairlines, and of the numbers that stand out."""
        view = self.linkedView()
        where = self.geometry(), view and view.geometry()
        if where != self._room_for:  # it is asked several times for every paint, and seldom another
            room = super().boundingRect()
            self._room = room.adjusted(-_OUTSTANDING, -_OUTSTANDING, _OUTSTANDING, _OUTSTANDING)
            self._room_for = where
        return self._room

    def generateDrawSpecs(self, p: Any) -> Any:
        """Return what is painted, with each number whole and none that touches another.

        A number near an end of the axis stands a little beside its hairline; of two that touch, one goes.
        """
        specs = super().generateDrawSpecs(p)
        if not specs:  # the axis has no size yet
            return specs
        texts = [(self._moved_inside(rect, text), flags, text) for rect, flags, text in specs[2]]
        texts = [texts[0], *texts[:0:-1]] if texts else []  # the two at the ends go last
        kept: list[tuple[QRectF, Any, str]] = []
        for rect, flags, text in texts:
            place = self._glyphs(rect, text).adjusted(-_AIR, -_AIR, _AIR, _AIR)
            if not any(place.intersects(self._glyphs(other, its)) for other, _flags, its in kept):
                kept.append((rect, flags, text))
        return (*specs[:2], kept)

    def _glyphs(self, rect: QRectF, text: str) -> QRectF:
        """Return where the digits of a text are that stands in the middle of `rect`."""
        found = QRectF(0, 0, self._metrics.horizontalAdvance(text), self._digit_height)
        found.moveCenter(rect.center())
        return found

    def _moved_inside(self, rect: QRectF, text: str) -> QRectF:
        """Return `rect`, moved so far that its text can be read whole."""
        raise NotImplementedError

    def set_colours(self, tokens: ThemeColours, font: QFont) -> None:
        """Use the colours of the theme."""
        hairline = pg.mkPen(QColor(tokens.line), width=1)
        self.setPen(hairline)
        self.setTickPen(hairline)
        self.setTextPen(QColor(tokens.muted))
        self.setTickFont(font)


class StepAxis(Axis):
    """Axis of environment steps: 0, 500, 10k."""

    def __init__(self, font: QFont) -> None:
        super().__init__("bottom", font)
        self._text_height = QFontMetrics(font).height() + 4
        self._measure = self._metrics.horizontalAdvance
        self.set_labelled(False)

    def set_labelled(self, labelled: bool) -> None:
        """Write the steps, or take no room."""
        self.setStyle(showValues=labelled)
        self.setHeight(self._text_height if labelled else 1)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return one level of ticks: (their distance, their places)."""
        step = max(nice_step((high - low) * _STEP_GAP / size), 1.0)
        while self._widest(step, low, high) + _WORDS_GAP > step / (high - low) * size:
            step = nice_step(1.5 * step)
        return [(step, multiples(step, low, high))]

    def _moved_inside(self, rect: QRectF, text: str) -> QRectF:
        right = self.size().width() + RIGHT_MARGIN - _AIR
        return rect.translated(min(right - self._glyphs(rect, text).right(), 0.0), 0.0)

    def _widest(self, step: float, low: float, high: float) -> float:
        words = tick_words(multiples(step, low, high), step)
        return max(map(self._measure, words), default=0.0) if len(words) > 1 else -math.inf

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the ticks."""
        return tick_words(values, spacing)


class ValueAxis(Axis):
    """Axis of a value or of its logarithm to base 10; it has two numbers at least."""

    def __init__(self, log: bool, font: QFont) -> None:
        super().__init__("left", font)
        self._log = log
        self._measure = self._metrics.horizontalAdvance
        self.usual_width = round(self._measure(_USUAL)) + _BESIDE
        self._needed = ((0.0, 0.0, 0.0), self.usual_width)  # all plots are asked at each redraw of one
        self.setWidth(self.usual_width)

    def _moved_inside(self, rect: QRectF, text: str) -> QRectF:
        place = self._glyphs(rect, text)
        down = max(_AIR - GAP_ABOVE - place.top(), 0.0)
        return rect.translated(0.0, down or min(self.size().height() - place.bottom(), 0.0))

    def needed_width(self, low: float, high: float, size: float) -> int:
        """Return the width for the numbers between two heights, `size` pixels apart."""
        if (low, high, size) == self._needed[0]:
            return self._needed[1]
        ((step, places),) = self.tickValues(low, high, size)
        widest = max(map(self._measure, self.tickStrings(places, 1.0, step)), default=0.0)
        more = max(widest + _BESIDE - self.usual_width, 0.0)
        width = self.usual_width + math.ceil(more / _WIDER_BY) * _WIDER_BY
        self._needed = ((low, high, size), width)
        return width

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return one level of ticks: (their distance, their places)."""
        apart = (high - low) * _LEAST_VALUE_GAP / size  # what two numbers need, at least
        n_ticks = max(size / _VALUE_GAP, 1.0)
        if self._log:
            step, places = _powers(low, high, n_ticks)
        else:
            step = nice_step((high - low) / n_ticks)
            places = multiples(step, low, high)
            while len(places) < 2 or places[-1] - places[0] < apart:  # one number alone is no scale
                step = nice_step(0.4 * step)
                places = multiples(step, low, high)
        if min(b - a for a, b in pairwise(places)) < apart:
            places = [places[0], places[-1]]
        return [(step, places)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the ticks."""
        if self._log:
            return [power_word(10.0**value) for value in values]
        return tick_words(values, spacing)

    def wheelEvent(self, event: Any) -> None:
        """Ignore the wheel: only steps are zoomed, the height fits itself."""
        event.ignore()

    def mouseDragEvent(self, event: Any) -> None:
        """Ignore dragging, as the wheel."""
        event.ignore()


def _powers(low: float, high: float, n_ticks: float) -> tuple[float, list[float]]:
    """Return powers of ten between two logarithms, or 1, 2 and 5 times such."""
    decades = max(math.ceil((high - low) / n_ticks), 1)
    places = multiples(decades, low, high)
    while len(places) < 2 and decades > 1:
        decades -= 1
        places = multiples(decades, low, high)
    if len(places) < 2:  # too narrow for powers of ten alone
        fine = [n + math.log10(m) for n in range(math.floor(low), math.ceil(high)) for m in (1, 2, 5)]
        places = [place for place in fine if low <= place <= high]
    return decades, places
