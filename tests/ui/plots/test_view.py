"""The steps in view: they follow the newest until a person zooms or pans."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QToolButton

from playground.engine.run.metrics import Metrics
from playground.ui.plots.panel import TURNS
from tests.ui.plots.panels import feed, plot, ranges, show, wheel


class TestView:
    @pytest.fixture
    def long_run(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 5_000)
        show(panel, metrics)
        return metrics

    def test_the_view_follows_the_newest_step_on_all_plots(self, panel, long_run):
        first, last = ranges(panel)[0]
        assert first == 0.0
        assert 5_000 <= last <= 6_000
        feed(long_run, 5_000, 9_000)
        panel.refresh()
        assert all(each == ranges(panel)[0] for each in ranges(panel))
        assert ranges(panel)[0][1] >= 9_000

    def test_taking_turns_draws_one_plot_at_a_time_and_every_plot_in_a_round(self, panel, long_run):
        feed(long_run, 5_000, 5_100)
        drawn = []
        for _ in range(max(TURNS, len(panel.shown))):
            before = panel.redraws
            panel.refresh_next()
            drawn.append(panel.redraws - before)
        assert sum(drawn) == len(panel.shown)
        assert max(drawn) == 1

    def test_plots_that_take_turns_follow_a_run_that_outgrows_them_one_at_a_time_within_a_round(self, panel, long_run):
        feed(long_run, 5_000, 9_000)
        for _ in range(max(TURNS, len(panel.shown)) + 1):
            before = panel.redraws
            panel.refresh_next()
            assert panel.redraws - before <= 1
        assert all(each == ranges(panel)[0] for each in ranges(panel))
        assert ranges(panel)[0][1] >= 9_000

    @pytest.mark.parametrize("name", ["plot_return", "plot_epsilon", "plot_loss", "plot_q"])
    def test_the_wheel_zooms_the_steps_of_all_plots_together(self, panel, long_run, name):
        before = ranges(panel)[0]
        heights = plot(panel, "plot_epsilon").view.viewRange()[1]
        wheel(plot(panel, name), 3)
        after = ranges(panel)
        assert all(each == after[0] for each in after)
        assert after[0][1] - after[0][0] < 0.8 * (before[1] - before[0])
        assert plot(panel, "plot_epsilon").view.viewRange()[1] == heights

    def test_new_data_does_not_steal_the_view_of_someone_who_zoomed(self, panel, long_run):
        wheel(panel.plots[0], 3)
        zoomed = ranges(panel)[0]
        feed(long_run, 5_000, 9_000)
        panel.refresh()
        assert all(each == zoomed for each in ranges(panel))
        assert not panel.follows

    def test_after_a_zoom_the_points_of_that_part_are_drawn(self, panel, long_run, qtbot):
        loss = plot(panel, "plot_loss")
        wheel(loss, 20)
        qtbot.waitUntil(lambda: loss.drawn == tuple(ranges(panel)[0]))
        first, last = loss.drawn
        assert loss.n_points < 2 * (last - first) + 5

    def test_fit_and_double_click_go_back_to_following(self, panel, long_run, qtbot):
        fit = panel.findChild(QToolButton, "plots_fit")
        assert fit.accessibleName()
        assert not fit.isVisible()
        whole = ranges(panel)[0]
        wheel(panel.plots[0], 3)
        assert fit.isVisible()
        qtbot.mouseClick(fit, Qt.MouseButton.LeftButton)
        assert ranges(panel)[-1][0] == 0.0
        assert panel.follows
        assert not fit.isVisible()
        wheel(panel.plots[1], 3)
        qtbot.mouseDClick(panel.plots[2].viewport(), Qt.MouseButton.LeftButton)
        assert panel.follows
        assert all(each == whole for each in ranges(panel))

    def test_zooming_out_to_all_of_it_follows_again_and_goes_no_further(self, panel, long_run):
        whole = ranges(panel)[0]
        wheel(panel.plots[0], 2)
        wheel(panel.plots[0], -40)
        assert panel.follows
        assert ranges(panel)[0] == whole

    def test_dragging_pans_all_plots(self, panel, long_run, qtbot):
        wheel(panel.plots[0], 10)
        before = ranges(panel)[0]
        canvas = panel.plots[1].canvas_rect().center()
        viewport = panel.plots[1].viewport()
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=canvas)
        for dx in (10, 30, 60):
            qtbot.mouseMove(viewport, canvas + QPoint(dx, 0))
            QApplication.processEvents()
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=canvas + QPoint(60, 0))
        after = ranges(panel)
        assert after[0][0] < before[0]
        assert all(each == after[0] for each in after)

    def test_a_new_run_is_followed_from_its_beginning(self, panel, long_run):
        wheel(panel.plots[0], 3)
        show(panel, Metrics())
        assert panel.follows
        assert ranges(panel)[0][1] < 1_000
        assert not panel.findChild(QToolButton, "plots_fit").isVisible()
