"""The plots: what is drawn of a long run, what the view follows, marks, ghost, words."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.metrics import Mark, Metrics
from playground.engine.run.session import Session
from playground.ui.plots.drawing.mark_text import list_words, place_labels, words
from playground.ui.plots.drawing.number_format import power_word, three_digits, tick_words
from playground.ui.plots.kinds.returns import MovingMean
from playground.ui.plots.panel import TURNS, PlotsPanel
from playground.ui.plots.series import MAX_POINTS, Series
from playground.ui.theme.theme import Theme

NAMES = ["plot_return", "plot_epsilon", "plot_loss", "plot_q"]


@pytest.fixture
def panel(qtbot):
    panel = PlotsPanel(Theme("light"))
    qtbot.addWidget(panel)
    panel.resize(380, 520)
    panel.show()
    return panel


def show(panel, metrics, keep_ghost=False):
    panel.set_metrics(metrics, solved_at=475.0, keep_ghost=keep_ghost)
    settle(panel)


def settle(panel):
    """Let the redraw that a show or a wheel asked for happen now."""
    QApplication.processEvents()
    panel._view_redraw.stop()
    panel._redraw()


def feed(metrics, first, last, episode=50):
    """Note made-up steps, an episode every so many."""
    for step in range(first + 1, last + 1):
        metrics.add_step(step, (max(0.01, 1 - step / 1000), 1.0 + step % 7, step / 100))
        if step % episode == 0:
            metrics.episodes.append(step, float(step % 400), episode)


def plot(panel, name):
    return next(plot for plot in panel.plots if plot.objectName() == name)


def series_of(*portions):
    series = Series()
    for xs, ys in portions:
        series.extend(xs, ys)
    return series


@pytest.fixture(scope="module")
def points():
    rng = np.random.default_rng(0)
    return np.arange(1.0, 1_000_001.0), rng.normal(size=1_000_000)


@pytest.fixture(scope="module")
def million(points):
    return series_of(points)


class TestSeries:
    def test_a_million_points_are_drawn_as_a_thousand_with_the_extremes_among_them(self, points, million):
        xs, ys = points
        drawn_xs, drawn_ys = million.between(0, 2e6)
        assert MAX_POINTS / 2 <= len(drawn_xs) <= MAX_POINTS
        assert drawn_ys.min() == ys.min()
        assert drawn_ys.max() == ys.max()
        assert drawn_xs[drawn_ys.argmax()] == xs[ys.argmax()]
        assert (np.diff(drawn_xs) > 0).all()

    def test_every_stretch_keeps_its_own_extremes(self, points, million):
        xs, ys = points
        drawn_xs, drawn_ys = million.overview()
        for begin in range(0, 999_000, 100_000):
            stretch = (xs > begin) & (xs <= begin + 10_000)
            drawn = (drawn_xs > begin - 2048) & (drawn_xs <= begin + 12_048)
            assert drawn_ys[drawn].max() >= ys[stretch].max()
            assert drawn_ys[drawn].min() <= ys[stretch].min()

    def test_it_makes_no_difference_in_which_portions_the_points_came(self, points, million):
        xs, ys = points
        cuts = np.cumsum(np.random.default_rng(1).integers(1, 5000, 1000))
        cuts = [0, *cuts[cuts < len(xs)], len(xs)]
        portions = [(xs[a:b], ys[a:b]) for a, b in pairwise(cuts)]
        at_once, bit_by_bit = million, series_of(*portions)
        for a, b in zip(at_once.overview(), bit_by_bit.overview(), strict=True):
            np.testing.assert_array_equal(a, b)
        for a, b in zip(at_once.trend(0, 2e6), bit_by_bit.trend(0, 2e6), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12)

    def test_a_closer_look_shows_every_point_there_is_and_one_beyond_each_edge(self, points, million):
        xs, _ys = points
        drawn_xs, _drawn_ys = million.between(500_000.5, 500_500.5)
        np.testing.assert_array_equal(drawn_xs, xs[499_999:500_501])

    def test_a_part_with_many_points_is_thinned_too(self, points, million):
        _xs, ys = points
        drawn_xs, drawn_ys = million.between(200_000, 700_000)
        assert len(drawn_xs) <= MAX_POINTS
        assert drawn_ys.max() == ys[199_998:700_001].max()
        assert drawn_xs[0] >= 199_999

    def test_the_trend_is_the_mean_of_each_stretch(self):
        xs = np.arange(1.0, 100_001.0)
        trend_xs, trend_ys = series_of((xs, 3 * xs)).trend(0, 1e6)
        assert 100 <= len(trend_xs) <= 250
        np.testing.assert_allclose(trend_ys, 3 * trend_xs)

    def test_few_points_are_drawn_as_they_are(self):
        xs, ys = np.array([10.0, 10_000.0, 10_001.0]), np.array([1.0, 5.0, 2.0])
        for drawn_xs, drawn_ys in (series_of((xs, ys)).between(0, 2e4), series_of((xs, ys)).trend(0, 2e4)):
            np.testing.assert_array_equal(drawn_xs, xs)
            np.testing.assert_array_equal(drawn_ys, ys)

    def test_fewer_points_than_may_be_drawn_are_all_drawn_even_where_they_crowd(self):
        xs = np.concatenate((np.arange(1.0, MAX_POINTS), [1e6]))
        np.testing.assert_array_equal(series_of((xs, np.sin(xs))).between(0, 2e6)[0], xs)

    def test_what_is_no_number_is_left_out(self):
        series = series_of((np.arange(4.0), np.array([math.nan, 1.0, math.inf, 2.0])))
        np.testing.assert_array_equal(series.between(0, 9)[0], [1, 3])
        series.extend(np.array([5.0]), np.array([math.nan]))
        assert series.last_y == 2.0

    def test_an_empty_series_has_nothing_to_draw(self):
        assert len(Series().between(0, 100)[0]) == len(Series().trend(0, 100)[0]) == 0
        assert Series().last_y is None


def test_the_moving_mean_is_over_the_last_twenty_however_the_returns_come():
    returns = np.random.default_rng(0).uniform(0, 500, 300)
    expected = [returns[max(0, i - 19) : i + 1].mean() for i in range(300)]
    np.testing.assert_allclose(MovingMean(20).extend(returns), expected)
    piecewise = MovingMean(20)
    parts = [piecewise.extend(part) for part in np.split(returns, [1, 2, 9, 40, 41, 200])]
    np.testing.assert_allclose(np.concatenate(parts), expected)


class TestPanel:
    def test_it_holds_the_four_plots_under_their_names(self, panel):
        assert panel.objectName() == "plots"
        assert [plot.objectName() for plot in panel.plots] == NAMES
        assert all(plot.accessibleName() for plot in panel.plots)

    def test_before_anything_is_drawn_each_plot_says_what_it_will_show(self, panel):
        show(panel, Metrics())
        for each in panel.plots:
            assert each.empty_words.isVisible()
            assert each.empty_words.text()
            assert each.canvas_rect().contains(each.empty_words.geometry())

    def test_a_real_run_is_drawn_and_its_newest_values_are_in_the_titles(self, panel):
        prepare_thread()
        session = Session(PRESETS.get("tutorial").settings())
        evaluator = Evaluator(session, every=400)
        while session.n_steps < 600:
            session.step()
            if evaluator.due():
                evaluator.run()
        show(panel, session.metrics)
        curve = session.metrics.curve
        returns = session.metrics.episodes.column("episode_return")
        assert not any(each.empty_words.isVisible() for each in panel.plots)
        assert plot(panel, "plot_return").heading.value == f"mean {returns[-20:].mean():.1f}"
        assert plot(panel, "plot_epsilon").heading.value == f"{curve.column('epsilon')[-1]:.3f}"
        assert float(plot(panel, "plot_loss").heading.value) == pytest.approx(curve.column("loss")[-1], rel=0.01)
        assert float(plot(panel, "plot_q").heading.value) == pytest.approx(curve.column("mean_value")[-1], rel=0.01)
        assert "evaluation" in plot(panel, "plot_return").legend.accessibleDescription()

    def test_headings_say_what_the_moment_had_that_is_seen_and_the_newest_again_at_the_present(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 600)
        show(panel, metrics)
        panel.set_cursor(320)
        values = {name: plot(panel, name).heading.value for name in ("plot_return", "plot_epsilon", "plot_q")}
        returns = [50.0, 100.0, 150.0, 200.0, 250.0, 300.0]
        assert values == {"plot_return": f"mean {np.mean(returns):.1f}", "plot_epsilon": "0.680", "plot_q": "3.20"}
        panel.set_cursor(20)  # before the end of an episode
        assert plot(panel, "plot_return").heading.value == ""
        panel.set_cursor(None)
        assert plot(panel, "plot_q").heading.value == "6.00"

    def test_before_the_first_update_loss_and_q_stay_empty_while_epsilon_is_drawn(self, panel):
        metrics = Metrics()
        for step in range(1, 60):
            metrics.add_step(step, (1.0, math.nan, math.nan))
        show(panel, metrics)
        empty = {each.objectName(): each.empty_words.isVisible() for each in panel.plots}
        assert empty == {"plot_return": True, "plot_epsilon": False, "plot_loss": True, "plot_q": True}
        metrics.add_step(60, (1.0, 0.5, 2.0))
        panel.refresh()
        assert not plot(panel, "plot_loss").empty_words.isVisible()
        assert plot(panel, "plot_loss").heading.value == "0.500"

    def test_a_loss_of_zero_or_near_it_does_not_stretch_the_axis_without_end(self, panel):
        metrics = Metrics()
        for step in range(1, 50):
            metrics.add_step(step, (1.0, 0.0 if step % 2 else 100.0, 0.0))
        show(panel, metrics)
        low, high = plot(panel, "plot_loss").view.viewRange()[1]
        assert 2.0 <= high <= 4.0
        assert low >= -6.0
        assert plot(panel, "plot_loss").heading.value == "0.00"

    def test_a_refresh_without_anything_new_draws_nothing(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 200)
        show(panel, metrics)
        drawn = panel.redraws
        panel.refresh()
        panel.set_value_bound(None)
        panel.refresh()
        assert panel.redraws == drawn

    def test_only_the_plots_with_news_are_drawn(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 200)
        show(panel, metrics)
        drawn = panel.redraws
        metrics.add_step(201, (0.5, 1.0, 1.0))  # no episode ended, and the axis has room for one step more
        panel.refresh()
        assert panel.redraws == drawn + 3

    def test_hidden_plots_are_not_drawn_and_catch_up_when_they_are_shown(self, panel):
        metrics = Metrics()
        show(panel, metrics)
        panel.hide()
        drawn = panel.redraws
        feed(metrics, 0, 200)
        panel.refresh()
        assert panel.redraws == drawn
        panel.show()
        settle(panel)
        assert plot(panel, "plot_q").heading.value == "2.00"

    def test_a_hundred_times_longer_run_hands_the_painter_no_more_than_before(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 9_000, episode=10)
        show(panel, metrics)
        early = [each.n_points for each in panel.plots]
        steps = np.arange(9_001, 900_001)
        for step in steps[::10]:
            metrics.curve.append(step, 0.1, float(step % 11), 5.0)
        for step in steps[::10]:
            metrics.episodes.append(step, float(step % 499), 10)
            metrics.evaluations.append(step, float(step % 499), 1.0, math.nan)
        panel.refresh()
        most = MAX_POINTS + MAX_POINTS // 4  # the extremes, and a mean for each four of them
        late = {each.objectName(): each.n_points for each in panel.plots}
        assert late.pop("plot_return") <= 2 * MAX_POINTS + most  # dots, evaluations, the mean
        assert max(late.values()) <= most
        assert early[2] > MAX_POINTS / 2

    def test_a_plot_whose_column_the_run_does_not_have_is_hidden_and_the_lowest_names_the_steps(self, panel):
        class WithoutValues(Metrics):
            def __init__(self):
                super().__init__()
                self.curve.names = ("step", "epsilon", "loss", "entropy")

        show(panel, WithoutValues())
        assert [each.objectName() for each in panel.shown] == [*NAMES[:3], "plot_entropy"]
        assert plot(panel, "plot_entropy").step_axis.style["showValues"]
        assert not plot(panel, "plot_loss").step_axis.style["showValues"]
        show(panel, Metrics())
        assert [each.objectName() for each in panel.shown] == NAMES
        assert not plot(panel, "plot_entropy").step_axis.style["showValues"]
        assert plot(panel, "plot_q").step_axis.style["showValues"]

    def test_the_canvases_lie_exactly_one_under_the_other(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 400)
        show(panel, metrics)
        sides = {(each.canvas_rect().left(), each.canvas_rect().right()) for each in panel.plots}
        assert len(sides) == 1
        views = {
            (round(rect.left()), round(rect.right()))
            for rect in (each.view.sceneBoundingRect() for each in panel.plots)
        }
        assert len(views) == 1

    def test_the_theme_changes_with_the_plots_open(self, panel):
        show(panel, Metrics())
        panel._theme.set_choice("dark")
        assert panel.plots[0].backgroundBrush().color().name().upper() == panel._theme.tokens.panel
        image = panel.grab().toImage()
        assert image.pixelColor(2, 2).name().upper() == panel._theme.tokens.panel


class TestView:
    @pytest.fixture
    def long_run(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 5_000)
        show(panel, metrics)
        return metrics

    def ranges(self, panel):
        return [each.view.viewRange()[0] for each in panel.plots]

    def wheel(self, each, notches):
        place = QPointF(each.canvas_rect().center())
        event = QWheelEvent(
            place,
            each.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(each.viewport(), event)

    def test_the_view_follows_the_newest_step_on_all_plots(self, panel, long_run):
        first, last = self.ranges(panel)[0]
        assert first == 0.0
        assert 5_000 <= last <= 6_000
        feed(long_run, 5_000, 9_000)
        panel.refresh()
        assert all(shown == self.ranges(panel)[0] for shown in self.ranges(panel))
        assert self.ranges(panel)[0][1] >= 9_000

    def test_taking_turns_draws_one_plot_at_a_time_and_every_plot_in_a_round(self, panel, long_run):
        feed(long_run, 5_000, 5_100)
        drawn = []
        for _ in range(TURNS):
            before = panel.redraws
            panel.refresh_next()
            drawn.append(panel.redraws - before)
        assert sorted(drawn) == [0, 1, 1, 1, 1]

    def test_plots_that_take_turns_follow_a_run_that_outgrows_them_one_at_a_time_within_a_round(self, panel, long_run):
        feed(long_run, 5_000, 9_000)
        for _ in range(TURNS + 1):
            before = panel.redraws
            panel.refresh_next()
            assert panel.redraws - before <= 1
        assert all(shown == self.ranges(panel)[0] for shown in self.ranges(panel))
        assert self.ranges(panel)[0][1] >= 9_000

    @pytest.mark.parametrize("which", range(4))
    def test_the_wheel_zooms_the_steps_of_all_plots_together(self, panel, long_run, which):
        before = self.ranges(panel)[0]
        heights = [each.view.viewRange()[1] for each in panel.plots][1]
        self.wheel(panel.plots[which], 3)
        after = self.ranges(panel)
        assert all(shown == after[0] for shown in after)
        assert after[0][1] - after[0][0] < 0.8 * (before[1] - before[0])
        assert panel.plots[1].view.viewRange()[1] == heights

    def test_new_data_does_not_steal_the_view_of_someone_who_zoomed(self, panel, long_run):
        self.wheel(panel.plots[0], 3)
        zoomed = self.ranges(panel)[0]
        feed(long_run, 5_000, 9_000)
        panel.refresh()
        assert all(shown == zoomed for shown in self.ranges(panel))
        assert not panel.follows

    def test_after_a_zoom_the_points_of_that_part_are_drawn(self, panel, long_run, qtbot):
        self.wheel(panel.plots[2], 20)
        qtbot.waitUntil(lambda: panel.plots[2].drawn == tuple(self.ranges(panel)[2]))
        first, last = panel.plots[2].drawn
        assert panel.plots[2].n_points < 2 * (last - first) + 5

    def test_fit_and_double_click_go_back_to_following(self, panel, long_run, qtbot):
        fit = panel.findChild(QToolButton, "plots_fit")
        assert fit.accessibleName()
        assert not fit.isVisible()
        self.wheel(panel.plots[0], 3)
        assert fit.isVisible()
        qtbot.mouseClick(fit, Qt.MouseButton.LeftButton)
        assert self.ranges(panel)[3][0] == 0.0
        assert panel.follows
        assert not fit.isVisible()
        self.wheel(panel.plots[1], 3)
        qtbot.mouseDClick(panel.plots[2].viewport(), Qt.MouseButton.LeftButton)
        assert panel.follows
        assert all(shown == [0.0, panel._end] for shown in self.ranges(panel))

    def test_zooming_out_to_all_of_it_follows_again_and_goes_no_further(self, panel, long_run):
        self.wheel(panel.plots[0], 2)
        self.wheel(panel.plots[0], -40)
        assert panel.follows
        assert self.ranges(panel)[0] == [0.0, panel._end]

    def test_dragging_pans_all_plots(self, panel, long_run, qtbot):
        self.wheel(panel.plots[0], 10)
        before = self.ranges(panel)[0]
        canvas = panel.plots[1].canvas_rect().center()
        viewport = panel.plots[1].viewport()
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=canvas)
        for dx in (10, 30, 60):
            qtbot.mouseMove(viewport, canvas + QPoint(dx, 0))
            QApplication.processEvents()
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=canvas + QPoint(60, 0))
        after = self.ranges(panel)
        assert after[0][0] < before[0]
        assert all(shown == after[0] for shown in after)

    def test_a_new_run_is_followed_from_its_beginning(self, panel, long_run):
        self.wheel(panel.plots[0], 3)
        show(panel, Metrics())
        assert panel.follows
        assert self.ranges(panel)[0][1] < 1_000
        assert not panel.findChild(QToolButton, "plots_fit").isVisible()


PPO = ("policy_loss", "value_loss", "entropy", "clip_fraction", "approx_kl", "explained_variance", "learning_rate")


class TestChoosing:
    """Which plots are shown of a run that has many curves."""

    @staticmethod
    def names(panel):
        return [plot.objectName() for plot in panel.shown]

    def test_five_are_shown_at_first_and_the_return_is_the_largest(self, panel):
        show(panel, Metrics(PPO, n_actions=2))
        assert self.names(panel) == [
            "plot_return", "plot_actions", "plot_entropy", "plot_policy_loss", "plot_value_loss",
        ]  # fmt: skip
        heights = [plot.height() for plot in panel.shown]
        assert heights[0] > 1.4 * max(heights[1:])

    def test_one_that_a_person_adds_catches_up_and_stays_for_the_next_run(self, panel):
        metrics = Metrics(PPO, n_actions=2)
        show(panel, metrics)
        for step in range(1, 301):
            metrics.add_step(step, (1.0, 2.0, 0.5, 0.25, 0.01, 0.9, 1e-3))
        metrics.add_mark(Mark(100, "gamma", 0.9, 0.5, 1))
        panel.refresh()
        actions = {action.data(): action for action in panel.findChild(QToolButton, "plots_choose").menu().actions()}
        assert [name for name, action in actions.items() if action.isChecked()] == self.names(panel)
        actions["plot_entropy"].trigger()
        actions = {action.data(): action for action in panel.findChild(QToolButton, "plots_choose").menu().actions()}
        actions["plot_explained_variance"].trigger()
        assert "plot_entropy" not in self.names(panel)
        added = plot(panel, "plot_explained_variance")
        assert added.heading.value == "0.900"
        assert added.marks == tuple(metrics.marks)
        show(panel, Metrics(PPO, n_actions=2))
        assert self.names(panel)[-1] == "plot_explained_variance"
        assert added.heading.value == ""

    def test_the_shares_of_the_actions_are_lines_with_their_names(self, panel):
        metrics = Metrics(PPO, n_actions=2)
        panel.set_run(metrics, PRESETS.first("CartPole-v1", "ppo").settings())
        for step in range(1, 101):
            metrics.action_counts[0 if step % 4 else 1] += 1
            metrics.add_step(step, (1.0,) * len(PPO))
        settle(panel)
        shares = plot(panel, "plot_actions")
        assert shares.legend.accessibleDescription() == "left, right"
        assert [line.points()[1].round(1).tolist() for line in shares._lines] == [[0.8, 0.7], [0.2, 0.3]]

    def test_names_that_have_no_room_beside_the_title_stand_below_it(self, panel):
        metrics = Metrics(PPO, n_actions=3)
        panel.resize(280, 520)
        panel.set_run(metrics, PRESETS.first("Acrobot-v1", "ppo").settings())
        settle(panel)
        shares = plot(panel, "plot_actions")
        assert shares.legend.y() >= shares.heading.geometry().bottom()
        panel.resize(800, 520)
        settle(panel)
        assert shares.legend.y() == shares.heading.y()

    def test_another_environment_brings_its_goal_and_one_without_has_none(self, panel):
        for environment, goal in (("Acrobot-v1", "−100 solved"), ("Pendulum-v1", None), ("CartPole-v1", "475 solved")):
            panel.set_run(Metrics(PPO), PRESETS.first(environment, "ppo").settings())
            line = plot(panel, "plot_return")
            assert line._goal.isVisible() == (goal is not None)
            assert goal is None or line._goal_words.toPlainText() == goal


class TestReturnPlot:
    def test_the_goal_is_in_view_with_its_words_from_the_beginning(self, panel):
        show(panel, Metrics())
        returns = plot(panel, "plot_return")
        low, high = returns.view.viewRange()[1]
        assert low <= 0.0
        assert high > 475.0
        assert returns._goal_words.toPlainText() == "475 solved"
        assert returns._goal_words.isVisible()

    def test_a_task_without_a_goal_has_no_line(self, panel):
        panel.set_metrics(Metrics(), solved_at=math.nan, keep_ghost=False)
        assert not plot(panel, "plot_return")._goal.isVisible()

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
        steps, means = (column.copy() for column in returns._means.between(0, 1e9))
        show(panel, Metrics(), keep_ghost=True)
        feed(panel._metrics, 0, 1_000, episode=500)
        panel.refresh()
        drawn_steps, drawn = returns._ghost_line.points()
        np.testing.assert_array_equal(drawn_steps, steps)
        np.testing.assert_array_equal(drawn, means)
        assert returns._dots._points.size() == 2
        assert "last run" in returns.legend.accessibleDescription()

    def test_a_reset_before_the_first_episode_keeps_the_older_ghost(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 1_000)
        show(panel, metrics)
        show(panel, Metrics(), keep_ghost=True)
        show(panel, Metrics(), keep_ghost=True)
        assert plot(panel, "plot_return")._ghost.n_points == 20

    def test_another_task_drops_the_ghost(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 1_000)
        show(panel, metrics)
        show(panel, Metrics(), keep_ghost=False)
        assert plot(panel, "plot_return")._ghost.n_points == 0

    def test_the_value_bound_is_named_and_its_line_comes_when_values_get_near(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 900)  # values up to 9
        show(panel, metrics)
        values = plot(panel, "plot_q")
        panel.set_value_bound(100.0)
        panel.refresh()
        assert values.heading.note == "possible ≤ 100"
        assert not values._bound_line.isVisible()
        panel.set_value_bound(10.0)
        panel.refresh()
        assert values._bound_line.isVisible()
        assert values.view.viewRange()[1][1] > 10.0
        panel.set_value_bound(None)
        panel.refresh()
        assert values.heading.note == ""
        assert not values._bound_line.isVisible()

    def test_costs_have_a_lowest_value(self, panel):
        metrics = Metrics()
        for step in range(1, 11):
            metrics.add_step(step, (0.5, 1.0, -0.6 * step))
        show(panel, metrics)
        values = plot(panel, "plot_q")
        panel.set_value_bound(-100.0)
        panel.refresh()
        assert values.heading.note == "possible ≥ −100"
        assert not values._bound_line.isVisible()
        for step in range(11, 101):
            metrics.add_step(step, (0.5, 1.0, -0.6 * step))
        panel.refresh()
        assert values._bound_line.isVisible()
        assert values.view.viewRange()[1][0] < -100

    @pytest.mark.parametrize("loss", [1e-7, 0.3, 1e9])
    def test_a_value_that_never_changes_has_an_axis_that_can_be_read(self, panel, loss):
        metrics = Metrics()
        for step in range(1, 101):
            metrics.add_step(step, (0.5, loss, 100.0))
        show(panel, metrics)
        for name in ("plot_loss", "plot_q"):
            axis, low_high = plot(panel, name).value_axis, plot(panel, name).view.viewRange()[1]
            ((distance, places),) = axis.tickValues(*low_high, 60)
            words = axis.tickStrings(places, 1.0, distance)
            assert len(set(words)) == len(words) >= 2

    def test_the_numbers_of_a_wide_log_axis_leave_room_for_each_other(self, panel):
        axis = plot(panel, "plot_loss").value_axis
        for low, high in ((-4.0, 4.7), (-1.2, 2.6), (0.1, 5.9)):
            ((_distance, places),) = axis.tickValues(low, high, 50)
            assert 2 <= len(places) <= 4


class TestMarks:
    def test_one_drag_is_one_mark_on_all_four_plots_with_its_words(self, panel):
        session = Session(PRESETS.get("tutorial").settings())
        show(panel, session.metrics)
        for _ in range(30):
            session.step()
        for value in (0.9, 0.7, 0.5):
            session.submit("set_hyper", {"name": "gamma", "value": value}, gesture=1)
            session.step()
            panel.refresh()
        assert [each.mark_lines.steps for each in panel.plots] == [[32]] * 4
        mark_labels = plot(panel, "plot_return").mark_labels
        assert mark_labels.isVisible()
        assert [label.text for label in mark_labels.labels] == ["gamma 0.95 → 0.5"]

    def test_the_lane_takes_no_room_while_there_is_no_change(self, panel):
        show(panel, Metrics())
        returns = plot(panel, "plot_return")
        room = returns.canvas_rect()
        assert returns.view.geometry().toRect() == room
        panel._metrics.add_mark(Mark(10, "gamma", 0.9, 0.5, 1))
        panel.refresh()
        assert returns.mark_labels.isVisible()
        assert returns.canvas_rect().top() == room.top() + returns.mark_labels.sizeHint().height()
        assert returns.view.geometry().toRect() == returns.canvas_rect()
        assert returns.mark_labels.geometry().bottom() + 1 == returns.canvas_rect().top()
        show(panel, Metrics())
        assert not returns.mark_labels.isVisible()
        assert returns.canvas_rect() == room

    def test_a_release_is_told_apart_from_a_change(self):
        assert words(Mark(5, "epsilon", 0.3, 0.3, 1, released=True)) == "epsilon auto"
        assert words(Mark(5, "epsilon", 1.0, 0.123456, 1)) == "epsilon 1 → 0.1235"
        assert words(Mark(5, "hidden_layers", (24, 24), (64,), 1)) == "hidden_layers 24, 24 → 64"

    def test_marks_close_together_are_counted_and_never_overlap(self):
        xs = [0.0, 10.0, 150.0, 160.0, 170.0, 290.0]
        texts = [f"gamma 0.9{i} → 0.5" for i in range(6)]
        labels = place_labels(xs, texts, ["gamma 0.5"] * 6, 300.0, lambda text: 6.0 * len(text))
        assert all(a.right < b.left for a, b in pairwise(labels))
        assert all(label.left >= 0 and label.right <= 300 for label in labels)
        covered = [i for label in labels for i in range(label.first, label.last + 1)]
        assert covered == list(range(6))
        assert labels[-1].text == "gamma 0.95 → 0.5"  # the newest in full

    def test_a_hundred_marks_still_count_every_one(self):
        texts, short = ["learning_rate 0.001 → 0.002"] * 100, ["learning_rate 0.002"] * 100
        labels = place_labels([3.0 * i for i in range(100)], texts, short, 300.0, lambda text: 6.0 * len(text))
        assert [i for label in labels for i in range(label.first, label.last + 1)] == list(range(100))

    def test_pointing_at_marks_lists_them_and_pointing_elsewhere_explains_the_plot(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 4_000)
        metrics.add_mark(Mark(2_000, "gamma", 0.95, 0.5, 1))
        metrics.add_mark(Mark(2_010, "epsilon", 0.5, 0.1, 2))
        show(panel, metrics)
        loss = plot(panel, "plot_loss")
        both = "step 2,000: gamma 0.95 → 0.5\nstep 2,010: epsilon 0.5 → 0.1"
        assert loss.tip(loss.x_of(2_003)) == both
        assert loss.tip(loss.x_of(500)) == loss.spec.about
        mark_labels = plot(panel, "plot_return").mark_labels
        assert [mark_labels.tip(label.left + 5) for label in mark_labels.labels] == both.splitlines()
        assert mark_labels.tip(0.0) == ""

    def test_a_very_long_list_ends_in_a_count(self):
        marks = [Mark(i, "gamma", 0.5, 0.6, i) for i in range(40)]
        lines = list_words(marks).splitlines()
        assert len(lines) == 13
        assert lines[-1] == "... and 28 more"

    def test_marks_outside_the_view_have_no_words(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 4_000)
        metrics.add_mark(Mark(1_000, "gamma", 0.95, 0.5, 1))
        metrics.add_mark(Mark(3_000, "gamma", 0.5, 0.9, 2))
        show(panel, metrics)
        for middle, named in ((3_000, "gamma 0.5 → 0.9"), (1_000, "gamma 0.95 → 0.5")):
            panel._on_view_moved(middle - 500.0, middle + 500.0)
            settle(panel)
            assert [label.text for label in plot(panel, "plot_return").mark_labels.labels] == [named]


def test_ticks_are_short_and_all_in_one_unit():
    assert tick_words([0, 10_000, 20_000], 10_000) == ["0", "10k", "20k"]
    assert tick_words([0, 200, 400], 200) == ["0", "200", "400"]
    assert tick_words([9_500, 10_000], 500) == ["9.5k", "10.0k"]
    assert tick_words([0.0, 0.5, 1.0], 0.5) == ["0", "0.5", "1.0"]
    assert tick_words([-200, -100, 0], 100) == ["−200", "−100", "0"]
    assert tick_words([0, 1e6, 2e6], 1e6) == ["0", "1M", "2M"]
    assert [power_word(value) for value in (1e-6, 0.001, 1, 20, 1e5)] == ["1e−6", "0.001", "1", "20", "100k"]


def test_titles_show_three_digits_that_count():
    numbers = (0.0, 2.77e-5, 0.00123, 0.31, 45.2, 99.97, 1234.0, -3.2, 1.23e7)
    written = ["0.00", "2.77e−5", "0.00123", "0.310", "45.2", "100", "1,234", "−3.20", "1.23e7"]
    assert [three_digits(number) for number in numbers] == written


def test_no_label_guesses_rich_text(panel):
    assert {label.textFormat() for each in panel.plots for label in each.findChildren(QLabel)} == {
        Qt.TextFormat.PlainText
    }


def test_in_a_low_window_every_plot_keeps_a_canvas_also_that_with_the_most_rows(panel):
    metrics = Metrics()
    feed(metrics, 0, 1000)
    metrics.marks.append(Mark(500, "gamma", 0.9, 0.5, 1))
    metrics.marks_version += 1
    show(panel, metrics)
    panel.resize(380, 200)
    QApplication.processEvents()
    assert min(plot.canvas_rect().height() for plot in panel.shown) >= 30


class Paints(QObject):
    """Counts what is painted."""

    def __init__(self, *watched):
        super().__init__()
        self.n_painted = 0
        for each in watched:
            each.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.n_painted += event.type() == QEvent.Type.Paint
        return False


class TestPainting:
    @pytest.fixture
    def shown(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 1_000)
        show(panel, metrics)
        QApplication.processEvents()
        return panel

    @pytest.mark.parametrize("do", ["draw", "look_at", "set_theme", "resize"])
    def test_what_changes_on_the_canvas_is_painted(self, shown, do):
        each = plot(shown, "plot_loss")
        paints = Paints(each.viewport())
        if do == "draw":
            each.draw(*each.drawn)
        elif do == "look_at":
            each.look_at(100.0, 400.0)
        elif do == "set_theme":
            shown._theme.set_choice("dark")
        else:
            shown.resize(500, 700)
        QApplication.processEvents()
        assert paints.n_painted > 0

    def test_a_new_value_in_a_heading_paints_the_heading_alone(self, shown):
        each = plot(shown, "plot_loss")
        heading, canvas = Paints(each.heading), Paints(each.viewport(), plot(shown, "plot_q").viewport())
        each.heading.set_value("0.123")
        QApplication.processEvents()
        assert (heading.n_painted, canvas.n_painted) == (1, 0)

    def test_a_redraw_paints_its_plot_once_and_no_other(self, shown):
        each = plot(shown, "plot_return")
        canvas, rows, others = Paints(each.viewport()), Paints(each.legend), Paints(plot(shown, "plot_q").viewport())
        each.draw(*each.drawn)
        QApplication.processEvents()
        assert (canvas.n_painted, rows.n_painted, others.n_painted) == (1, 0, 0)
