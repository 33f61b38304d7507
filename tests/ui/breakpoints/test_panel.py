"""Breakpoints in the window: typed, suggested, remembered, and where the run pauses."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QListWidget, QMenu, QWidget

from playground.agents.nn.backend import prepare_thread
from playground.engine.breakpoints.breakpoints import MOST, Breakpoint, Breakpoints
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.ui import app
from playground.ui.breakpoints.completing_line_edit import CompletingLineEdit
from playground.ui.breakpoints.panel import BreakpointsPanel
from playground.ui.breakpoints.presenter import remembered
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")  # offscreen, for a list

LEANS = "abs(angle) > 0.15 and explored"
HINT = "The run pauses after the step at which a condition begins to hold."


@pytest.fixture
def settings():
    return PRESETS.get("tutorial").settings()


@pytest.fixture
def panel(qtbot, settings):
    panel = BreakpointsPanel(settings)
    qtbot.addWidget(panel)
    panel.edits = []
    panel.edited.connect(lambda: panel.edits.append(panel.breakpoints))
    panel.show()
    return panel


def part(panel, name, kind=QWidget):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def said(panel):
    return part(panel, "breakpoint_message", QLabel).text()


def rows(panel):
    shown = part(panel, "breakpoint_list", QListWidget)
    return [shown.item(row).text() for row in range(shown.count())]


def enter(qtbot, panel, text):
    line = part(panel, "breakpoint_line", CompletingLineEdit)
    line.setText(text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


# The panel


def test_what_is_typed_is_added_and_the_line_is_free_again(qtbot, panel):
    enter(qtbot, panel, f"  {LEANS} ")
    assert panel.edits == [(Breakpoint(LEANS),)]
    assert rows(panel) == [LEANS]
    assert part(panel, "breakpoint_line", CompletingLineEdit).text() == ""
    assert said(panel) == HINT


def test_what_is_no_condition_is_refused_in_words_and_stays_to_be_put_right(qtbot, panel):
    enter(qtbot, panel, "angel > 1")
    assert said(panel) == "There is no “angel” (character 1) in this run. Did you mean “angle”?"
    assert part(panel, "breakpoint_message").property("role") == "refusal"
    assert part(panel, "breakpoint_line").property("invalid") is True
    assert part(panel, "breakpoint_line", CompletingLineEdit).text() == "angel > 1"
    assert panel.edits == []
    enter(qtbot, panel, "angle > 1")
    assert said(panel) == HINT
    assert part(panel, "breakpoint_line").property("invalid") is False


def test_while_somebody_types_nothing_is_wrong_and_then_it_is_said(qtbot, panel):
    line = part(panel, "breakpoint_line", CompletingLineEdit)
    line.setText("loss ")
    qtbot.keyClicks(line, "> ")
    assert said(panel) == HINT
    qtbot.waitUntil(lambda: said(panel).startswith("The condition ends too early"), timeout=3000)
    qtbot.keyClicks(line, "1")
    assert said(panel) == HINT


def test_names_are_completed_as_they_are_typed(qtbot, panel):
    line = part(panel, "breakpoint_line", CompletingLineEdit)
    popup = line.completer_of_names.popup()
    qtbot.keyClicks(line, "abs(ang")
    model = line.completer_of_names.completionModel()
    listed = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert listed == ["angle   angle of the pole (rad)", "angular_velocity   angular velocity of the pole (rad/s)"]
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "abs(angular_velocity"
    assert not popup.isVisible()
    qtbot.keyClicks(line, ") > 1")
    assert not popup.isVisible()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert rows(panel) == ["abs(angular_velocity) > 1"]


def test_a_name_is_completed_in_the_middle_too_and_escape_leaves_it(qtbot, panel):
    line = part(panel, "breakpoint_line", CompletingLineEdit)
    line.setText(" > 1 and explored")
    line.setCursorPosition(0)
    qtbot.keyClicks(line, "lo")
    qtbot.keyClick(line.completer_of_names.popup(), Qt.Key.Key_Return)
    assert line.text() == "loss > 1 and explored"
    line.clear()
    qtbot.keyClicks(line, "loss > episode")
    qtbot.keyClick(line.completer_of_names.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(line.completer_of_names.popup(), Qt.Key.Key_Return)
    assert line.text() == "loss > episode_step"
    assert panel.edits == []  # Return took the name, although what there was could have been added
    line.clear()
    qtbot.keyClicks(line, "epi")
    qtbot.keyClick(line.completer_of_names.popup(), Qt.Key.Key_Escape)
    assert line.text() == "epi"


def test_no_row_of_the_list_of_names_is_half_seen(window):
    window.details.setCurrentWidget(part(window, "breakpoints_scroll"))
    part(window, "breakpoint_names", QAbstractButton).click()
    popup = part(window, "breakpoint_line", CompletingLineEdit).completer_of_names.popup()
    assert popup.model().rowCount() > 12
    height, row = popup.viewport().height(), popup.visualRect(popup.model().index(0, 0)).height()
    popup.hide()
    assert (height // row, height % row) == (12, 0)


def test_the_rows_of_the_list_have_room_above_and_below_their_words(window):
    part(window, "breakpoints_panel", BreakpointsPanel).add("episode_return >= 100")
    shown = part(window, "breakpoint_list", QListWidget)
    assert shown.sizeHintForRow(0) >= shown.fontMetrics().height() + 6


def test_all_names_can_be_looked_up(qtbot, panel):
    part(panel, "breakpoint_names", QAbstractButton).click()
    line = part(panel, "breakpoint_line", CompletingLineEdit)
    assert line.completer_of_names.popup().isVisible()
    assert line.completer_of_names.completionCount() == len(panel.names)
    line.completer_of_names.popup().hide()


def test_suggestions_are_added_with_one_choice(panel):
    actions = part(panel, "breakpoint_suggestions_menu", QMenu).actions()
    texts = [action.data() for action in actions]
    assert "episode_return >= 475" in texts
    assert "loss > 1" in texts
    assert all("   " in action.text() for action in actions)  # each with what it means
    actions[texts.index("loss > 1")].trigger()
    assert panel.edits == [(Breakpoint("loss > 1"),)]


def test_breakpoints_are_switched_off_and_on_and_removed(qtbot, panel):
    enter(qtbot, panel, "loss > 1")
    enter(qtbot, panel, "explored")
    shown = part(panel, "breakpoint_list", QListWidget)
    shown.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert panel.edits[-1] == (Breakpoint("loss > 1", enabled=False), Breakpoint("explored"))
    enter(qtbot, panel, "loss > 1")  # once more: it is there, and on again
    assert panel.edits[-1] == (Breakpoint("loss > 1"), Breakpoint("explored"))
    part(panel, "breakpoint_remove", QAbstractButton).click()
    assert panel.edits[-1] == (Breakpoint("explored"),)
    qtbot.keyClick(shown, Qt.Key.Key_Delete)
    assert panel.edits[-1] == ()
    assert not part(panel, "breakpoint_remove").isEnabled()


def test_there_is_an_end_to_how_many_there_can_be(qtbot, panel):
    for number in range(MOST):
        assert panel.add(f"step == {number}")
    enter(qtbot, panel, "step == 1000")
    assert said(panel) == f"There are {MOST} breakpoints already. Remove one first."
    assert len(panel.breakpoints) == MOST
    assert part(panel, "breakpoint_line", CompletingLineEdit).text() == "step == 1000"


def test_those_that_another_environment_lacks_the_names_for_rest_and_say_why(panel, settings):
    panel.show_breakpoints((Breakpoint("abs(angle) > 1"), Breakpoint("loss > 1")))
    panel.show_pair(PRESETS.first("GridWorld-v1", "q-table").settings())
    assert rows(panel)[0] == "abs(angle) > 1 (rests: there is no “angle” in this run)"
    assert "There are: step," in part(panel, "breakpoint_list", QListWidget).item(0).toolTip()
    assert rows(panel)[1] == "loss > 1"
    assert panel.breakpoints == (Breakpoint("abs(angle) > 1"), Breakpoint("loss > 1"))
    assert panel.edits == []
    panel.show_pair(settings)
    assert rows(panel) == ["abs(angle) > 1", "loss > 1"]


# The trainer


@pytest.fixture
def trainer(qtbot, settings):
    trainer = Trainer(settings)
    with qtbot.waitSignal(trainer.changed, timeout=20_000):
        trainer.start()
    yield trainer
    trainer.post(messages.Close())
    assert trainer.wait(5000)


def test_a_run_pauses_at_every_step_that_hits_a_breakpoint_and_nowhere_else(qtbot, trainer, settings):
    prepare_thread()
    session, breakpoints, expected = Session(settings), Breakpoints([Breakpoint(LEANS)]), []
    breakpoints.watch_from(session)
    while len(expected) < 4:
        session.step()
        if breakpoints.hit(session) is not None:
            expected.append((session.n_steps, LEANS))
    trainer.post(messages.SetBreakpoints((Breakpoint(LEANS), Breakpoint("loss > 1e9"))))
    found = []
    for _ in expected:
        before = trainer.latest.hit
        trainer.post(messages.Run())
        qtbot.waitUntil(lambda before=before: trainer.latest.hit not in (before, None), timeout=10_000)
        assert trainer.latest.state is TrainerState.PAUSED
        found.append(trainer.latest.hit)
    assert found == expected
    trainer.post(messages.StepOnce())
    qtbot.waitUntil(lambda: trainer.latest.n_steps == expected[-1][0] + 1, timeout=5000)
    assert trainer.latest.hit is None
    trainer.post(messages.SetBreakpoints(()))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps > expected[-1][0] + 200, timeout=10_000)
    assert trainer.latest.state is TrainerState.RUNNING


def test_going_back_and_on_again_pauses_at_the_same_step(qtbot, trainer):
    trainer.post(messages.SetBreakpoints((Breakpoint("step == 120"),)))
    for back_to in (0, 60, None):
        trainer.post(messages.Run())
        qtbot.waitUntil(lambda: trainer.latest.hit == (120, "step == 120"), timeout=10_000)
        if back_to is not None:
            trainer.post(messages.Goto(back_to))
            qtbot.waitUntil(lambda at=back_to: trainer.latest.n_steps == at, timeout=10_000)


# The window


def test_a_pause_is_explained_the_row_is_shown_and_it_can_run_on(qtbot, window):
    for text in ("step == 50", "step == 90", "loss > 1e9"):
        window.breakpoints_panel.add(text)
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=10_000)
    assert window.notice.text == "Paused at step 50: step == 50."
    shown = part(window, "breakpoint_list", QListWidget)
    assert shown.currentItem().text() == "step == 50"
    part(window, "notice_action", QAbstractButton).click()
    qtbot.waitUntil(lambda: window.notice.text == "Paused at step 90: step == 90.", timeout=10_000)
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 90, timeout=10_000)
    qtbot.waitUntil(lambda: not window.notice.isVisible(), timeout=5000)
    window.controller.pause()
    remembered = json.loads(QSettings().value("breakpoints"))
    assert remembered == [["step == 50", True], ["step == 90", True], ["loss > 1e9", True]]


def test_breakpoints_are_there_again_at_the_next_start(qtbot, own_folders):
    QSettings().setValue("breakpoints", json.dumps([["step == 3", True], ["column > 1", False]]))
    window = app.create([])
    qtbot.addWidget(window)
    assert window.breakpoints_panel.breakpoints == (Breakpoint("step == 3"), Breakpoint("column > 1", enabled=False))
    window.close()


def test_what_is_remembered_and_is_no_breakpoint_is_left_out():
    entries = [["step == 3", True], ["loss >", True], ["step == 3", False], 7, ["loss > 1"], [1, True], ["loss > 1", 1]]
    assert remembered(json.dumps(entries)) == (Breakpoint("step == 3", enabled=False),)
    assert len(remembered(json.dumps([[f"step == {number}", True] for number in range(2 * MOST)]))) == MOST
    for broken in ("{", "7", '"text"', "[" * 50_000, json.dumps(entries) + " " * 200_000, ["loss > 1"], "", None):
        assert remembered(broken) == ()
