"""The table of the minibatch: its rows, their order, the row that is meant, and the way to a moment and back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QTableView

from playground.engine.insight.minibatch import Minibatch
from playground.envs.base import ENVIRONMENTS
from playground.ui.insight.minibatch.columns import columns_of
from playground.ui.insight.minibatch.model import MinibatchModel
from playground.ui.insight.minibatch.panel import MinibatchPanel
from playground.ui.theme.theme import Theme
from tests.engine.insight.steps import run_of, traced, traced_update
from tests.ui.insight.insides import at_rest, racing
from tests.ui.insight.small_walk import SmallWalk

ROLE = Qt.ItemDataRole


class Shown:
    """A panel that is shown, the walk it follows, and its parts."""

    def __init__(self, qtbot, is_visible=True):
        self.walk, self.theme = SmallWalk(), Theme("light")
        self.panel = MinibatchPanel(self.walk, self.theme)
        qtbot.addWidget(self.panel)
        self.panel.resize(900, 400)
        self.panel.setVisible(is_visible)
        self.table = self.panel.findChild(QTableView, "minibatch_table")
        self.back = self.panel.findChild(QPushButton, "minibatch_back")

    @property
    def model(self):
        return self.table.model()

    def text(self, name):
        label = self.panel.findChild(QLabel, name)
        return label.text() if label.isVisible() else ""

    def column(self, symbol):
        shown = [self.model.headerData(n, Qt.Orientation.Horizontal) for n in range(self.model.columnCount())]
        return shown.index(symbol)

    def cells(self, symbol, role=ROLE.DisplayRole):
        return [self.model.index(n, self.column(symbol)).data(role) for n in range(self.model.rowCount())]

    def row(self):
        return self.model.row_of(self.table.currentIndex().row())


@pytest.fixture
def shown(qtbot):
    return Shown(qtbot)


def with_own(session):
    """Step on until an update has drawn the step's own transition."""
    trace = traced_update(session, 60)
    while trace.minibatch.own is None:
        trace = traced_update(session)
    return trace


@pytest.fixture
def dqn():
    return run_of("dqn", batch_size=64, mirror="off")


def test_each_row_says_what_happened_and_what_the_update_makes_of_it(shown, dqn):
    trace = with_own(dqn)
    shown.walk.show_snapshot(at_rest(dqn, trace))
    table = trace.minibatch
    order = [table.own, *(n for n in range(64) if n != table.own)]
    assert shown.cells("step") == [f"• {dqn.n_steps:,}", *(f"{table.steps[n]:,}" for n in order[1:])]
    assert shown.cells("a") == [("left", "right")[table.actions[n]] for n in order]
    assert shown.cells("r") == ["1"] * 64
    for symbol, name in (("Q(s, a)", "q_taken"), ("y", "target"), ("δ", "td_error")):
        assert shown.cells(symbol) == [f"{table.columns[name][n]:.3f}".replace("-", "−") for n in order]
    assert shown.cells("age") == [f"{dqn.n_steps - table.steps[n]:,}" for n in order]
    assert shown.cells("end") == ["terminated" if table.terminated[n] else "" for n in order]
    assert shown.text("minibatch_where") == f"Step {dqn.n_steps:,} learned from 64 transitions"


def test_a_row_is_read_out_in_words(shown, dqn):
    trace = with_own(dqn)
    shown.walk.show_snapshot(at_rest(dqn, trace))
    said = shown.cells("step", ROLE.AccessibleTextRole)[0]
    assert said.startswith("this step’s own transition; made in step ")
    for words in ("state: x ", "action ", "reward 1", "next state: x′ ", "target ", "error ", "age in steps 0"):
        assert words in said
    assert "this step’s own" not in shown.cells("step", ROLE.AccessibleTextRole)[1]
    assert shown.cells("y", ROLE.AccessibleTextRole)[0].startswith("target ")


def test_a_mirrored_sample_says_so(shown):
    session = run_of("dqn", mirror="on")
    trace = traced_update(session, 60)
    shown.walk.show_snapshot(at_rest(session, trace))
    mirrored = ["mirror image" in said for said in shown.cells("step", ROLE.AccessibleTextRole)]
    assert 0 < sum(mirrored) < 16
    assert ["↔" in text for text in shown.cells("step")] == mirrored
    assert ["mirror image" in told for told in shown.cells("s", ROLE.ToolTipRole)] == mirrored


def test_it_sorts_by_any_column_and_the_row_that_is_meant_stays_meant(shown, dqn):
    trace = with_own(dqn)
    shown.walk.show_snapshot(at_rest(dqn, trace))
    meant = shown.row()
    assert meant == trace.minibatch.own
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        shown.table.sortByColumn(shown.column("δ"), order)
        errors = [trace.minibatch.columns["td_error"][shown.model.row_of(n)] for n in range(64)]
        assert errors == sorted(errors, reverse=order == Qt.SortOrder.DescendingOrder)
        assert shown.row() == meant
    again = with_own(dqn)
    shown.walk.show_snapshot(at_rest(dqn, again))  # another one comes in the same order
    errors = [again.minibatch.columns["td_error"][shown.model.row_of(n)] for n in range(64)]
    assert errors == sorted(errors, reverse=True)
    shown.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert shown.model.row_of(0) == again.minibatch.own


