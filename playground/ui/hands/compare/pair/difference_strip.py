"""Strip of paired differences: a bar for each start, and the interval of the mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.evaluation.comparison import PairedDifference
from playground.i18n import _
from playground.number_text import return_words
from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import Theme, numbers_font

HEIGHT = 96  # px
PAD, GAP = 4, 6  # px around, and beside the numbers
MARK = 6  # px of the triangle under the start that is shown


class DifferenceStrip(QWidget):
    """Strip with a bar for each start, sorted, upwards where the first returned more.

    A click on a bar asks for its start. The keys for that are those of the box with the number of the start.
    """

    start_chosen = Signal(int)  # from 0

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("difference_strip")
        self.setAccessibleName(_("Differences of the returns, start by start"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            _(
                "A bar for each start, sorted: what the first returns less what the second does. The band is the 95 % interval of the mean. A click shows that start."
            )
        )
        self._theme = theme
        self._paired: PairedDifference | None = None
        self._order: list[int] = []  # starts, the largest difference first
        self._start: int | None = None
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def show_differences(self, paired: PairedDifference | None) -> None:
        """Show these differences, or that there are none yet."""
        self._paired, self._start = paired, None
        self._order = []
        if paired is not None:
            self._order = sorted(range(len(paired.differences)), key=lambda start: -paired.differences[start])
            told = _(
                "Mean {mean}, 95 % interval {low} to {high}; more on {wins}, less on {losses}, the same on {ties}."
            )
            self.setAccessibleDescription(
                told.format(
                    mean=return_words(paired.mean),
                    low=return_words(paired.low),
                    high=return_words(paired.high),
                    wins=paired.wins,
                    losses=paired.losses,
                    ties=paired.ties,
                )
            )
        self.update()

    def show_start(self, start: int | None) -> None:
        """Mark the start whose episodes are shown."""
        self._start = start
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        room = self._room()
        if self._order and event.button() == Qt.MouseButton.LeftButton and room.width() > 0:
            rank = int((event.position().x() - room.left()) / room.width() * len(self._order))
            self.start_chosen.emit(self._order[max(0, min(rank, len(self._order) - 1))])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(numbers_font())
            self._paint(painter, self._theme.tokens)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, tokens: ThemeColours) -> None:
        paired = self._paired
        if paired is None:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(
                self.rect(),
                int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
                _("Here the differences will stand, start by start."),
            )
            return
        room = self._room()
        low, high = self._ends(paired)
        scale = room.height() / (high - low)
        zero = room.top() + high * scale
        band = QRectF(room.left(), zero - paired.high * scale, room.width(), (paired.high - paired.low) * scale)
        painter.fillRect(band.adjusted(0, -0.5, 0, 0.5), QColor(tokens.accent_soft))
        wide = room.width() / len(self._order)
        air = min(1.0, wide / 4)
        for rank, start in enumerate(self._order):
            difference = paired.differences[start]
            bar = QRectF(room.left() + rank * wide, zero, wide - air, -difference * scale).normalized()
            colour = tokens.accent if start == self._start else tokens.muted if difference > 0 else tokens.target
            painter.fillRect(bar, QColor(colour))
            if start == self._start:
                self._mark(painter, bar.center().x(), room.bottom(), tokens)
        painter.setPen(QPen(QColor(tokens.guide), 1))
        painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero))
        painter.setPen(QPen(QColor(tokens.evaluation), 2))
        mean = zero - paired.mean * scale
        painter.drawLine(QPointF(room.left(), mean), QPointF(room.right(), mean))
        self._write_ends(painter, room, zero, tokens)

    def _write_ends(self, painter: QPainter, room: QRectF, zero: float, tokens: ThemeColours) -> None:
        assert self._paired is not None
        painter.setPen(QColor(tokens.muted))
        metrics = painter.fontMetrics()
        line = metrics.height()
        written: list[float] = []
        low, high = self._ends(self._paired)
        for value, at in ((0.0, zero), (high, room.top()), (low, room.bottom())):
            middle = min(max(at, room.top() + line / 2), room.bottom() - line / 2)
            if any(abs(middle - other) < line for other in written):
                continue
            written.append(middle)
            place = QRectF(0, middle - line / 2, room.left() - GAP, line)
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), return_words(value)
            )

    def _mark(self, painter: QPainter, x: float, bottom: float, tokens: ThemeColours) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_text))
        painter.drawPolygon(
            [QPointF(x, bottom + 1), QPointF(x - MARK / 2, bottom + 1 + MARK), QPointF(x + MARK / 2, bottom + 1 + MARK)]
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _room(self) -> QRectF:
        """Return where the bars stand, beside the numbers."""
        left = 0
        if self._paired is not None:
            metrics = self.fontMetrics()
            left = max(metrics.horizontalAdvance(return_words(end)) for end in (*self._ends(self._paired), 0.0)) + GAP
        return QRectF(self.rect()).adjusted(PAD + left, PAD, -PAD, -PAD - MARK - 2)

    def _ends(self, paired: PairedDifference) -> tuple[float, float]:
        """Return the lowest and the highest number of the scale, on either side of 0."""
        low, high = min(0.0, *paired.differences), max(0.0, *paired.differences)
        return (-1.0, 1.0) if low == high else (low, high)
