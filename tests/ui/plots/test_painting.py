"""What is painted anew, and what is not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from playground.engine.run.metrics import Metrics
from tests.ui.plots.panels import feed, plot, show


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
    def test_what_changes_on_the_canvas_is_painted(self, shown, theme, do):
        each = plot(shown, "plot_loss")
        paints = Paints(each.viewport())
        if do == "draw":
            each.draw(*each.drawn)
        elif do == "look_at":
            each.look_at(100.0, 400.0)
        elif do == "set_theme":
            theme.set_choice("dark")
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