def test_what_is_no_number_comes_last(shown, dqn):
    trace = with_own(dqn)
    table = trace.minibatch
    table.columns["td_error"][5] = np.nan
    shown.walk.show_snapshot(at_rest(dqn, trace))
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        shown.table.sortByColumn(shown.column("δ"), order)
        assert shown.cells("δ")[-1] == "–"


def test_the_row_that_somebody_chooses_is_the_one_the_cards_speak_of_and_the_other_way_round(qtbot, shown, dqn):
    shown.walk.show_snapshot(at_rest(dqn, with_own(dqn)))
    shown.table.sortByColumn(shown.column("y"), Qt.SortOrder.AscendingOrder)
    shown.table.setFocus()
    with qtbot.waitSignal(shown.panel.row_chosen) as chosen:
        qtbot.keyClick(shown.table, Qt.Key.Key_Down)
    assert chosen.args == [shown.walk.facts.chosen] == [shown.row()]
    shown.walk.choose(17)
    assert shown.row() == 17
    assert [shown.model.row_of(index.row()) for index in shown.table.selectionModel().selectedRows()] == [17]


@pytest.mark.parametrize("by", ["double click", "Enter"])
def test_it_asks_for_the_moment_of_a_transition_and_for_the_way_back(qtbot, shown, dqn, by):
    trace = with_own(dqn)
    now = at_rest(dqn, trace)
    shown.walk.show_snapshot(now)
    assert not shown.back.isVisible()
    index = shown.model.index(3, shown.column("a"))
    step = int(trace.minibatch.steps[shown.model.row_of(3)])
    with qtbot.waitSignal(shown.panel.goto_requested) as asked:
        if by == "Enter":
            shown.table.setCurrentIndex(index)
            qtbot.keyClick(shown.table, Qt.Key.Key_Return)
        else:
            shown.table.doubleClicked.emit(index)
    assert asked.args == [step]
    shown.walk.show_snapshot(dataclasses.replace(now, n_steps=step, is_past=True, trace=None))
    assert shown.back.isVisible()
    assert shown.back.text() == shown.back.accessibleName() == f"Back to step {now.n_steps:,}"
    with qtbot.waitSignal(shown.panel.goto_requested) as asked:
        shown.back.click()
    assert asked.args == [now.n_steps]
    shown.walk.show_snapshot(now)
    assert not shown.back.isVisible()
    assert shown.model.rowCount() == 64


def test_who_goes_on_from_there_is_not_asked_back(qtbot, shown, dqn):
    now = at_rest(dqn, with_own(dqn))
    shown.walk.show_snapshot(now)
    shown.table.doubleClicked.emit(shown.model.index(3, 0))
    shown.walk.show_snapshot(dataclasses.replace(now, n_steps=20, is_past=True, trace=None))
    shown.walk.show_snapshot(dataclasses.replace(racing(dqn), n_steps=25, is_past=True))
    shown.walk.show_snapshot(dataclasses.replace(now, n_steps=30, is_past=True, trace=None))
    assert not shown.back.isVisible()


def test_before_there_is_one_it_says_what_will_be_here_and_why_it_is_not(shown, dqn):
    trace = traced(dqn, 5)
    shown.walk.show_snapshot(at_rest(dqn, None))
    assert "Here will be" in shown.text("minibatch_empty")
    assert "Nothing was learned yet" in shown.text("minibatch_empty")
    dqn.step()
    shown.walk.show_snapshot(racing(dqn))
    assert "Pause or slow down" in shown.text("minibatch_empty")
    shown.walk.show_snapshot(at_rest(dqn, trace, n_updates=3, n_steps=5))
    assert "Step 5 learned nothing" in shown.text("minibatch_empty")
    assert not shown.table.isVisible()


def test_an_old_one_is_grey_and_bears_its_step(shown, dqn):
    trace = with_own(dqn)
    shown.walk.show_snapshot(at_rest(dqn, trace))
    fresh = shown.cells("y", ROLE.ForegroundRole)[0]
    dqn.step()
    shown.walk.show_snapshot(racing(dqn, trace))
    assert shown.text("minibatch_where") == f"Step {trace.step:,} learned from 64 transitions; it has gone on since"
    assert fresh == QColor(shown.theme.tokens.text)
    assert shown.cells("y", ROLE.ForegroundRole)[0] == QColor(shown.theme.tokens.muted)
    assert not shown.table.selectionModel().hasSelection()


def test_a_step_that_learned_nothing_leaves_the_rollout_of_before_in_grey(shown):
    session = run_of("a2c")
    trace = traced_update(session)
    shown.walk.show_snapshot(at_rest(session, trace))
    after = traced(session)
    shown.walk.show_snapshot(at_rest(session, after))
    assert shown.text("minibatch_where") == "Step 15 learned from 15 transitions; step 18 learned nothing"
    shown.walk.show_snapshot(at_rest(session, None, n_steps=9))  # before it was made
    assert shown.text("minibatch_where") == ""


