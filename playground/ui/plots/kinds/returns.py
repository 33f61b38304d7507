"""Plot of the return of each episode.

It shows dots, their moving mean, evaluations, the goal, and the mean of the run before in grey (the ghost).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from playground.engine.run.metrics import Metrics
from playground.i18n import N_, _
from playground.number_text import return_words, steady_return_words
from playground.ui.plots.base import Plot
from playground.ui.plots.drawing.axes import RIGHT_MARGIN
from playground.ui.plots.drawing.dots import Dots
from playground.ui.plots.drawing.goal_words import GoalWords
from playground.ui.plots.drawing.legend import Legend, LegendEntry
from playground.ui.plots.drawing.line import CurveLine
from playground.ui.plots.drawing.mark_labels import MarkLabels
from playground.ui.plots.drawing.mark_list import MarkList
from playground.ui.plots.drawing.second_line import SecondLine, both_values
from playground.ui.plots.drawing.trend_line import TrendLine
from playground.ui.plots.kinds.reference_lines import ReferenceLines, ShownReferences
from playground.ui.plots.series import Points, Series
from playground.ui.plots.spec import PlotSpec
from playground.ui.theme.theme import Theme

MEAN_OVER = 20  # episodes
_MOST_DIAMONDS = 40  # more would touch; the line says enough
_HEADROOM = 0.08  # of the height, above and below what is in view
_LEAST_SPAN = 0.02  # of the size of the returns

_EPISODE = LegendEntry("dot", "guide", N_("episode"))
_MEAN = LegendEntry("line", "text", N_("mean of 20"))
_EVALUATION = LegendEntry("diamond", "evaluation", N_("evaluation"))
_GHOST = LegendEntry("line", "ghost", N_("last run"))
_A = LegendEntry("line", "text", N_("A: mean of 20"))
_B = LegendEntry("dashes", "target", N_("B"))


class MovingMean:
    """The mean of the last `over` values, of fewer at the beginning."""

    def __init__(self, over: int) -> None:
        self._over = over
        self._last = np.empty(0)

    def extend(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean after each of the new values."""
        known = np.concatenate((self._last, values))
        sums = np.concatenate(([0.0], np.cumsum(known)))
        ends = np.arange(len(self._last) + 1, len(known) + 1)
        begins = np.maximum(ends - self._over, 0)
        self._last = known[-(self._over - 1) :]
        return (sums[ends] - sums[begins]) / (ends - begins)


