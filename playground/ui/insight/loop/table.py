"""First rows of the minibatch in a box: this step's own, then what has room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.i18n import _
from playground.ui.insight.loop.fit import Fit
from playground.ui.insight.loop.view import BatchRow, LoopView
from playground.ui.theme.palette import ThemeColours, action_colours, mixed

SPACING = 1.12  # lines of text for each row
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def paint(painter: QPainter, room: QRectF, view: LoopView, fit: Fit, colours: ThemeColours) -> None:
    """Draw rows below headings; the last columns are left out where there is no room."""
    step = fit.line * SPACING
    n_rows = int(room.height() / step + 0.1)
    has_heading = n_rows > 1
    shown = view.rows[: max(n_rows - 1, 1) if has_heading else n_rows]
    headings = [_("step"), "a", "r", *view.symbols]
    table = [_cells(row) for row in shown]
    metrics = QFontMetricsF(fit.number)
    gap = metrics.horizontalAdvance("0") * 1.3
    widths = [
        max(metrics.horizontalAdvance(text) for text in (headings[column] if has_heading else "", *cells))
        for column, cells in enumerate(zip(*table, strict=True))
    ]
    dot = fit.line * 0.42
    widths[1] += dot * 1.4
    n_columns = len(widths)
    while n_columns > 1 and sum(widths[:n_columns]) + gap * (n_columns - 1) > room.width():
        n_columns -= 1
    if n_columns < 2:  # names of actions are long: their colour and the step are told
        widths[1], n_columns = dot, 2
    spare = max(room.width() - sum(widths[:n_columns]), 0.0) / max(n_columns - 1, 1)
    lefts = [room.left() + sum(widths[:column]) + spare * column for column in range(n_columns)]
    wheel = action_colours(len(view.shape.names)) if view.shape is not None else ()
    painter.setFont(fit.number)
    for at, row in enumerate(shown):
        top = room.top() + (at + has_heading) * step
        line = QRectF(room.left(), top, room.width(), step)
        if row.is_chosen or row.is_own:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(colours.panel, colours.change, 0.25 if row.is_chosen else 0.12)))
            painter.drawRoundedRect(line.adjusted(-3, 0, 3, -1), 3, 3)
        painter.setPen(QColor(colours.text))
        for column in range(n_columns):
            place = QRectF(lefts[column], top, widths[column], step)
            if column == 1:
                _action(painter, place, row, dot, wheel, colours)
            else:
                painter.drawText(place, RIGHT, table[at][column])
    if has_heading:
        painter.setPen(QColor(colours.muted))
        for column in range(n_columns):
            place = QRectF(lefts[column], room.top(), widths[column], step)
            if metrics.horizontalAdvance(headings[column]) <= widths[column]:
                painter.drawText(place, LEFT if column == 1 else RIGHT, headings[column])


def _cells(row: BatchRow) -> list[str]:
    return [row.step, row.action, row.reward, *row.numbers]


def _action(
    painter: QPainter, place: QRectF, row: BatchRow, dot: float, wheel: tuple[str, ...], colours: ThemeColours
) -> None:
    left = place.left()
    if row.colour is not None and row.colour < len(wheel):
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(colours, wheel[row.colour])))
        painter.drawEllipse(QPointF(left + dot / 2, place.center().y()), dot / 2, dot / 2)
        painter.restore()
        left += dot * 1.4
    words = QRectF(left, place.top(), place.right() - left, place.height())
    if words.width() > dot:
        painter.drawText(words, LEFT, row.action)
