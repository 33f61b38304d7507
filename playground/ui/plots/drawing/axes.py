"""Axes with few ticks, at round numbers, and a hairline across the plot at each."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics

from playground.number_text import multiples, nice_step, power_word, tick_words
from playground.ui.theme.palette import ThemeColours

RIGHT_MARGIN = 16  # px beside every plot; half of the last step's label
_STEP_GAP = 52  # px between the ticks of the step axis, at least
_VALUE_GAP = 24
_OUTSTANDING = 14
_WIDEST = "−0.05k"  # no tick of a value axis is wider: number_format.py


class Axis(pg.AxisItem):
    """Look of both axes."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
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
        super().__init__("bottom")
        self._text_height = QFontMetrics(font).height() + 4
        self.set_labelled(False)

    def set_labelled(self, labelled: bool) -> None:
        """Write the steps, or take no room."""
        self.setStyle(showValues=labelled)
        self.setHeight(self._text_height if labelled else 1)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return one level of ticks: (their distance, their places)."""
        step = max(nice_step((high - low) * _STEP_GAP / size), 1.0)
        return [(step, multiples(step, low, high))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the ticks."""
        return tick_words(values, spacing)


class ValueAxis(Axis):
    """Axis of a value or of its logarithm to base 10; all are of one width."""

    def __init__(self, log: bool, font: QFont) -> None:
        super().__init__("left")
        self._log = log
        self.setWidth(QFontMetrics(font).horizontalAdvance(_WIDEST) + 8)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return one level of ticks: (their distance, their places)."""
        n_ticks = max(size / _VALUE_GAP, 1.0)
        if not self._log:
            step = nice_step((high - low) / n_ticks)
            if len(multiples(step, low, high)) < 2:  # one number alone is no scale
                step = nice_step(0.4 * step)
            return [(step, multiples(step, low, high))]
        decades = max(math.ceil((high - low) / n_ticks), 1)
        places = multiples(decades, low, high)
        while len(places) < 2 and decades > 1:
            decades -= 1
            places = multiples(decades, low, high)
        if len(places) < 2:  # too narrow for powers of ten alone
            fine = [n + math.log10(m) for n in range(math.floor(low), math.ceil(high)) for m in (1, 2, 5)]
            places = [place for place in fine if low <= place <= high]
        return [(decades, places)]

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