class ReturnPlot(Plot):
    """The return of each episode, its mean, and evaluations."""

    def __init__(self, spec: PlotSpec, theme: Theme) -> None:
        super().__init__(spec, theme)
        self._solved_at = math.nan
        self._ghost = Series()
        self._begin()
        self.legend = Legend(self)
        self.mark_labels = MarkLabels(self.x_of, self)
        self.mark_labels.hide()
        self.references = ReferenceLines(self, self.view)
        self.rows += [self.legend, self.references.legend, self.mark_labels]
        self._ghost_line = CurveLine("ghost")
        self._dots = Dots("episodes", size=3.0)
        self._evaluation_line = CurveLine("evaluations")
        self._diamonds = pg.ScatterPlotItem(symbol="d", size=7, pen=None, antialias=True)
        self._goal = pg.InfiniteLine(angle=0)
        self._goal.setObjectName("goal")
        self._goal.setZValue(-5)
        self._goal_words = GoalWords()
        self._drawn_points: list[Points] = []
        for item in (self._goal, self._goal_words, self._ghost_line, self._dots):
            self.view.addItem(item, ignoreBounds=True)
        self._trend = TrendLine(self.view)
        self._second_line = SecondLine(self.view)
        for item in (self._evaluation_line, self._diamonds):
            self.view.addItem(item, ignoreBounds=True)
        self.apply_theme()

    def _begin(self) -> None:
        self._returns, self._means, self._evaluations = Series(), Series(), Series()
        self._moving_mean = MovingMean(MEAN_OVER)
        self._episode_cursor = self._evaluation_cursor = 0
        self._best: tuple[float, int] | None = None
        self.set_second(None, 0)

    def set_second(self, metrics: Metrics | None, first: int) -> None:
        """Draw the mean of another run too, from step `first` on; or none."""
        super().set_second(metrics, first)
        self._second_means, self._second_mean = Series(), MovingMean(MEAN_OVER)
        self._second_from, self._second_cursor = first, 0

    def start(self, metrics: Metrics, keep_ghost: bool) -> None:
        """Show another run; the mean of the one before stays as a ghost, if it had one."""
        super().start(metrics, keep_ghost)
        if not keep_ghost:
            self._ghost = Series()
        elif self._means.n_points:
            self._ghost = self._means
        self._begin()

    def set_goal(self, solved_at: float) -> None:
        """Set the mean return from which the task counts as solved; NaN for never."""
        self._solved_at = solved_at
        self.references.gap = QRectF()
        self._goal.setVisible(math.isfinite(solved_at))
        self._goal_words.setVisible(math.isfinite(solved_at))
        if math.isfinite(solved_at):
            self._goal.setValue(solved_at)
            self._goal_words.setText(_("{mean} solved").format(mean=return_words(solved_at)))

    def set_references(self, shown: ShownReferences | None) -> None:
        """Draw lines at the returns of random actions and of a rule, or none."""
        self.references.show_references(shown)
        self.more_words = self.references.words()
        self.place_rows()

    def set_best(self, mean: float, step: int) -> None:
        """Show the mean return of the best policy so far, and when it was found."""
        self._best = (mean, step)
        self.update_heading()

    def set_marks(self, marks: MarkList) -> None:
        """Mark these live changes, with their words above the plot."""
        super().set_marks(marks)
        if self.mark_labels.isHidden() == bool(len(marks)):
            self.mark_labels.setHidden(not len(marks))
            self.place_rows()

    def read(self) -> bool:
        """Take in the episodes and evaluations that are new."""
        episodes = self.metrics.episodes.since(self._episode_cursor)
        evaluations = self.metrics.evaluations.since(self._evaluation_cursor)
        self._episode_cursor += len(episodes)
        self._evaluation_cursor += len(evaluations)
        if len(episodes):
            steps, returns = episodes[:, 0], episodes[:, 1]
            self._returns.extend(steps, returns)
            self._means.extend(steps, self._moving_mean.extend(returns))
        if len(evaluations):
            self._evaluations.extend(evaluations[:, 0], evaluations[:, 1])
        return self._read_second() or bool(len(episodes) or len(evaluations))

    def _read_second(self) -> bool:
        """Take in the episodes of the other run; its mean counts their common past."""
        if self.second is None:
            return False
        rows = self.second.episodes.since(self._second_cursor)
        self._second_cursor += len(rows)
        steps, means = rows[:, 0], self._second_mean.extend(rows[:, 1])
        late = steps >= self._second_from
        self._second_means.extend(steps[late], means[late])
        return bool(len(rows))

    def newest_step(self) -> float:
        """Return the step of the newest episode or evaluation."""
        return max(self._returns.last_x, self._evaluations.last_x)

    def is_empty(self) -> bool:
        """Return whether there is nothing to draw, not even a ghost."""
        return self.newest_step() == 0.0 and not self._ghost.n_points

    def draw_curves(self, first: float, last: float) -> tuple[float, float]:
        """Hand dots and lines to the painter."""
        returns, evaluations = self._returns.between(first, last), self._evaluations.between(first, last)
        ghost = self._ghost.trend(first, last)
        self._dots.set_points(*returns)
        self._trend.draw(self._means, first, last)
        self._evaluation_line.set_points(*evaluations)
        few = len(evaluations[0]) <= _MOST_DIAMONDS
        self._diamonds.setData(*(evaluations if few else (evaluations[0][-1:], evaluations[1][-1:])))
        self._ghost_line.set_points(*ghost)
        second = self._second_line.draw(self._second_means, first, last)
        self.n_points += self._trend.n_points + self._second_line.n_points
        self.n_points += sum(len(steps) for steps, _ in (returns, evaluations, ghost))
        self._drawn_points = [returns, evaluations, self._trend.points, self._second_line.points]
        self._update_legend()
        return self._height_range([column for _steps, column in (returns, evaluations, ghost)] + [second])

    def draw(self, first: float, last: float) -> None:
        """Show the part from step `first` to `last`, and label the changes in it."""
        super().draw(first, last)
        if math.isfinite(self._solved_at):
            self.references.gap = self._goal_words.place(self._solved_at, self.view, self._drawn_points)
        canvas = self.canvas_rect()
        self.mark_labels.show_marks(self.marks, canvas.left(), canvas.right() + 1)

    def place_rows(self) -> None:
        """Put the rows one under the other; the labels reach down to the lines they name."""
        self.references.fit_legend(self.width() - RIGHT_MARGIN, self.canvas_rect().height())
        super().place_rows()
        self.mark_labels.resize(self.mark_labels.width(), self.canvas_rect().top() - self.mark_labels.y())

    def update_heading(self) -> None:
        """Write the mean return, and the best policy so far."""
        self.heading.set_value(self._mean_words(self.cursor))
        if self._best is not None and self.second is None:  # two means leave no room, and whose best would it be?
            mean, step = self._best
            self.heading.set_note(_("best {mean} @ {step}").format(mean=return_words(mean), step=f"{step:,}"))
        else:
            self.heading.set_note("")

    def _mean_words(self, step: int | None) -> str:
        means = [series.last_y if step is None else series.y_at(step) for series in (self._means, self._second_means)]
        words = ["" if mean is None else steady_return_words(mean) for mean in means]
        return _("mean {mean}").format(mean=both_values(*words)) if words[0] else ""

    def points(self) -> Sequence[NDArray[np.float64]]:
        """Return the steps at which episodes ended, and those of evaluations."""
        return [self._returns.steps, self._evaluations.steps]

    def values_at(self, step: int) -> str:
        """Write the return of the episode that ended there, the mean, and the evaluation."""
        total, evaluation = self._returns.y_of(step), self._evaluations.y_of(step)
        said = [
            "" if total is None else _("return {value}").format(value=return_words(total)),
            self._mean_words(step),
            "" if evaluation is None else _("evaluation {mean}").format(mean=return_words(evaluation)),
        ]
        return ", ".join(filter(None, said))

    def apply_theme(self) -> None:
        """Use the colours of the theme."""
        super().apply_theme()
        tokens = self.theme.tokens
        self.legend.set_colours(tokens)
        self.mark_labels.set_colours(tokens)
        self.references.set_colours(tokens)
        self._dots.set_colour(QColor(tokens.guide))
        self._trend.set_colours(tokens)
        self._second_line.set_colours(tokens)
        self._ghost_line.set_pen(pg.mkPen(QColor(tokens.ghost), width=1))
        self._evaluation_line.set_pen(pg.mkPen(QColor(tokens.evaluation), width=1))
        self._diamonds.setBrush(pg.mkBrush(QColor(tokens.evaluation)))
        self._goal.setPen(pg.mkPen(QColor(tokens.guide), width=1, style=Qt.PenStyle.DashLine))
        self._goal_words.set_colours(tokens)

    def _update_legend(self) -> None:
        entries = [_EPISODE, *((_MEAN,) if self.second is None else (_A, _B))]
        if self._evaluations.n_points:
            entries.append(_EVALUATION)
        if self._ghost.n_points:
            entries.append(_GHOST)
        self.legend.show_entries(entries)

    def _height_range(self, columns: list[NDArray[np.float64]]) -> tuple[float, float]:
        """Return the heights in view.

        They are those of all points and of the goal, with 0 if nothing is below, and of the references that are near.
        """
        heights = [column for column in columns if len(column)]
        goal = [self._solved_at] if math.isfinite(self._solved_at) else []
        low = min([*(float(column.min()) for column in heights), *goal], default=0.0)
        high = max([*(float(column.max()) for column in heights), *goal], default=1.0)
        if low >= 0.0 or high > 0.0 or not heights:
            low, high = min(low, 0.0), max(high, 0.0)
        near = self.references.near(low, high)
        low, high = min([low, *near]), max([high, *near])
        more = max(_LEAST_SPAN * max(abs(low), abs(high)) - (high - low), 0.0) / 2
        low, high = low - more, high + (more if high > low or more else 1.0)
        room = _HEADROOM * (high - low)
        return low - room / 2, high + room
