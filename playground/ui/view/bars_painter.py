"""Painter of the bars: what chose the action shown, and what comes next beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from playground.i18n import _
from playground.number_text import three_digits
from playground.ui.theme.palette import ThemeColours, action_colours, mixed
from playground.ui.theme.theme import label_font, numbers_font
from playground.ui.view.bar_scale import BarScale, fitting_scale, gap_words
from playground.ui.view.bar_values import BarValues, largest

SIGNS = {"q": "Q", "probabilities": "π", "action": "μ"}
MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
WIDEST = "−0.0123"  # room that is kept for a number, so that the bars stand still
USUAL_ENDS = ("14.80", "14.95")  # room that is kept for the ends of a scale
ROOMY = 560  # px; with less, room is kept for less
FOR_NEXT, FOR_GAP = 280, 220  # px, of the whole, without which they are left out
NARROW = 96  # px; of a bar with its words
NARROWEST = 40  # px of a bar with its words; of more actions than have room the first are shown
NARROWEST_BESIDE_GAP = 48  # px of a bar; of more actions each number itself is worth more than the gap
SHORTEST = 24  # px of a bar
GAP, PAD, BAR, MARK = 12, 8, 6, 9  # px
WIDEST_NAME, WIDEST_NEXT = 64, 96  # px, of an action beside the bars, and of one alone with "next"
WIDEST_GAP = "1.0e−4"


@dataclass(frozen=True)
class BarsShape:
    """What does not change while one pair of environment and algorithm is shown."""

    kind: str  # "q", "probabilities" or "action"
    names: tuple[str, ...]  # of the actions, translated
    bounds: tuple[tuple[float, float], ...]  # of a continuous action

    def scale(self, number: int, of_q: BarScale) -> BarScale:
        """Return the scale of an action's bar; Q-values have one in common."""
        if self.kind == "probabilities":
            return BarScale(0.0, 1.0)
        return BarScale(*self.bounds[number]) if self.kind == "action" else of_q

    @property
    def has_gap(self) -> bool:
        """Whether a gap between the two largest says what decides."""
        return self.kind == "q" and len(self.names) > 1


