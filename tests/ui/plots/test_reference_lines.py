"""What random actions and the rule return, as lines on the plot of the return."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction

from playground.engine.evaluation.references import References
from playground.engine.run.metrics import Metrics
from playground.ui.plots.kinds.reference_lines import ShownReferences
from playground.ui.plots.panel import PlotsPanel
from tests.ui.plots.panels import feed, item, plot, settle, show

POLE = ShownReferences(References(22.36, 500.0, 100), "PD control")


def returns(panel):
    return plot(panel, "plot_return")


def lines(panel):
    return item(returns(panel), "reference_lines")


def toggle(panel):
    panel.findChild(QAction, "act_reference_lines").trigger()


def entries_of(panel):
    legend = returns(panel).references.legend
    return legend.accessibleDescription() if not legend.isHidden() else ""


def test_both_lines_are_in_view_with_their_names_and_numbers(panel):
    show(panel, Metrics())
    assert entries_of(panel) == ""
    panel.set_references(POLE)
    assert lines(panel).levels == [22.36, 500.0]
    assert lines(panel).isVisible()
    assert entries_of(panel) == "random 22.4, rule (PD control) 500"
    low, high = returns(panel).view.viewRange()[1]
    assert low <= 0.0
    assert high > 500.0
    said = "Random actions return 22.4, the environment's rule (PD control) 500: means of 100 episodes."
    assert said in returns(panel).tip(100.0)
    returns(panel).setFocus()
    assert said in returns(panel).accessibleDescription()


def test_the_legend_of_the_lines_has_a_row_of_its_own_above_the_words_of_the_marks(panel):
    metrics = Metrics()
    feed(metrics, 0, 500)
    show(panel, metrics)
    panel.set_references(POLE)
    rows = [row for row in returns(panel).rows if not row.isHidden()]
    assert rows.index(returns(panel).references.legend) == rows.index(returns(panel).legend) + 1
    tops = [row.y() for row in rows]
    assert tops == sorted(tops)
    assert all(below >= above.geometry().bottom() for above, below in zip(rows, tops[1:], strict=False))
    assert returns(panel).canvas_rect().top() >= rows[-1].geometry().bottom()


@pytest.mark.parametrize(("rule", "is_in_view"), [(-320.0, True), (-136.0, False), (900.0, False)])
def test_a_line_far_from_what_is_drawn_is_told_and_does_not_press_it_flat(panel, rule, is_in_view):
    metrics = Metrics()
    for step in range(200, 4_000, 200):
        metrics.episodes.append(step, -1_500.0 + (step % 1_000), 200)
    panel.set_metrics(metrics, solved_at=float("nan"), keep_ghost=False)
    panel.set_references(ShownReferences(References(-1_220.5, rule, 100), "energy"))
    low, high = returns(panel).view.viewRange()[1]
    assert low > -1_700.0
    assert (high > rule) == is_in_view
    assert "rule (energy)" in entries_of(panel)


def test_an_environment_without_a_rule_has_one_line(panel):
    show(panel, Metrics())
    panel.set_references(ShownReferences(References(-205.3, None, 20)))
    assert lines(panel).levels == [-205.3]
    assert entries_of(panel) == "random −205.3"
    assert "Random actions return −205.3: the mean of 20 episodes." in returns(panel).tip(100.0)


def test_a_person_can_have_none_and_the_next_panel_too(panel, theme, qtbot):
    show(panel, Metrics())
    panel.set_references(POLE)
    height = returns(panel).canvas_rect().height()
    toggle(panel)
    assert not lines(panel).isVisible()
    assert entries_of(panel) == ""
    assert returns(panel).canvas_rect().height() > height
    assert "Random actions" not in returns(panel).tip(100.0)
    panel.set_references(ShownReferences(References(30.0, 400.0, 100), "PD control"))
    assert not lines(panel).isVisible()

    other = PlotsPanel(theme)
    qtbot.addWidget(other)
    other.take_over(panel)
    other.set_references(POLE)
    assert not lines(other).isVisible()
    toggle(other)
    assert lines(other).isVisible()


def test_they_are_redrawn_by_no_news(panel):
    metrics = Metrics()
    show(panel, metrics)
    panel.set_references(POLE)
    drawn = panel.redraws
    for _ in range(20):
        panel.refresh()
        panel.refresh_next()
    assert panel.redraws == drawn


def test_the_legend_gives_way_where_there_is_little_room(panel):
    show(panel, Metrics())
    panel.set_references(POLE)
    panel.resize(260, 520)
    settle(panel)
    assert entries_of(panel) == "random 22.4, rule 500"
    panel.resize(380, 520)
    settle(panel)
    assert entries_of(panel) == "random 22.4, rule (PD control) 500"
    panel.resize(380, panel.minimumSizeHint().height())
    settle(panel)
    assert entries_of(panel) == ""
    assert lines(panel).isVisible()
    panel.resize(380, 520)
    settle(panel)
    assert entries_of(panel) == "random 22.4, rule (PD control) 500"
