"""Row above the return plot that names live changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from playground.engine.run.metrics import Mark
from playground.i18n import _
from playground.ui.plots.drawing.mark_list import MarkList, Places, first_in_each_pixel, mark_list
from playground.ui.plots.drawing.mark_text import Label, list_words, place_labels, short_words, words
from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import numbers_font


class MarkLabels(QWidget):
    """Labels of live changes, above the steps at which they were made.

    Where they crowd they are counted, and the tooltip lists them.
    """

    def __init__(self, x_of: Places, parent: QWidget) -> None:
        """`x_of` maps a step to pixels from the left."""
        super().__init__(parent)
        self.setObjectName("plot_marks")
        self.setAccessibleName(_("Changes made while the run went on"))
        self.setFont(numbers_font())
        self._words_height = self.fontMetrics().height()
        self._x_of = x_of
        self._line = self._text = QColor()
        self._all = mark_list(())
        self._marks: tuple[Mark, ...] = ()  # those in view
        self._xs: NDArray[np.float64] = np.empty(0)
        self.labels: list[Label] = []

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(0, self._words_height)

    def show_marks(self, marks: MarkList, left: float, right: float) -> None:
        """Label those of the marks that lie between two places, in pixels."""
        xs = self._x_of(marks.steps)
        first, last = np.searchsorted(xs, left, "left"), np.searchsorted(xs, right, "right")
        self._all, self._marks, self._xs = marks, marks.marks[first:last], xs[first:last]
        measure = QFontMetricsF(self.font()).horizontalAdvance
        places = (self._xs - left).tolist()
        labels = place_labels(places, self._words, self._short_words, right - left, measure)
        self.labels = [replace(label, left=label.left + left, right=label.right + left) for label in labels]
        self.setAccessibleDescription(list_words(self._marks))
        self.update()

    def _words(self, number: int) -> str:
        return words(self._marks[number])

    def _short_words(self, number: int) -> str:
        return short_words(self._marks[number])

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self._line, self._text = QColor(tokens.change), QColor(tokens.warning_text)
        self.update()

    def tip(self, x: float) -> str:
        """Return the tooltip at `x` pixels: the changes of the label there, or those near."""
        for label in self.labels:
            if label.left <= x <= label.right:
                return list_words(self._marks[label.first : label.last + 1])
        return list_words(self._all.near(x, self._x_of))

    def event(self, event: QEvent) -> bool:
        """Show the tooltip that fits the place."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(event.pos().x()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a tick down to the line of each mark, and the words."""
        painter = QPainter(self)
        height = self.height()
        painter.setPen(self._line)
        for x in self._xs[first_in_each_pixel(self._xs)].tolist():
            under_words = any(label.left - 2 <= x <= label.right + 2 for label in self.labels)
            painter.drawLine(QPointF(x, self._words_height if under_words else 4), QPointF(x, height))
        painter.setPen(self._text)
        metrics = QFontMetricsF(self.font())
        baseline = metrics.ascent()
        for label in self.labels:
            painter.drawText(QPointF(label.left, baseline), label.text)
