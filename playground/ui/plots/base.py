"""Base of every plot: heading, canvas, marks of live changes, words while empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from playground.engine.run.metrics import Metrics
from playground.i18n import _
from playground.ui.plots import told
from playground.ui.plots.drawing.axes import GAP_ABOVE, RIGHT_MARGIN, StepAxis, ValueAxis
from playground.ui.plots.drawing.empty_words import EmptyWords
from playground.ui.plots.drawing.heading import Heading
from playground.ui.plots.drawing.mark_list import MarkList, mark_list
from playground.ui.plots.drawing.marks import MarkLines
from playground.ui.plots.drawing.pointer import PlotPointer
from playground.ui.plots.spec import PlotSpec
from playground.ui.theme.theme import Theme, numbers_font

_TOP_MARGIN = 4
_LEAST_CANVAS = 34  # px; in a low window no plot is without one, however many rows it has


class Plot(pg.GraphicsView):
    """A plot of one run; the panel calls `read` and `draw`.

    A kind of plot says what it reads and draws: `start`, `read`, `newest_step`, `is_empty`, `draw_curves`,
    `points`, `values_at`, `update_heading` and `apply_theme`.
    """

    view_moved = Signal(float, float)  # a person zoomed or panned to these steps
    fit_wanted = Signal()
    clicked = Signal(int)  # the step of the point that is told
    goto_requested = Signal(int)  # likewise, by keys

    def __init__(self, spec: PlotSpec, theme: Theme) -> None:
        super().__init__(background=None)
        # We know better what is to be painted, and when: asking each item costs more than it saves.
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.NoViewportUpdate)
        font = numbers_font()
        self.step_axis, self.value_axis = StepAxis(font), ValueAxis(spec.log, font)
        self.spec = spec
        self.theme = theme
        self.metrics: Metrics | None = None
        self.second: Metrics | None = None  # of a run that is drawn dashed over this one
        self.marks = mark_list(())
        self.n_points = 0  # handed to the painter by the last draw
        self.drawn: tuple[float, float] | None = None  # the steps between which it was drawn last
        self._y_range = (0.0, 0.0)
        self.setObjectName(spec.name)
        self.setAccessibleName(_(spec.title))
        self.setAccessibleDescription(_(spec.about))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = pg.ViewBox(enableMenu=False, defaultPadding=0.0)
        self.view.setMouseEnabled(x=True, y=False)
        self.view.disableAutoRange()
        self.view.sigRangeChangedManually.connect(self._on_moved)
        self.view.sigRangeChanged.connect(self._update_canvas)
        self.mark_lines = MarkLines()
        self.second_mark_lines = MarkLines(dashed=True)  # of what was changed in the second run alone
        self.difference_line = MarkLines()
        self.difference_words = ""
        self.more_words = ""  # about what is drawn, after what the plot is
        self.cursor: int | None = None  # the step that is seen; None for the newest
        self.cursor_line = MarkLines()
        for lines in (self.mark_lines, self.second_mark_lines, self.difference_line, self.cursor_line):
            self.view.addItem(lines, ignoreBounds=True)
        self._canvas = pg.GraphicsLayout()  # not a PlotItem, which brings a menu and forms that nobody sees
        self._canvas.setSpacing(0)
        self._canvas.addItem(self.value_axis, 0, 0)
        self._canvas.addItem(self.view, 0, 1)
        self._canvas.addItem(self.step_axis, 1, 1)
        for axis in (self.value_axis, self.step_axis):
            axis.linkToView(self.view)
        self.setCentralItem(self._canvas)
        self.heading = Heading(_(spec.title), self)
        self.rows: list[QWidget] = [self.heading]  # above the canvas
        self.empty_words = EmptyWords(_(spec.empty), self)
        self.pointer = PlotPointer(self, self, self.viewport())
        self.pointer.clicked.connect(self.clicked)
        self.pointer.goto_requested.connect(self.goto_requested)
        self.pointer.moved.connect(self._describe)
        theme.changed.connect(self.apply_theme)

    # What a kind of plot fills in.

    def start(self, metrics: Metrics, keep_ghost: bool) -> None:
        """Show another run, from its beginning."""
        self.metrics = metrics
        self.second = None
        self._y_range = (0.0, 0.0)

    def set_second(self, metrics: Metrics | None, first: int) -> None:
        """Draw another run over this one from step `first` on; or none.

        Beside a fork no other moment can be shown, which is told before anybody clicks.
        """
        self.second = metrics
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor if metrics is None else Qt.CursorShape.ForbiddenCursor)

    def read(self) -> bool:
        """Take in the rows that are new; return whether there were any."""
        raise NotImplementedError

    def newest_step(self) -> float:
        """Return the step of the newest row."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Return whether there is nothing to draw."""
        return self.newest_step() == 0.0

    def draw_curves(self, first: float, last: float) -> tuple[float, float]:
        """Hand the part from step `first` to `last` to the painter.

        Return the heights to be in view, and add the number of points to `n_points`.
        """
        raise NotImplementedError

    def points(self) -> Sequence[NDArray[np.float64]]:
        """Return the rising steps of the points that can be pointed at, by curve."""
        raise NotImplementedError

    def values_at(self, step: int) -> str:
        """Write what the curves have at a step."""
        raise NotImplementedError

    def update_heading(self) -> None:
        """Write the newest value, or that of the moment that is shown."""
        raise NotImplementedError

    # What the panel asks for.

    def draw(self, first: float, last: float) -> None:
        """Show the part from step `first` to `last`."""
        self.look_at(first, last)
        self.drawn = (first, last)
        self.n_points = 0
        low, high = self.draw_curves(first, last)
        if (low, high) != self._y_range:
            self._y_range = (low, high)
            self.view.setYRange(low, high, padding=0)
        self.empty_words.setVisible(self.is_empty())
        self.update_heading()
        self._update_canvas()

    def look_at(self, first: float, last: float) -> None:
        """Move to the part from step `first` to `last` without asking for its points."""
        if self.view.viewRange()[0] != [first, last]:
            self.view.setXRange(first, last, padding=0)

    def needed_axis_width(self) -> int:
        """Return how wide the numbers beside the canvas are."""
        return self.value_axis.needed_width(*self._y_range, max(self.canvas_rect().height(), 1))

    def set_axis_width(self, width: int) -> None:
        """Give the numbers so much room."""
        if width != self.value_axis.width():
            self.value_axis.setWidth(width)
            self.place_rows()

    def set_end(self, end: float) -> None:
        """Set the last step that can be viewed."""
        self.view.setLimits(xMin=0.0, xMax=end, minXRange=10.0)

    def set_labelled(self, labelled: bool) -> None:
        """Write the steps under the plot, or not."""
        self.step_axis.set_labelled(labelled)
        self.place_rows()

    def set_marks(self, marks: MarkList) -> None:
        """Mark these live changes."""
        self.marks = marks
        self.mark_lines.set_marks(marks.of_a())
        self.second_mark_lines.set_marks(marks.of_b())

    def set_difference(self, step: int | None, words: str) -> None:
        """Mark the first step in which the second run differs, and say how; None for none."""
        self.difference_line.set_steps([] if step is None else [step])
        self.difference_words = words if step is not None else ""

    def set_cursor(self, step: int | None) -> None:
        """Mark the moment of the run that is shown, with its value; None for the present."""
        self.cursor = step
        self.update_heading()
        self.cursor_line.set_steps([] if step is None else [step])
        self._update_canvas()

    def apply_theme(self) -> None:
        """Use the colours of the theme."""
        tokens = self.theme.tokens
        self.setBackground(tokens.panel)
        self.viewport().update()
        for axis in (self.value_axis, self.step_axis):
            axis.set_colours(tokens, numbers_font())
        for lines in (self.mark_lines, self.second_mark_lines):
            lines.set_colour(tokens.change)
        self.difference_line.set_colour(tokens.target)
        self.cursor_line.set_colour(tokens.muted)
        self.heading.set_colours(tokens)
        self.pointer.set_colours(tokens)
        self.empty_words.set_colours(tokens)

    def canvas_rect(self) -> QRect:
        """Return the part of the widget in which curves are drawn."""
        top = self._rows_height()
        left = round(self.value_axis.width())
        bottom = round(self.step_axis.height())
        return QRect(left, top, self.width() - left - RIGHT_MARGIN, self.height() - top - bottom)

    def words_line(self) -> QRect:
        """Return where the numbers of a point are told: in the place of the newest."""
        place = self.heading.geometry()
        return place.adjusted(round(self.heading.value_at), 0, 0, 0)

    def place_rows(self) -> None:
        """Put the rows one under the other, and the canvas under them."""
        self.setMinimumHeight(self._rows_height() + _LEAST_CANVAS + round(self.step_axis.height()))
        self._canvas.setContentsMargins(0, self._rows_height(), RIGHT_MARGIN, 0)
        self._canvas.layout.activate()  # now, not after the next paint: words are placed by where the canvas is
        top = _TOP_MARGIN
        for row in self.rows:
            if not row.isHidden():
                row.setGeometry(0, top, self.width() - RIGHT_MARGIN, row.sizeHint().height())
                top += row.height()
        self.empty_words.place(self.canvas_rect())
        self.viewport().update()

    def _update_canvas(self) -> None:
        """Paint all below the rows anew."""
        top = self._rows_height() - GAP_ABOVE
        self.viewport().update(0, top, self.width(), self.height() - top)
        self.pointer.refresh()

    def _rows_height(self) -> int:
        return _TOP_MARGIN + sum(row.sizeHint().height() for row in self.rows if not row.isHidden()) + GAP_ABOVE

    # Events.

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Place rows and words anew."""
        super().resizeEvent(event)
        if hasattr(self, "empty_words"):  # pyqtgraph calls this while it is being made
            self.place_rows()
            self.pointer.resize(self.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the points."""
        event.setAccepted(self.pointer.key(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are here, and tell the newest numbers."""
        super().focusInEvent(event)
        self.pointer.set_ring(True)
        self._describe()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the numbers go."""
        super().focusOutEvent(event)
        self.pointer.set_ring(False)
        self._describe()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of the run."""
        self.fit_wanted.emit()
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the changes near the pointer in a tooltip, or what is drawn here."""
        if event.type() != QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        assert isinstance(event, QHelpEvent)
        QToolTip.showText(event.globalPos(), self.tip(event.pos().x()), self)
        return True

    def tip(self, x: float) -> str:
        """Return the tooltip at `x` pixels from the left."""
        return told.tip(self, x)

    def x_of(self, step: Any) -> Any:
        """Return the place of a step, or of many, in pixels from the left."""
        first, last = self.view.viewRange()[0]
        canvas = QRectF(self.canvas_rect())
        return canvas.left() + (step - first) / (last - first) * canvas.width()

    def step_of(self, x: float) -> float:
        """Return the step at a place, in pixels from the left."""
        first, last = self.view.viewRange()[0]
        canvas = QRectF(self.canvas_rect())
        return first + (x - canvas.left()) / canvas.width() * (last - first)

    def words_at(self, step: int) -> str:
        """Write a step and what the curves have there."""
        return _("step {step}: {values}").format(step=f"{step:,}", values=self.values_at(step))

    def _describe(self) -> None:
        """Say what the plot is and, to who walks along it, its numbers."""
        self.setAccessibleDescription(told.description(self))

    def _on_moved(self) -> None:
        first, last = self.view.viewRange()[0]
        self.view_moved.emit(first, last)
