"""Bars of what the agent makes of a state: Q-values, probabilities, or an action."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.i18n import N_, _
from playground.number_text import nice_step, three_digits
from playground.ui.theme.palette import action_colours, mixed
from playground.ui.theme.theme import Theme, label_font, numbers_font

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings

SIGNS = {"q": "Q", "probabilities": "π", "action": "μ"}
ABOUT = {
    "q": N_("Q-values: the return that is expected after each action. The triangle marks the action of the largest."),
    "probabilities": N_(
        "The policy: how likely each action is. The triangle marks the action it takes, or would take when greedy."
    ),
    "action": N_("The continuous action that it would take, between its bounds."),
}
DESCRIBE_EVERY_MS = 1000
MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
WIDEST = "−0.0123"  # room that is kept for a number, so that the bars stand still
NARROW = 96  # px; of a bar with its words
NARROWEST = 40  # px of a bar with its words; of more actions than have room the first are shown
GAP, PAD, BAR, MARK = 12, 8, 6, 9  # px


class ActionBars(QWidget):
    """One bar for each action, side by side; cheap enough to draw at every tick."""

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("action_bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._fonts = label_font(), numbers_font()
        self._bold = QFont(self._fonts[0])
        self._bold.setBold(True)
        self._line = math.ceil(max(QFontMetricsF(font).height() for font in (*self._fonts, self._bold)))
        self._settings: Settings | None = None
        self._names: tuple[str, ...] = ()
        self._values: tuple[float, ...] = ()
        self._chosen: int | None = None
        self._rest = QTimer(self)  # between two descriptions
        self._rest.setSingleShot(True)
        self._rest.setInterval(DESCRIBE_EVERY_MS)
        self._rest.timeout.connect(self._on_rested)
        self._described: tuple[Any, ...] = ()
        self.show_pair(settings)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, 2 * self._line + 2 * PAD - 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def show_pair(self, settings: Settings) -> None:
        """Show the actions of another environment, as another algorithm thinks of them."""
        if settings is self._settings:
            return
        self._settings = settings
        card = settings.card
        self._kind = settings.learner.shown_in(settings.space)
        self._names = tuple(_(name) for name in card.actions)
        self._bounds = card.action_bounds
        self.setAccessibleName(_("What the agent thinks of this state"))
        self.setToolTip(_(ABOUT[self._kind]))
        self.show_values(None)

    def show_values(self, values: Sequence[float] | None, chosen: int | None = None) -> None:
        """Show one number for each action; None where there are none.

        There are none at an episode's end. `chosen` is the action that was taken on them; left out, the largest is
        marked.
        """
        numbers = () if values is None else tuple(float(value) for value in values)
        if chosen is None and numbers and self._kind != "action":
            chosen = max(range(len(numbers)), key=numbers.__getitem__)
        if (numbers, chosen) == (self._values, self._chosen) and self._described:
            return
        self._values, self._chosen = numbers, chosen if numbers else None
        self.update()
        if not self._rest.isActive():
            self._on_rested()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()  # whatever happened: Qt does not outlive a painter that is left open

    def _paint(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._bold)
        painter.setPen(QColor(tokens.muted))
        sign = QFontMetricsF(self._bold).horizontalAdvance(SIGNS[self._kind])
        painter.drawText(QRectF(PAD, PAD - 2, sign, self._line), MIDDLE, SIGNS[self._kind])
        left = PAD + sign + GAP
        room = self.width() - left - PAD
        n_shown = max(1, min(len(self._names), int((room + GAP) // (NARROWEST + GAP))))
        width = (room + GAP) / n_shown - GAP
        for number in range(n_shown):
            self._draw_action(painter, number, left + number * (width + GAP), width)

    def _draw_action(self, painter: QPainter, number: int, left: float, width: float) -> None:
        """Draw the name, and under it the bar with its number."""
        tokens, is_chosen = self._theme.tokens, number == self._chosen
        value = self._values[number] if number < len(self._values) else math.nan
        words = QRectF(left, PAD - 2, width, self._line)
        if is_chosen:
            self._draw_mark(painter, QPointF(words.left(), words.center().y()))
        words.adjust(MARK if is_chosen else 0, 0, 0, 0)
        font = self._bold if is_chosen else self._fonts[0]
        painter.setFont(font)
        painter.setPen(QColor(tokens.text if is_chosen or self._kind == "action" else tokens.muted))
        name = QFontMetricsF(font).elidedText(self._names[number], Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, MIDDLE, name)
        text = self._number_words(value, width < NARROW)
        metrics = QFontMetricsF(self._fonts[1])
        taken = max(metrics.horizontalAdvance(text), min(metrics.horizontalAdvance(WIDEST), 0.45 * width)) + 6
        below = QRectF(left, PAD - 2 + self._line, width, self._line)
        painter.setFont(self._fonts[1])
        painter.setPen(QColor(tokens.text))
        painter.drawText(below, RIGHT, text)
        top = below.center().y() - BAR / 2
        self._draw_bar(painter, number, value, QRectF(left, top, max(width - taken, 0.0), BAR))

    def _number_words(self, value: float, is_narrow: bool) -> str:
        """Return a number as text.

        Where there is little room, it is rounded to a hundredth of the largest.
        """
        if not math.isfinite(value):
            return "–"
        if self._kind == "probabilities":
            return f"{value:.2f}"
        size = max((abs(other) for other in self._values if math.isfinite(other)), default=0.0)
        if is_narrow and 1e-3 <= size < 1e3:
            text = f"{value:.{max(1 - math.floor(math.log10(size)), 0)}f}"
            return text.replace("-", "−")
        return three_digits(value)

    def _draw_mark(self, painter: QPainter, middle: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.text))
        corners = [QPointF(0, -4), QPointF(6, 0), QPointF(0, 4)]
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))

    def _draw_bar(self, painter: QPainter, number: int, value: float, groove: QRectF) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(groove, 2, 2)
        if not math.isfinite(value):
            return
        low, high = self._range(number)
        zero, end = ((min(max(place, low), high) - low) / (high - low) for place in (0.0, value))
        if self._kind == "action":
            colour = tokens.left if value < 0 else tokens.right
        else:
            colour = getattr(tokens, action_colours(len(self._names))[number])
            if number != self._chosen:
                colour = mixed(colour, tokens.panel, 0.45)
        painter.setBrush(QColor(colour))
        left, right = sorted((groove.left() + zero * groove.width(), groove.left() + end * groove.width()))
        painter.drawRoundedRect(QRectF(left, groove.top(), max(right - left, 2.0), BAR), 2, 2)
        if low < 0 < high:
            at = groove.left() + zero * groove.width()
            painter.fillRect(QRectF(at - 0.5, groove.top() - 1, 1, BAR + 2), QColor(tokens.muted))

    def _range(self, number: int) -> tuple[float, float]:
        """Return the values at the two ends of a groove.

        Of Q-values they are 0 and a round number that seldom changes.
        """
        if self._kind == "probabilities":
            return 0.0, 1.0
        if self._kind == "action":
            return self._bounds[number]
        finite = [value for value in self._values if math.isfinite(value)]
        size = nice_step(max(max(map(abs, finite), default=0.0), 1e-6))
        below, above = min(finite) < 0, max(finite) > 0
        return (-size if below else 0.0), (size if above or not below else 0.0)

    def _on_rested(self) -> None:
        now = (self._kind, self._names, self._values, self._chosen)
        if now == self._described:
            return
        self._described = now
        said = [
            _("{action} {value}").format(action=name, value=three_digits(value) if math.isfinite(value) else "–")
            for name, value in zip(self._names, self._values, strict=False)
        ]
        if self._chosen is not None:
            said.append(_("chosen: {action}").format(action=self._names[self._chosen]))
        self.setAccessibleDescription(", ".join(said))
        self._rest.start()
