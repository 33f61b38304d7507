"""Lines of reference on a plot of returns: random actions, and a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.i18n import _, ngettext
from playground.number_text import return_words
from playground.ui.plots.drawing.item import ViewItem
from playground.ui.plots.drawing.legend import Legend, LegendEntry
from playground.ui.theme.palette import ThemeColours

if TYPE_CHECKING:
    from playground.engine.evaluation.references import References

NEAR = 0.5  # of the height in view: a line that is farther away is told, and not drawn
_BEHIND = -6  # of all else, the goal's line too
_LEAST_CANVAS = 50  # px, that the legend leaves; in a lower plot the lines are told by its tooltip alone


class ShownReferences(NamedTuple):
    """What is drawn: the returns, and what the rule is called, translated."""

    returns: References
    rule_name: str = ""


class ReferenceLines(ViewItem):
    """Level lines at two returns, each with its entry in a legend of their own.

    They are painted with the rest, and cost nothing but when they change.
    """

    def __init__(self, parent: QWidget, view: pg.ViewBox) -> None:
        super().__init__("reference_lines")
        self.legend = Legend(parent)
        self.legend.setObjectName("reference_legend")
        self._pens: list[QPen] = []
        self._levels: list[float] = []
        self._shown: ShownReferences | None = None
        self.gap = QRectF()  # in steps and values, where words stand that no line crosses
        self.setZValue(_BEHIND)
        view.addItem(self, ignoreBounds=True)
        self.show_references(None)

    def show_references(self, shown: ShownReferences | None) -> None:
        """Draw these, or none."""
        self._shown = shown
        self._levels = []
        if shown is not None:
            self._levels = [value for value in (shown.returns.random, shown.returns.rule) if value is not None]
        self.setVisible(shown is not None)
        self.legend.hide()  # until it is known to have room
        self.update()

    def fit_legend(self, width: int, canvas: int) -> None:
        """Show the legend where it leaves room, and the rule's name where that fits.

        `canvas` is the height in pixels of the canvas, beside the legend as it is shown now or not.
        """
        shown = self._shown
        left = canvas - (self.legend.sizeHint().height() if self.legend.isHidden() else 0)
        has_room = left >= _LEAST_CANVAS
        if shown is not None and has_room:
            self.legend.show_entries(_entries(shown))
            if self.legend.needed_width() > width:
                self.legend.show_entries(_entries(shown, is_short=True))
        self.legend.setHidden(shown is None or not has_room)

    @property
    def levels(self) -> list[float]:
        """The returns at which lines are: of random actions, and of a rule."""
        return list(self._levels)

    def near(self, low: float, high: float) -> list[float]:
        """Return the levels that are in view, or near enough to be brought into it."""
        reach = NEAR * (high - low)
        return [level for level in self._levels if low - reach <= level <= high + reach]

    def words(self) -> str:
        """Return what the lines are, of how many episodes; empty for none."""
        if self._shown is None:
            return ""
        returns = self._shown.returns
        n = returns.n_episodes
        if returns.rule is None:
            said = ngettext(
                "Random actions return {random}: the mean of {n} episode.",
                "Random actions return {random}: the mean of {n} episodes.",
                n,
            )
            return said.format(random=return_words(returns.random), n=n)
        said = ngettext(
            "Random actions return {random}, the environment's rule ({name}) {rule}: means of {n} episode.",
            "Random actions return {random}, the environment's rule ({name}) {rule}: means of {n} episodes.",
            n,
        )
        return said.format(
            random=return_words(returns.random), rule=return_words(returns.rule), name=self._shown.rule_name, n=n
        )

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self.legend.set_colours(tokens)
        styles = (Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
        self._pens = [pg.mkPen(QColor(tokens.guide), width=1, style=style) for style in styles]
        self.update()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Draw the lines in view."""
        view = self.boundingRect()
        for level, pen in zip(self._levels, self._pens, strict=False):
            if view.top() <= level <= view.bottom():
                painter.setPen(pen)
                painter.drawLines(self._parts(level, view.left(), view.right()))

    def _parts(self, level: float, left: float, right: float) -> list[QLineF]:
        gap = self.gap
        if not gap.top() < level < gap.bottom():
            return [QLineF(left, level, right, level)]
        return [QLineF(left, level, gap.left(), level), QLineF(gap.right(), level, right, level)]


def _entries(shown: ShownReferences, *, is_short: bool = False) -> list[LegendEntry]:
    random = _("random {mean}").format(mean=return_words(shown.returns.random))
    entries = [LegendEntry("dots", "guide", random)]
    if shown.returns.rule is not None:
        rule = _("rule {mean}") if is_short else _("rule ({name}) {mean}")
        words = rule.format(name=shown.rule_name, mean=return_words(shown.returns.rule))
        entries.append(LegendEntry("dash dot", "guide", words))
    return entries
