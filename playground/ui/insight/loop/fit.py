"""Fit of a diagram into the room there is: where boxes are, how large words are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from playground.agents.loop import Arrow, Box, Diagram
from playground.ui.theme.theme import label_font, numbers_font, title_font

MARGIN = 6  # px
STRETCHED = 1.4  # at most, one way more than the other
LEAST_PX, MOST_PX = 10.5, 19.0  # of a font: smaller is not read, larger is not calmer


@dataclass(frozen=True)
class Fit:
    """Places of a diagram in px, and the fonts in which it is written."""

    across: float  # px for each of its units
    down: float
    left: float
    top: float
    label: QFont
    number: QFont
    title: QFont
    symbol: QFont

    @property
    def scale(self) -> float:
        """Return how large lines, corners and gaps are."""
        return min(self.across, self.down)

    @property
    def line(self) -> float:
        """Return the height of a line of text, px."""
        return math.ceil(QFontMetricsF(self.number).height() * 1.08)

    def box(self, box: Box) -> QRectF:
        """Return where a box is, on whole pixels."""
        left, top, width, height = box.place
        x, y = round(self.left + left * self.across), round(self.top + top * self.down)
        right, bottom = self.left + (left + width) * self.across, self.top + (top + height) * self.down
        return QRectF(x, y, round(right) - x, round(bottom) - y)

    def corners(self, arrow: Arrow) -> list[QPointF]:
        """Return the corners of an arrow, in the middle of pixels."""
        return [self._point(corner) for corner in arrow.path]

    def label_at(self, arrow: Arrow) -> QPointF:
        """Return where the middle of an arrow's words is."""
        return self._point(arrow.label)

    def _point(self, corner: tuple[int, int]) -> QPointF:
        x, y = corner
        return QPointF(round(self.left + x * self.across) + 0.5, round(self.top + y * self.down) + 0.5)


def fit(diagram: Diagram, room: QSize) -> Fit:
    """Return how a diagram fills the room: stretched, but not out of shape."""
    width, height = diagram.size
    across = max(room.width() - 2 * MARGIN, 1) / width
    down = max(room.height() - 2 * MARGIN, 1) / height
    across, down = min(across, down * STRETCHED), min(down, across * STRETCHED)
    left, top = (room.width() - width * across) / 2, (room.height() - height * down) / 2
    scale = math.sqrt(across * down)
    fonts = []
    for font in (label_font(), numbers_font(), title_font(), label_font()):
        size = QFontInfo(font).pixelSize() * scale
        font.setPixelSize(round(min(max(size, LEAST_PX), MOST_PX)))
        fonts.append(font)
    fonts[3].setItalic(True)
    return Fit(across, down, left, top, *fonts)
