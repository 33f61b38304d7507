"""Cells in a box: what is kept, by age, with ends of episodes and what was drawn."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.ui.theme.palette import ThemeColours, mixed

CELL, HEIGHT, BETWEEN = 8.0, 22.0, 2.0  # px at full size
LEAST = 9.0  # px of a row
MOST_ROWS = 4
DRAWN, END = 0.45, 0.22  # of a cell's height: at its top what was drawn, at its foot where an episode ended
OLDEST = 0.62  # how much of its colour the oldest has lost


def height(strip: Any, width: float, scale: float) -> float:
    """Return how high the cells would be in so wide a room, px."""
    n_rows = _n_rows(len(strip.filled), width, scale)
    return n_rows * max(HEIGHT * scale, LEAST) + (n_rows - 1) * BETWEEN * 2


def paint(painter: QPainter, room: QRectF, strip: Any, scale: float, colours: ThemeColours) -> None:
    """Draw the cells, row by row, in as many rows as fit."""
    n_cells = len(strip.filled)
    wanted = _n_rows(n_cells, room.width(), scale)
    n_rows = max(min(wanted, int((room.height() + BETWEEN * 2) / (LEAST + BETWEEN * 2))), 1)
    n_across = math.ceil(n_cells / n_rows)
    step = room.width() / n_across
    between = min(BETWEEN, step * 0.3)
    tall = min((room.height() - (n_rows - 1) * BETWEEN * 2) / n_rows, HEIGHT * max(scale, 0.4) * 1.2)
    ended = colours.ground if colours.name == "dark" else mixed(colours.text, colours.panel, 0.25)
    full, old = mixed(colours.guide, colours.panel, 0.25), mixed(colours.guide, colours.panel, OLDEST + 0.18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for number in range(n_cells):
        row, column = divmod(number, n_across)
        cell = QRectF(room.left() + column * step, room.top() + row * (tall + BETWEEN * 2), step - between, tall)
        share = float(strip.filled[number])
        painter.fillRect(cell, QColor(mixed(colours.raised, colours.panel, 0.35)))
        if share <= 0:
            continue
        age = float(strip.age[number])
        colour = mixed(full, old, age if math.isfinite(age) else 0.0)
        held = QRectF(cell)
        held.setWidth(max(cell.width() * min(share, 1.0), 1.0))
        painter.fillRect(held, QColor(colour))
        if strip.drawn[number]:
            drawn = QRectF(held.left(), held.top(), held.width(), max(tall * DRAWN, 3.0))
            painter.fillRect(drawn, QColor(colours.change))
        if strip.ends[number]:
            foot = QRectF(held.left(), held.bottom() - max(tall * END, 2.0), held.width(), max(tall * END, 2.0))
            painter.fillRect(foot, QColor(ended))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _n_rows(n_cells: int, width: float, scale: float) -> int:
    across = max(int(width / (CELL * max(scale, 0.5))), 1)
    return min(math.ceil(n_cells / across), MOST_ROWS)
