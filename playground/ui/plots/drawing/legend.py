"""Legend: a line that says what the dots and lines of a plot are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.i18n import _
from playground.ui.plots.drawing.heading import LEFT_MARGIN
from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import label_font

_SAMPLE = {"dot": 6.0, "line": 14.0, "dashes": 14.0, "dots": 14.0, "dash dot": 20.0, "diamond": 8.0}  # px
_STROKE = {
    "line": Qt.PenStyle.SolidLine,
    "dashes": Qt.PenStyle.DashLine,
    "dots": Qt.PenStyle.DotLine,
    "dash dot": Qt.PenStyle.DashDotLine,
}
_TO_TEXT = 4.0
_GAP = 12.0


@dataclass(frozen=True)
class LegendEntry:
    """A sample and its words."""

    sample: Literal["dot", "line", "dashes", "dots", "dash dot", "diamond"]
    colour: str  # a name of ThemeColours
    text: str


class Legend(QWidget):
    """Samples with their words, on one line; those that do not fit are left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(label_font())
        self.setAccessibleName(_("What the plot shows"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._entries: tuple[LegendEntry, ...] = ()
        self._tokens: ThemeColours | None = None

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(0, self.fontMetrics().height())

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show these entries."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.setAccessibleDescription(", ".join(_(entry.text) for entry in entries))
            self.update()

    def needed_width(self) -> float:
        """Return the width in pixels of all samples and words."""
        metrics = QFontMetricsF(self.font())
        widths = [
            _SAMPLE[entry.sample] + _TO_TEXT + metrics.horizontalAdvance(_(entry.text)) for entry in self._entries
        ]
        return LEFT_MARGIN + sum(widths) + _GAP * max(len(widths) - 1, 0)

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the samples and words that fit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        middle = round(self.height() / 2) + 0.5
        baseline = (self.height() - metrics.height()) / 2 + metrics.ascent()
        x = float(LEFT_MARGIN)
        for entry in self._entries:
            text = _(entry.text)
            width = _SAMPLE[entry.sample] + _TO_TEXT + metrics.horizontalAdvance(text)
            if x + width > self.width():
                return
            self._draw_sample(painter, entry, x, middle)
            painter.setPen(QColor(self._tokens.muted))
            painter.drawText(QPointF(x + _SAMPLE[entry.sample] + _TO_TEXT, baseline), text)
            x += width + _GAP

    def _draw_sample(self, painter: QPainter, entry: LegendEntry, x: float, middle: float) -> None:
        colour = QColor(getattr(self._tokens, entry.colour))
        size = _SAMPLE[entry.sample]
        if entry.sample in _STROKE:
            painter.setPen(QPen(colour, 1.0, _STROKE[entry.sample]))
            painter.drawLine(QPointF(x, middle), QPointF(x + size, middle))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if entry.sample == "dot":
            painter.drawEllipse(QRectF(x + 1, middle - 2, 4, 4))
        else:
            half = size / 2
            corners = [(x, middle), (x + half, middle - half), (x + size, middle), (x + half, middle + half)]
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
