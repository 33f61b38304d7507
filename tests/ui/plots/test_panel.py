"""The panel: which plots it draws, when, and what their headings say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.metrics import Mark, Metrics
from playground.engine.run.session import Session
from playground.ui.plots.series import MAX_POINTS
from tests.ui.plots.panels import at_first, feed, plot, settle, show, shown


class TestPanel:
    def test_it_holds_the_plots_of_a_run_to_come_under_their_names(self, panel):
        assert panel.objectName() == "plots"
        assert shown(panel) == at_first(Metrics())
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
                evaluator.run_if_due()
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
        names = ("plot_return", "plot_epsilon", "plot_loss", "plot_q")
        assert [plot(panel, name).empty_words.isVisible() for name in names] == [True, False, True, True]
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
        panel.set_value_bounds(((0, None),))
        panel.refresh()
        assert panel.redraws == drawn

    def test_only_the_plots_with_news_are_drawn(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 200)
        show(panel, metrics)
        drawn = panel.redraws
        metrics.add_step(201, (0.5, 1.0, 1.0))  # no episode ended, and the axis has room for one step more
        panel.refresh()
        assert panel.redraws == drawn + sum(each.spec.table == "curve" for each in panel.shown)

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
        early = plot(panel, "plot_loss").n_points
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
        assert early > MAX_POINTS / 2

    def test_a_plot_whose_column_the_run_does_not_have_is_hidden_and_the_lowest_names_the_steps(self, panel):
        for columns, hidden in ((("epsilon", "loss", "entropy"), "plot_q"), (("loss", "mean_value"), "plot_entropy")):
            metrics = Metrics(columns)
            show(panel, metrics)
            assert shown(panel) == at_first(metrics)
            assert hidden not in shown(panel)
            with_steps = [each.objectName() for each in panel.plots if each.step_axis.style["showValues"]]
            assert with_steps == shown(panel)[-1:]

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

    def test_the_theme_changes_with_the_plots_open(self, panel, theme):
        show(panel, Metrics())
        theme.set_choice("dark")
        assert panel.plots[0].backgroundBrush().color().name().upper() == theme.tokens.panel
        image = panel.grab().toImage()
        assert image.pixelColor(2, 2).name().upper() == theme.tokens.panel


def test_no_label_guesses_rich_text(panel):
    assert {label.textFormat() for each in panel.plots for label in each.findChildren(QLabel)} == {
        Qt.TextFormat.PlainText
    }


def test_in_a_low_window_every_plot_keeps_a_canvas_also_that_with_the_most_rows(panel):
    metrics = Metrics()
    feed(metrics, 0, 1000)
    metrics.add_mark(Mark(500, "gamma", 0.9, 0.5, 1))
    show(panel, metrics)
    panel.resize(380, 200)
    QApplication.processEvents()
    assert min(each.canvas_rect().height() for each in panel.shown) >= 30
