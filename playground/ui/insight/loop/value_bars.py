"""Bars in a box: what the agent makes of each action, in the actions' colours."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.i18n import _
from playground.ui.insight.loop.fit import Fit
from playground.ui.insight.loop.view import LoopView
from playground.ui.theme.palette import ThemeColours, action_colours, mixed
from playground.ui.view.bar_scale import fitting_scale

SPACING = 1.15  # lines of text for each bar
NAME_SHARE = 0.42  # of the room, at most, for the names
LEAST_BAR = 18.0  # px: a shorter one says nothing
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def paint(painter: QPainter, room: QRectF, view: LoopView, fit: Fit, colours: ThemeColours) -> None:
    """Draw as many bars as have room; the last row says how many have none."""
    shape, values = view.shape, view.values
    if shape is None:
        return
    step = fit.line * SPACING
    n_rows = max(int(room.height() / step + 0.1), 1)
    n_shown = len(values) if len(values) <= n_rows else n_rows - 1
    scale_of_q = fitting_scale(values)
    metrics = QFontMetricsF(fit.number)
    names = [_name(number, view) for number in range(len(values))]
    written = [scale_of_q.value_words(value) if math.isfinite(value) else "–" for value in values]
    if shape.kind == "probabilities":
        written = [f"{value:.2f}" for value in values]
    words = max((metrics.horizontalAdvance(text) for text in written), default=0.0)
    name_width = min(max((metrics.horizontalAdvance(name) for name in names), default=0.0), room.width() * NAME_SHARE)
    gap = fit.line * 0.45
    groove_width = room.width() - name_width - words - 2 * gap
    wheel = action_colours(len(values))
    for number in range(n_shown):
        row = QRectF(room.left(), room.top() + number * step, room.width(), step)
        is_taken = number == view.taken
        font = QFont(fit.number)
        font.setBold(is_taken)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        elided = QFontMetricsF(font).elidedText(names[number], Qt.TextElideMode.ElideRight, name_width + gap * 0.8)
        painter.drawText(row, LEFT, elided)
        painter.drawText(row, RIGHT, written[number])
        if groove_width < LEAST_BAR:
            continue
        thickness = max(fit.line * 0.42, 4.0)
        groove = QRectF(row.left() + name_width + gap, row.center().y() - thickness / 2, groove_width, thickness)
        colour = getattr(colours, wheel[number])
        if shape.kind == "action":
            colour = colours.left if values[number] < 0 else colours.right
        scale = shape.scale(number, scale_of_q)
        _bar(painter, groove, (scale.low, scale.high), values[number], colour, colours)
    if n_shown < len(values):
        row = QRectF(room.left(), room.top() + n_shown * step, room.width(), step)
        painter.setFont(fit.number)
        painter.setPen(QColor(colours.muted))
        painter.drawText(row, LEFT, _("and {n} more").format(n=len(values) - n_shown))


def _name(number: int, view: LoopView) -> str:
    names = () if view.shape is None else view.shape.names
    return names[number] if number < len(names) else f"{number}"


def _bar(
    painter: QPainter,
    groove: QRectF,
    ends: tuple[float, float],
    value: float,
    colour: str,
    colours: ThemeColours,
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mixed(colours.raised, colours.line, 0.4)))
    radius = groove.height() / 2
    painter.drawRoundedRect(groove, radius, radius)
    low, high = ends
    if not math.isfinite(value) or high <= low:
        return
    zero, end = ((min(max(place, low), high) - low) / (high - low) for place in (0.0, value))
    left, right = sorted((zero, end))
    painter.setBrush(QColor(colour))
    bar = QRectF(groove.left() + left * groove.width(), groove.top(), (right - left) * groove.width(), groove.height())
    painter.drawRoundedRect(bar.adjusted(0, 0, max(2.0 - bar.width(), 0.0), 0), radius, radius)
