"""First picture of CartPole, drawn by Qt alone until pygame and NumPy are there.

Everything it shows lies where the painter (envs.cartpole.painter) puts it, so that nothing moves when that takes over.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from playground.envs.cartpole.layout import MAX_ANGLE, MAX_POSITION, CartPoleLayout, lay_out
from playground.envs.scene import Palette

_WEDGE = 1.08  # of the pole's length, as the painter has it
_LETTERS = 0.88  # of a line's height: pygame counts that


def draw_first_picture(painter: QPainter, size: tuple[int, int], ratio: float, palette: Palette, caption: str) -> None:
    """Draw the pole at rest over a view of `size` device pixels.

    `painter` counts logical pixels, `ratio` device pixels to each.
    """
    layout = lay_out(size, ratio)
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    painter.fillRect(0, 0, *size, QColor(*palette.ground))
    _draw_track(painter, layout, palette, size[0])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _draw_wedge(painter, layout, palette)
    _draw_cart(painter, layout, palette)
    font = QFont(painter.font())
    font.setPixelSize(max(round(_LETTERS * layout.text), 1))
    painter.setFont(font)
    painter.setPen(QColor(*palette.muted))
    painter.drawText(QPointF(layout.pad, layout.pad + painter.fontMetrics().ascent()), caption)
    painter.restore()


def _draw_track(painter: QPainter, layout: CartPoleLayout, palette: Palette, width: int) -> None:
    colour, thick = QColor(*palette.track), 2 * layout.hair
    faint = QColor(colour)
    faint.setAlphaF(0.35)
    first, last = round(layout.x(-MAX_POSITION)), round(layout.x(MAX_POSITION))
    painter.fillRect(0, layout.track_y, width, thick, faint)
    painter.fillRect(first, layout.track_y, last - first, thick, colour)
    for half in range(-4, 5):
        length = round(layout.text * (0.25 if half % 2 else 0.45))
        x = round(layout.x(half / 2)) - layout.hair // 2
        painter.fillRect(x, layout.track_y + thick, layout.hair, length, colour)
    guide, high = QColor(*palette.guide), round(layout.pole * 0.3)
    for x in (first, last):
        painter.fillRect(x - layout.hair, layout.track_y - high, thick, high + round(layout.text * 0.45), guide)


def _draw_wedge(painter: QPainter, layout: CartPoleLayout, palette: Palette) -> None:
    x, y = layout.axle(0.0)
    radius, colour = layout.pole * _WEDGE, QColor(*palette.guide)
    square = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
    degrees = math.degrees(MAX_ANGLE)
    begin, span = round(16 * (90 - degrees)), round(16 * 2 * degrees)  # Qt counts sixteenths of a degree
    colour.setAlphaF(0.1)
    painter.setBrush(colour)
    painter.drawPie(square, begin, span)
    colour.setAlphaF(0.6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, layout.hair))
    painter.drawPie(square, begin, span)
    painter.setPen(Qt.PenStyle.NoPen)


def _draw_cart(painter: QPainter, layout: CartPoleLayout, palette: Palette) -> None:
    x, y = layout.axle(0.0)
    half, wheel, ground = layout.cart_width / 2, layout.wheel, layout.track_y
    below, high = ground + 2 * layout.hair, layout.text * 0.45
    painter.setBrush(QColor(*palette.text))
    corners = [(x, below), (x + high * 0.6, below + high), (x - high * 0.6, below + high)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    rim = QColor(*palette.cart)
    rim.setAlphaF(0.7)
    for side in (-half * 0.56, half * 0.56):
        for colour, radius in ((rim, wheel), (QColor(*palette.ground), wheel * 0.4)):
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x + side, ground - wheel), radius, radius)
    painter.setBrush(QColor(*palette.cart))
    top = ground - 2 * wheel - layout.cart_height
    corner = layout.cart_height * 0.3
    painter.drawRoundedRect(QRectF(x - half, top, 2 * half, ground - wheel * 1.15 - top), corner, corner)
    pole = QPen(QColor(*palette.pole), 2 * layout.pole_radius)
    pole.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pole)
    painter.drawLine(QPointF(x, y), QPointF(*layout.tip(0.0, 0.0)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*palette.axle))
    painter.drawEllipse(QPointF(x, y), layout.pole_radius * 0.5, layout.pole_radius * 0.5)