def test_of_another_run_nothing_stays(shown, dqn):
    shown.walk.show_snapshot(at_rest(dqn, with_own(dqn)))
    shown.walk.show_snapshot(at_rest(dqn, None, run=2, n_steps=0, n_updates=0))
    assert "Nothing was learned yet" in shown.text("minibatch_empty")


def test_an_algorithm_names_its_own_columns(shown, dqn):
    class Explainer:
        def columns(self, params, space):
            return [("target", "what it should be", "y"), ("of_nobody", "nothing", "?")]

    shown.walk.explainer = Explainer()
    shown.walk.show_snapshot(at_rest(dqn, with_own(dqn)))
    symbols = [shown.model.headerData(n, Qt.Orientation.Horizontal) for n in range(shown.model.columnCount())]
    assert symbols == ["step", "s", "a", "r", "s′", "end", "y", "age"]
    assert shown.model.headerData(6, Qt.Orientation.Horizontal, ROLE.ToolTipRole) == "what it should be"


@pytest.mark.parametrize("algorithm", ["ddpg", "ppo", "a2c", "reinforce", "q-table"])
def test_every_algorithm_has_its_numbers_in_it(shown, algorithm):
    session = run_of(algorithm)
    trace = traced_update(session, 25)
    shown.walk.show_snapshot(at_rest(session, trace))
    assert shown.model.rowCount() == len(trace.minibatch.steps)
    assert all(shown.cells("y"))
    assert all(shown.cells("a"))


def test_hidden_it_takes_nothing_in_and_once_shown_it_is_up_to_date(qtbot, dqn):
    shown = Shown(qtbot, is_visible=False)
    shown.walk.show_snapshot(at_rest(dqn, with_own(dqn)))
    assert shown.model.rowCount() == 0
    shown.panel.show()
    assert shown.model.rowCount() == 64


def test_a_row_that_somebody_played_is_called_so_and_leads_to_no_moment(shown, dqn, qtbot):
    dqn.submit("add_episode", {"start": [0.0] * 4, "actions": [0, 1] * 5})
    trace = traced_update(dqn, 70)
    while not (trace.minibatch.played & trace.minibatch.truncated).any():
        trace = traced_update(dqn)
    shown.walk.show_snapshot(at_rest(dqn, trace))
    rows = [shown.model.row_of(n) for n in range(64)]
    ages = shown.cells("age")
    for shown_at, row in enumerate(rows):
        assert (ages[shown_at] == "played") == trace.minibatch.played[row]
    at = rows.index(int(np.flatnonzero(trace.minibatch.played & trace.minibatch.truncated)[0]))
    told = shown.cells("age", ROLE.ToolTipRole)[at]
    assert told == (
        f"played, and added {dqn.n_steps} steps ago\nOf an episode that somebody played: no step of the run made it."
    )
    assert shown.cells("step", ROLE.AccessibleTextRole)[at].startswith("added after step 0; ")
    assert shown.cells("end", ROLE.ToolTipRole)[at].startswith("truncated: it was played no further")
    asked = []
    shown.panel.goto_requested.connect(asked.append)
    shown.table.doubleClicked.emit(shown.model.index(at, 0))
    assert asked == []
    assert "no moment of the run to go to" in shown.text("minibatch_where")
    shown.table.doubleClicked.emit(shown.model.index(0 if ages[0] != "played" else 1, 0))
    assert len(asked) == 1


def test_of_a_huge_minibatch_only_what_can_be_seen_is_written(qtbot):
    asked = []

    class Watched(MinibatchModel):
        def data(self, index, role=ROLE.DisplayRole):
            if role == ROLE.DisplayRole:
                asked.append(index.row())
            return super().data(index, role)

    shown, n = Shown(qtbot), 4096
    wide = np.zeros((n, 100), np.float32)
    flags, numbers = np.zeros(n, bool), np.arange(n)
    big = Minibatch(
        numbers, wide, numbers % 2, wide[:, 0], wide, flags, flags, {"target": wide[:, 1]}, flags, flags, 7, 0
    )
    card = ENVIRONMENTS.get("CartPole-v1")
    card = dataclasses.replace(card, observation=card.observation * 25)
    model = Watched(shown.theme.tokens)
    shown.table.setModel(model)
    shown.table.show()
    model.show_minibatch(big, columns_of(big, n, card, None))
    assert not shown.table.grab().isNull()
    assert 0 < len(set(asked)) < 60
    assert model.index(0, 1).data(ROLE.ToolTipRole).endswith("and 76 more\nThis step’s own transition.")
    assert model.index(4095, 1).data().endswith("…")


def test_it_follows_the_theme(shown, dqn):
    shown.walk.show_snapshot(at_rest(dqn, with_own(dqn)))
    light = shown.cells("y", ROLE.BackgroundRole)[0].color()
    shown.theme.set_choice("dark")
    dark = shown.cells("y", ROLE.BackgroundRole)[0].color()
    assert dark.lightness() < light.lightness()
    assert shown.cells("y", ROLE.BackgroundRole)[1] is None
