"""The plot of the return: its goal, the best policy, the mean of the run before."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.run.metrics import Metrics
from tests.ui.plots.panels import feed, item, plot, show


class TestReturnPlot:
    def test_the_goal_is_in_view_with_its_words_from_the_beginning(self, panel):
        show(panel, Metrics())
        returns = plot(panel, "plot_return")
        low, high = returns.view.viewRange()[1]
        assert low <= 0.0
        assert high > 475.0
        assert item(returns, "goal_words").toPlainText() == "475 solved"
        assert item(returns, "goal_words").isVisible()

    @pytest.mark.parametrize("where", [(1, 300), (300, 600), (1, 1_000)])
    def test_the_words_of_the_goal_stand_where_no_point_is_or_behind_the_points(self, panel, where):
        metrics = Metrics()
        for step in range(5, 1_001, 5):
            metrics.add_step(step, (0.5, 1.0, 1.0))
            if where[0] <= step <= where[1]:
                for value in (445.0, 460.0, 475.0, 490.0):
                    metrics.episodes.append(step, value, 5)
        metrics.episodes.append(1_000, 0.0, 5)
        show(panel, metrics)
        returns = plot(panel, "plot_return")
        box = item(returns, "goal_words").sceneBoundingRect()
        under = [x for x in range(*where) if box.left() <= returns.x_of(x) <= box.right()]
        assert item(returns, "goal_words").zValue() < item(returns, "episodes").zValue()
        assert (under == []) == (where[1] < 1_000)

    def test_a_task_without_a_goal_has_no_line(self, panel):
        panel.set_metrics(Metrics(), solved_at=math.nan, keep_ghost=False)
        assert not item(plot(panel, "plot_return"), "goal").isVisible()

    def test_returns_below_zero_are_in_view(self, panel):
        metrics = Metrics()
        for step in range(200, 2_000, 200):
            metrics.episodes.append(step, -200.0, 200)
        panel.set_metrics(metrics, solved_at=-110.0, keep_ghost=False)
        low, high = plot(panel, "plot_return").view.viewRange()[1]
        assert -220 < low < -200
        assert -110 < high < -90

    def test_the_best_so_far_is_in_the_title_until_the_next_run(self, panel):
        show(panel, Metrics())
        heading = plot(panel, "plot_return").heading
        panel.set_best(481.25, 9_000)
        assert heading.note == "best 481.2 @ 9,000"
        show(panel, Metrics())
        assert heading.note == ""

    def test_reset_keeps_the_last_mean_as_a_ghost_and_no_dots(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 1_000)
        show(panel, metrics)
        returns = plot(panel, "plot_return")
        steps, means = item(returns, "trend").points()
        metrics = Metrics()
        show(panel, metrics, keep_ghost=True)
        feed(metrics, 0, 1_000, episode=500)
        panel.refresh()
        drawn_steps, drawn = item(returns, "ghost").points()
        np.testing.assert_array_equal(drawn_steps, steps)
        np.testing.assert_array_equal(drawn, means)
        assert len(steps) == 20
        assert returns.n_points == len(steps) + 2 * 2  # a dot for each of the two episodes, and their mean
        assert "last run" in returns.legend.accessibleDescription()

    def test_a_reset_before_the_first_episode_keeps_the_older_ghost(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 1_000)
        show(panel, metrics)
        show(panel, Metrics(), keep_ghost=True)
        metrics = Metrics()
        show(panel, metrics, keep_ghost=True)
        feed(metrics, 0, 1_000, episode=5_000)
        panel.refresh()
        assert len(item(plot(panel, "plot_return"), "ghost").points()[0]) == 20

    def test_another_task_drops_the_ghost(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 1_000)
        show(panel, metrics)
        show(panel, Metrics(), keep_ghost=False)
        assert len(item(plot(panel, "plot_return"), "ghost").points()[0]) == 0
