"""Plot of returns over the force of the pushes, with the interval of each mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.evaluation.robustness import Robustness
from playground.i18n import _
from playground.number_text import multiples, nice_step, tick_words
from playground.ui.hands.compare.chooser import COLOURS
from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import Theme, numbers_font

PAD, GAP = 8, 6  # px
TICK_ROOM = 44  # px between two numbers of the value axis, at least
ASIDE = 3.0  # px by which the two stand beside each other, so that no interval hides another
CAP = 4.0  # px to either side at the ends of an interval


class ForcePlot(QWidget):
    """Two curves with intervals. What it shows stands in the table beside it too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("robustness_plot")
        self.setAccessibleName(_("Return over the force of the push"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._both: tuple[Robustness, Robustness] | None = None
        self._words: tuple[str, ...] = ()
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 180)

    def show_curves(self, both: tuple[Robustness, Robustness] | None, words: tuple[str, ...] = ()) -> None:
        """Show the curves of two; `words` stand under each force."""
        self._both, self._words = both, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(numbers_font())
            self._paint(painter, self._theme.tokens)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, tokens: ThemeColours) -> None:
        painter.fillRect(self.rect(), QColor(tokens.panel))
        if self._both is None:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(
                self.rect().adjusted(PAD, PAD, -PAD, -PAD),
                int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
                _("Here the return over the force of the push will stand, with the interval of each mean."),
            )
            return
        ends = [end for each in self._both for interval in each.interval for end in interval]
        low, high = min(ends), max(ends)
        if low == high:
            low, high = low - 1.0, high + 1.0
        metrics = painter.fontMetrics()
        height = self.height() - 2 * PAD - metrics.height() - GAP
        step = nice_step((high - low) * TICK_ROOM / max(height, TICK_ROOM))
        ticks = multiples(step, low, high)
        words = tick_words(ticks, step)
        left = max((metrics.horizontalAdvance(word) for word in words), default=0) + PAD + GAP
        room = QRectF(left, PAD + metrics.height() / 2, self.width() - left - PAD, height - metrics.height() / 2)

        def y(value: float) -> float:
            return room.bottom() - (value - low) / (high - low) * room.height()

        for tick, word in zip(ticks, words, strict=True):
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(room.left(), y(tick)), QPointF(room.right(), y(tick)))
            painter.setPen(QColor(tokens.muted))
            place = QRectF(0, y(tick) - metrics.height() / 2, left - GAP, metrics.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), word)
        each = room.width() / len(self._words)
        for number, word in enumerate(self._words):
            place = QRectF(room.left() + number * each, room.bottom() + GAP, each, metrics.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), word)
        for robustness, (colour, dashed), aside in zip(self._both, COLOURS, (-ASIDE, ASIDE), strict=True):
            xs = [room.left() + (number + 0.5) * each + aside for number in range(len(robustness.forces))]
            _draw_curve(
                painter,
                QColor(getattr(tokens, colour)),
                dashed,
                [QPointF(x, y(value)) for x, value in zip(xs, robustness.mean, strict=True)],
                [(y(ends[0]), y(ends[1])) for ends in robustness.interval],
            )


def _draw_curve(
    painter: QPainter, colour: QColor, dashed: bool, points: list[QPointF], ends: list[tuple[float, float]]
) -> None:
    pen = QPen(colour, 2)
    painter.setPen(pen)
    for point, (low, high) in zip(points, ends, strict=True):
        painter.drawLine(QPointF(point.x(), low), QPointF(point.x(), high))
        for end in (low, high):
            painter.drawLine(QPointF(point.x() - CAP, end), QPointF(point.x() + CAP, end))
    if dashed:
        pen.setDashPattern([4.0, 2.0])
        painter.setPen(pen)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for point in points:
        painter.drawEllipse(point, 3.0, 3.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
