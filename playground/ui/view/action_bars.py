"""Bars of what the agent makes of a state: Q-values, probabilities, or an action."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.i18n import N_, _
from playground.ui.theme.theme import Theme
from playground.ui.view.bar_scale import BarScale, fitting_scale, gap_words
from playground.ui.view.bar_values import BarValues, Values, numbers
from playground.ui.view.bars_painter import PAD, BarsPainter, BarsShape

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings

ABOUT = {
    "q": N_("Q-values: the discounted sum of rewards that is expected after each action."),
    "probabilities": N_("The policy: how likely each action is."),
    "action": N_("The continuous action that it would take without noise, between its bounds."),
}
WHOSE = N_(
    "At rest, and at up to ten steps a second, the bars are those that chose the action shown, which the triangle marks; “next” are those of the state shown, on which nothing was done yet. Faster than that the bars are the next ones."
)
SCALED = N_(
    "The gap is the largest less the second largest. Where the bars would look alike their scale does not begin at 0: they are cut, and its ends are written."
)
DESCRIBE_EVERY_MS = 1000


class ActionBars(QWidget):
    """One bar for each action, side by side; cheap enough to draw at every tick."""

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("action_bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._painter = BarsPainter()
        self._settings: Settings | None = None
        self._values = BarValues()
        self._scale = BarScale(0.0, 1.0)  # of Q-values
        self._rest = QTimer(self)  # between two descriptions
        self._rest.setSingleShot(True)
        self._rest.setInterval(DESCRIBE_EVERY_MS)
        self._rest.timeout.connect(self._on_rested)
        self._described: tuple[BarsShape, BarValues] | None = None
        self.show_pair(settings)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, 2 * self._painter.line + 2 * PAD - 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def show_pair(self, settings: Settings) -> None:
        """Show the actions of another environment, as another algorithm thinks of them."""
        if settings is self._settings:
            return
        self._settings = settings
        card, kind = settings.card, settings.learner.shown_in(settings.space)
        self._shape = BarsShape(kind, tuple(_(name) for name in card.actions), card.action_bounds)
        self.setAccessibleName(_("What the agent thinks of its actions"))
        about = (ABOUT[kind], WHOSE, SCALED) if self._shape.has_gap else (ABOUT[kind], WHOSE)
        self.setToolTip("\n\n".join(_(text) for text in about))
        self._show(BarValues())

    def show_step(self, values: Values, taken: int | None, next_values: Values, *, whose: str = "") -> None:
        """Show the values that chose the action `taken`, and those of the state it led to.

        There are no next ones where the episode is over. A continuous action has no number. Beside another run it is
        said `whose` they are.
        """
        following, is_over = numbers(next_values), next_values is None
        self._show(BarValues(numbers(values), taken, is_next=False, next=following, is_over=is_over, whose=whose))

    def show_next(self, values: Values, *, is_moving: bool = False, whose: str = "") -> None:
        """Show the values on which the next action will be chosen.

        They are None where the episode is over. While they are `is_moving`, the scale stays as long as it fits.
        """
        self._show(BarValues(numbers(values), is_moving=is_moving, is_over=values is None, whose=whose))

    def _show(self, values: BarValues) -> None:
        if values == self._values and self._described is not None and self._described[0] is self._shape:
            return
        self._scale = fitting_scale(values.shown, self._scale if values.is_moving else None)
        self._values = values
        self.update()
        if not self._rest.isActive():
            self._on_rested()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            rect = QRectF(self.rect())
            self._painter.paint(painter, rect, self._theme.tokens, self._shape, self._values, self._scale)
        finally:
            painter.end()  # whatever happened: Qt does not outlive a painter that is left open

    def _on_rested(self) -> None:
        now = (self._shape, self._values)
        if now == self._described:
            return
        self._described = now
        self.setAccessibleDescription(" ".join(self._sentences()))
        self._rest.start()

    def _sentences(self) -> list[str]:
        names, values = self._shape.names, self._values
        over = _("Next: none, the episode is over.")
        if values.is_next and not values.shown:
            return [over] if values.is_over else []
        said = _("Next: {values}.") if values.is_next else _("This step: {values}.")
        sentences = [_("Of {run}.").format(run=values.whose)] if values.whose else []
        sentences.append(said.format(values=self._list(values.shown)))
        if values.taken is not None:
            sentences.append(_("Taken: {action}.").format(action=names[values.taken]))
        if self._shape.has_gap and values.largest is not None and math.isfinite(values.gap):
            lead = _("{action} leads by {gap}.")
            sentences.append(lead.format(action=names[values.largest], gap=gap_words(values.gap)))
        if not values.is_next:
            sentences.append(over if values.is_over else _("Next: {values}.").format(values=self._list(values.next)))
        return sentences

    def _list(self, values: Sequence[float]) -> str:
        scale = fitting_scale(values)
        return ", ".join(
            _("{action} {value}").format(action=name, value=scale.value_words(value) if math.isfinite(value) else "–")
            for name, value in zip(self._shape.names, values, strict=False)
        )