class BarsPainter:
    """Two lines of text: names above, bars and numbers below."""

    def __init__(self) -> None:
        self._label, self._number = label_font(), numbers_font()
        self._bold = QFont(self._label)
        self._bold.setBold(True)
        self.line = math.ceil(max(QFontMetricsF(font).height() for font in (self._label, self._number, self._bold)))

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        colours: ThemeColours,
        shape: BarsShape,
        values: BarValues,
        scale: BarScale,
    ) -> None:
        """Draw all of it over `rect`."""
        self._painter, self._colours, self._shape, self._values, self._scale = painter, colours, shape, values, scale
        painter.fillRect(rect, QColor(colours.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = rect.width()
        left, right = rect.left() + PAD, rect.right() - PAD
        left += self._draw_head(left, is_roomy=room >= ROOMY) + GAP
        for_each = (right - left - self._gap_width) / len(shape.names) - GAP
        has_gap = shape.has_gap and room >= FOR_GAP and for_each >= NARROWEST_BESIDE_GAP
        if not values.is_next and room >= FOR_NEXT:
            right -= self._draw_next(left + (self._gap_width + GAP if has_gap else 0.0), right)
        if has_gap:
            right -= self._draw_gap(right) + GAP
        n_shown = max(1, min(len(shape.names), int((right - left + GAP) // (NARROWEST + GAP))))
        width = (right - left + GAP) / n_shown - GAP
        for number in range(n_shown):
            self._draw_action(number, left + number * (width + GAP), width)

    # Parts

    def _draw_head(self, left: float, is_roomy: bool) -> float:
        """Draw what the bars are and the ends of their scale; return the width."""
        muted, shape, whose = self._colours.muted, self._shape, self._values.whose
        sign = f"{whose}: {SIGNS[shape.kind]}" if whose else SIGNS[shape.kind]
        label = _("next") if self._values.is_next else _("this step")
        after_sign = _width(self._bold, sign) + 4
        written = ""
        if shape.kind != "action" or len(set(shape.bounds)) == 1:
            written = self._ends(*shape.scale(0, self._scale).words())
        kept = self._ends(*USUAL_ENDS) if is_roomy and shape.has_gap else ""
        labels = after_sign + max(_width(self._label, word) for word in (_("next"), _("this step")))
        room = max(labels, *(_width(self._number, text) for text in (written, kept)))
        self._write(self._upper(left, after_sign), sign, self._bold, muted)
        self._write(self._upper(left + after_sign, room), label, self._label, muted)
        self._write(self._lower(left, room), written, self._number, muted)
        return room

    @property
    def _gap_width(self) -> float:
        return max(_width(self._label, _("gap")), _width(self._number, WIDEST_GAP))

    def _draw_gap(self, right: float) -> float:
        """Draw by how much the largest leads; return the width."""
        left, width = right - self._gap_width, self._gap_width
        self._write(self._upper(left, width), _("gap"), self._label, self._colours.muted, RIGHT)
        self._write(self._lower(left, width), gap_words(self._values.gap), self._number, self._colours.text, RIGHT)
        return width

    def _draw_next(self, left: float, right: float) -> float:
        """Draw the values of the state shown, if there is room; return the width."""
        shape, values, muted = self._shape, self._values, self._colours.muted
        n, word = len(shape.names), _width(self._label, _("next")) + GAP
        cells = [self._cell(name) for name in shape.names]
        taken = word + sum(cells) + GAP * (n - 1)
        is_short = right - left - taken - 2 * GAP < (NARROW + GAP) * n  # the bars come first
        if is_short:
            names = [_("next: {action}").format(action=name) for name in shape.names]
            cells = [self._cell(name, WIDEST_NEXT) for name in names]
            word, taken = 0.0, max(cells)
            if right - left - taken - 2 * GAP < (NARROWEST + GAP) * n - GAP:
                return 0.0
        at = right - taken
        self._painter.fillRect(QRectF(at - GAP, PAD - 2, 1, 2 * self.line), QColor(self._colours.line))
        most = largest(values.next) or 0
        if values.is_over or not is_short:
            self._write(self._upper(at, taken), _("next"), self._label, muted)
        if values.is_over:
            self._write(
                self._lower(at, taken), _("none: episode over") if not is_short else _("none"), self._label, muted
            )
        elif is_short:
            self._draw_next_value(most, names[most], at, taken)
        else:
            for number, width in enumerate(cells):
                self._draw_next_value(number, shape.names[number], at + word, width)
                at += width + GAP
        return taken + 2 * GAP

    def _cell(self, name: str, widest: int = WIDEST_NAME) -> float:
        return max(min(_width(self._bold, name), widest), _width(self._number, WIDEST))

    def _draw_next_value(self, number: int, name: str, left: float, width: float) -> None:
        others = self._values.next
        is_bold = number == largest(others) and self._shape.kind != "action"
        value = others[number] if number < len(others) else math.nan
        self._write(self._upper(left, width), name, self._bold if is_bold else self._label, self._colours.muted)
        self._write(self._lower(left, width), self._written(value, others), self._number, self._colours.text)

    def _draw_action(self, number: int, left: float, width: float) -> None:
        """Draw the name, and under it the bar with its number."""
        colours, shape, values = self._colours, self._shape, self._values
        is_taken = number == values.taken
        is_bold = shape.kind != "action" and number == (values.largest if values.is_next else values.taken)
        value = values.shown[number] if number < len(values.shown) else math.nan
        words = self._upper(left, width)
        if is_taken:
            self._draw_mark(QPointF(words.left(), words.center().y()))
            words.adjust(MARK, 0, 0, 0)
        colour = colours.text if is_bold or shape.kind == "action" else colours.muted
        self._write(words, shape.names[number], self._bold if is_bold else self._label, colour)
        text = self._written(value, values.shown)
        if _width(self._number, text) > width - 2 * BAR:
            text = self._rounded(value, values.shown)
        room = max(_width(self._number, text), min(_width(self._number, WIDEST), 0.45 * width)) + 6
        below = self._lower(left, width)
        self._write(below, text, self._number, colours.text, RIGHT)
        groove = QRectF(left, below.center().y() - BAR / 2, max(width - room, 0.0), BAR)
        self._draw_bar(number, value, is_bold, groove)

    def _draw_mark(self, middle: QPointF) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._colours.text))
        corners = [QPointF(0, -4), QPointF(6, 0), QPointF(0, 4)]
        self._painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))

    def _draw_bar(self, number: int, value: float, is_bright: bool, groove: QRectF) -> None:
        painter, colours, kind = self._painter, self._colours, self._shape.kind
        if groove.width() < SHORTEST:
            return  # the numbers say it
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(groove, 2, 2)
        if not math.isfinite(value):
            return
        scale = self._shape.scale(number, self._scale)
        low, high = scale.low, scale.high
        zero, end = ((min(max(place, low), high) - low) / (high - low) for place in (0.0, value))
        if scale.is_cut:
            zero = 0.0
        if kind == "action":
            colour = colours.left if value < 0 else colours.right
        else:
            colour = getattr(colours, action_colours(len(self._shape.names))[number])
            if not is_bright:
                colour = mixed(colour, colours.panel, 0.45)
        painter.setBrush(QColor(colour))
        left, right = sorted((groove.left() + zero * groove.width(), groove.left() + end * groove.width()))
        painter.drawRoundedRect(QRectF(left, groove.top(), max(right - left, 2.0), BAR), 2, 2)
        if scale.is_cut:
            self._draw_cut(groove)
        elif low < 0 < high:
            at = groove.left() + zero * groove.width()
            painter.fillRect(QRectF(at - 0.5, groove.top() - 1, 1, BAR + 2), QColor(colours.muted))

    def _draw_cut(self, groove: QRectF) -> None:
        """Cut the bar near its beginning, as one that does not begin at zero."""
        self._painter.setBrush(QColor(self._colours.panel))
        for left in (groove.left() + 3, groove.left() + 7):
            top, bottom = groove.top() - 1, groove.bottom() + 1
            corners = [QPointF(left + 3, top), QPointF(left + 5, top), QPointF(left + 2, bottom), QPointF(left, bottom)]
            self._painter.drawPolygon(QPolygonF(corners))

    # Words

    def _upper(self, left: float, width: float) -> QRectF:
        return QRectF(left, PAD - 2, width, self.line)

    def _lower(self, left: float, width: float) -> QRectF:
        return QRectF(left, PAD - 2 + self.line, width, self.line)

    def _write(self, rect: QRectF, text: str, font: QFont, colour: str, flags: int = MIDDLE) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, math.ceil(rect.width()) + 1)
        self._painter.drawText(rect, flags, elided)

    def _ends(self, low: str, high: str) -> str:
        return _("{low} to {high}").format(low=low, high=high)

    def _written(self, value: float, others: tuple[float, ...]) -> str:
        """Return a number as text, with the digits by which it differs from others."""
        if not math.isfinite(value):
            return "–"
        if self._shape.kind == "probabilities":
            return f"{value:.2f}"
        return fitting_scale(others).value_words(value) if self._shape.kind == "q" else three_digits(value)

    def _rounded(self, value: float, others: tuple[float, ...]) -> str:
        """Return a number rounded to a hundredth of the largest: it takes less room."""
        size = max((abs(other) for other in others if math.isfinite(other)), default=0.0)
        if not math.isfinite(value) or not 1e-3 <= size < 1e3:
            return self._written(value, others)
        return f"{value:.{max(1 - math.floor(math.log10(size)), 0)}f}".replace("-", "−")


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)
