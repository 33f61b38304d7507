"""Words at the line of the goal, where they stand in the way of nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from playground.ui.plots.series import Points
from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import numbers_font

_N_PLACES = 9  # from left to right, above and below the line
_GAP = 2  # px from the line, and from the points


class GoalWords(pg.TextItem):
    """Text above or below a level line: where no point is, else behind the points."""

    def __init__(self) -> None:
        super().__init__(anchor=(0, 0))
        self.setObjectName("goal_words")
        self.setZValue(-4)
        self.setFont(numbers_font())

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self.setColor(QColor(tokens.muted))

    def place(self, height: float, view: pg.ViewBox, curves: Sequence[Points]) -> QRectF:
        """Stand at the line at `height`, away from the points of the curves.

        Return where that is, in steps and values; nowhere in a view that has no size.
        """
        (left, right), (low, high) = view.viewRange()
        width, tall = view.width(), view.height()
        if not (width > 0 and tall > 0 and high > low):
            return QRectF()
        xs = (np.concatenate([steps for steps, _values in curves]) - left) / (right - left) * width
        ys = (high - np.concatenate([values for _steps, values in curves])) / (high - low) * tall
        box, line = self.textItem.boundingRect(), (high - height) / (high - low) * tall
        room = width - box.width()
        tops = [top for top in (line - box.height(), line) if 0 <= top <= tall - box.height()] or [line]
        places = [
            QRectF(room * n / (_N_PLACES - 1), top, *box.size().toTuple()) for n in range(_N_PLACES) for top in tops
        ]
        best = min(places, key=lambda place: _n_within(place, xs, ys))  # of equals the first
        a_pixel, its_height = (right - left) / width, (high - low) / tall
        self.setPos(left + best.left() * a_pixel, high - best.top() * its_height)
        return QRectF(
            self.pos().x(), high - best.bottom() * its_height, box.width() * a_pixel, box.height() * its_height
        )


def _n_within(place: QRectF, xs: np.ndarray, ys: np.ndarray) -> int:
    beside = (xs > place.left() - _GAP) & (xs < place.right() + _GAP)
    return int(np.count_nonzero(beside & (ys > place.top() - _GAP) & (ys < place.bottom() + _GAP)))
