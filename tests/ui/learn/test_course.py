"""A lesson gone through: nothing runs before an answer, and what came stands beside what was predicted."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.engine.run.settings import Settings
from playground.lessons.play import LessonPlayer, right_answer
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.learn.lesson_window import LessonWindow

RUN = ("act_run", "act_step", "act_step_episode")


def test_nobody_can_run_before_answering_and_the_panels_button_runs_to_where_the_page_says(lesson):
    here = lesson()
    actions = here.window.actions_by_name
    assert [actions[name].isEnabled() for name in RUN] == [False] * 3
    for name in (*RUN, "act_step_forward", "act_step_inside", "act_workspace_learn"):
        actions[name].trigger()
    here.window.view.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right):
        QTest.keyClick(here.window.view, key)
    here.window.ends.run_wanted.emit()  # a notice's button
    assert not here.is_seen("lesson_run")
    assert not here.child("lesson_next").isEnabled()
    here.choose(1)
    assert here.text("lesson_run") == "Run until 20 episodes are over"
    here.run()
    assert here.latest.n_episodes >= 20
    assert here.text("lesson_predicted") == "about 20"
    assert here.text("lesson_came") == "about 20"
    assert here.text("lesson_explanation").split() == ["So", "it", "is.", "Twenty.", "Anyway."]
    assert [actions[name].isEnabled() for name in RUN] == [True] * 3


def test_a_wrong_prediction_is_where_the_explanation_starts_and_nothing_counts_it(lesson):
    here = lesson()
    here.choose(2)
    here.run()
    assert here.text("lesson_predicted") == "about 400"
    assert here.text("lesson_came") == "about 20"
    assert "So it is" not in here.text("lesson_explanation")
    assert "Twenty" in here.text("lesson_explanation")
    here.go_on()
    here.type_number("0.5")
    here.run()
    assert "did not come within 100 steps" in here.text("lesson_spent")
    here.go_on()
    here.window.inside.part_chosen.emit("replay_buffer")  # a click on the box, or Enter
    here.go_on()
    assert "right." in here.text("lesson_score")


def test_the_numbers_are_those_of_the_lesson_played_without_a_window(lesson):
    here = lesson()
    played = list(LessonPlayer(here.window.lessons.lesson).play(right_answer))
    here.choose(1)
    here.run()
    here.go_on()
    here.type_number("0.5")
    here.run()
    assert here.text("lesson_came") == played[1].came


def test_what_is_no_number_is_refused_in_words_and_can_be_typed_anew(lesson):
    here = lesson()
    here.choose(1)
    here.run()
    here.go_on()
    here.type_number("much")
    assert "is no number" in here.text("lesson_refusal")
    assert not here.is_seen("lesson_run")
    here.type_number("0,5")
    assert here.is_seen("lesson_run")


def test_a_pause_on_the_way_is_no_end_and_the_run_goes_on_for_the_steps_that_are_left(lesson):
    here = lesson(("at_most = 3000", "at_most = 30000"), ('"episode >= 21"', '"step >= 2000"'))
    here.window.controller.set_speed(100)
    here.choose(1)
    here.click("lesson_run")
    here.wait(lambda: here.latest.state is TrainerState.RUNNING and here.latest.n_steps > 3)
    here.window.actions_by_name["act_run"].trigger()
    here.wait(lambda: here.text("lesson_run").startswith("Go on"))
    assert not here.window.actions_by_name["act_run"].isEnabled()
    here.window.controller.set_speed(None)
    here.run()
    assert here.latest.n_steps == 2000
    assert not here.is_seen("lesson_spent")


@pytest.mark.parametrize("meanwhile", ["reset", "ran on", "forked"])
def test_a_run_that_is_not_where_the_lesson_left_it_is_brought_there_first(lesson, meanwhile):
    here = lesson()
    played = list(LessonPlayer(here.window.lessons.lesson).play(right_answer))
    here.choose(1)
    here.run()
    left_at = here.latest.n_steps
    if meanwhile == "reset":
        here.window.training.reset()
        here.wait(lambda: here.latest.n_steps == 0)
    elif meanwhile == "ran on":
        here.window.actions_by_name["act_step"].trigger()
        here.wait(lambda: here.latest.n_steps == left_at + 1)
    else:
        here.window.controller.goto(left_at - 5)
        here.wait(lambda: here.latest.is_past)
        here.window.controller.fork_here()
        here.wait(lambda: here.latest.fork is not None)
    here.go_on()
    here.type_number("0.5")
    assert "not where the lesson left it" in here.text("lesson_run_note")
    here.run()
    assert here.latest.n_steps == left_at + 100
    assert here.text("lesson_came") == played[1].came


def test_a_check_that_does_not_hold_says_what_is_missing_and_lets_one_pass(lesson):
    here = lesson(('holds = "at_first < 100"', 'holds = "step > 100000"'))
    here.choose(1)
    here.run()
    here.go_on()
    here.type_number("1")
    here.run()
    here.go_on()
    here.window.inside.part_chosen.emit("loss")
    here.click("lesson_next")
    here.wait(lambda: here.is_seen("lesson_missing"))
    assert "Begin again" in here.text("lesson_missing")
    here.click("lesson_skip")
    assert here.is_seen("lesson_end")
    assert "not right yet" in here.text("lesson_score")


def test_a_lesson_is_gone_through_with_the_keys_alone(lesson):
    here = lesson()
    here.window.activateWindow()
    assert QApplication.focusWidget().objectName() == "lesson_answer_1"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "lesson_predict"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "lesson_run"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    here.wait(lambda: QApplication.focusWidget() is here.child("lesson_next"))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "lesson_answer_number"


def test_closed_in_the_middle_it_is_open_at_the_same_page_at_the_next_start(qtbot, lesson, own_folders):
    from playground.ui import app

    here = lesson()
    here.choose(1)
    here.run()
    here.go_on()
    here.type_number("0.5")
    here.window.close()
    window = app.create([])
    qtbot.addWidget(window)
    again = LessonWindow(qtbot, window, here.file)
    again.wait(lambda: again.is_seen("lesson_page"))
    again.begun()
    assert "page 2 of 3" in again.text("lesson_where")
    assert again.text("lesson_predicted") == "0.5"
    again.run()
    assert again.is_seen("lesson_came")
    window.close()


def test_leaving_asks_nothing_is_recorded_and_brings_the_run_back(qtbot, window, write, own_folders):
    here = LessonWindow(qtbot, window, write())
    window.controller.step()
    here.wait(lambda: here.latest.n_steps == 1)
    before: Settings = here.latest.settings
    here.open()
    here.choose(1)
    here.click("lesson_leave")
    here.wait(lambda: here.latest.n_steps == 1)
    assert here.latest.settings == before
    assert window.actions_by_name["act_run"].isEnabled()
    assert window.workspaces.current == "watch"
    [kept] = own_folders.rglob("lessons/*.json")
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert told["left"] == [0]
    assert told["answers"]["first"]["answer"] == "0"
    here.open()
    assert here.text("lesson_predicted") == "about 20"
