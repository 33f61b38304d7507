"""Strip of cells: where in a buffer something is, how old, ended, drawn."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.insight.buffer import MOST_CELLS, Strip
from playground.ui.theme.palette import ThemeColours, mixed
from playground.ui.theme.theme import Theme

HIGH, GAP, LINE, BETWEEN = 18, 1, 2, 6  # px: a cell, to the next, the mark of the next place, rows of cells
LEAST_WIDE = 6  # px of a cell and its gap
WIDEST = 24
LIT, FOOT = 0.5, 0.4  # of a cell's height, at most: what was drawn, what ended


class BufferStrip(QWidget):
    """Cells of a buffer, in rows.

    Filled ones are the fainter the older they are; a foot says that episodes ended there, an amber head that the newest
    minibatch has rows of it, a line below where the next transition goes. It has no text.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("buffer_strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._strip: Strip | None = None
        theme.changed.connect(self.update)
        self._fit()

    def show_strip(self, strip: Strip | None) -> None:
        """Show these cells; None: nothing."""
        if strip is self._strip:
            return
        before, self._strip = self._strip, strip
        if before is None or strip is None or len(before.filled) != len(strip.filled):
            self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        n_cells = MOST_CELLS if self._strip is None else len(self._strip.filled)
        in_a_row = max(1, min(n_cells, self.width() // LEAST_WIDE))
        n_rows = math.ceil(n_cells / in_a_row)
        self._in_a_row = math.ceil(n_cells / n_rows)  # so that the rows are alike
        self.setFixedHeight(n_rows * (HIGH + LINE) + (n_rows - 1) * BETWEEN)

    def paintEvent(self, event: QPaintEvent) -> None:
        strip = self._strip
        if strip is None:
            return
        colours = self._theme.tokens
        wide = min(self.width() / self._in_a_row, WIDEST)
        most_drawn, most_ended = max(1, int(strip.drawn.max())), max(1, int(strip.ends.max()))
        shades = _shades(colours)
        empty, lit, foot = (
            QColor(mixed(colours.ground, colours.line, 0.6)),
            QColor(colours.change),
            QColor(colours.muted),
        )
        painter = QPainter(self)
        try:
            painter.setOpacity(1.0 if self.isEnabled() else 0.5)
            for cell in range(len(strip.filled)):
                row, at = divmod(cell, self._in_a_row)
                left, top = at * wide, row * (HIGH + LINE + BETWEEN)
                rect = QRectF(left, top, wide - GAP, HIGH)
                painter.fillRect(rect, empty)
                filled = float(strip.filled[cell])
                if filled > 0:
                    shade = shades[int((1 - float(np.nan_to_num(strip.age[cell]))) * (len(shades) - 1))]
                    painter.fillRect(QRectF(left, top, max(1.0, filled * rect.width()), HIGH), shade)
                if strip.ends[cell]:
                    high = FOOT * HIGH * max(0.25, strip.ends[cell] / most_ended)
                    painter.fillRect(QRectF(left, top + HIGH - high, rect.width(), high), foot)
                if strip.drawn[cell]:
                    high = LIT * HIGH * max(0.5, strip.drawn[cell] / most_drawn)
                    painter.fillRect(QRectF(left, top, rect.width(), high), lit)
                if cell == strip.next:
                    painter.fillRect(QRectF(left, top + HIGH + 1, rect.width(), LINE - 1), QColor(colours.text))
        finally:
            painter.end()


def _shades(colours: ThemeColours) -> list[QColor]:
    """Return the fills of a cell, from the oldest to the newest."""
    return [QColor(mixed(colours.panel, colours.guide, 0.35 + 0.55 * part / 7)) for part in range(8)]
