"""The line at the foot of the window: readable while numbers race, exact as soon as they stand."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar

from playground.engine.presets.catalogue import PRESETS
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.window.status_bar import MANY, StatusBar

RUNNING = Snapshot(state=TrainerState.RUNNING, run=1, n_steps=10, values={"epsilon": 0.5, "run_length": 1000})


class Layouts(QObject):
    """Counts how often the bar is laid out anew."""

    n_asked = 0

    def eventFilter(self, watched, event):
        self.n_asked += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def bar(qtbot):
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 30)
    bar.show()
    bar.show_snapshot(RUNNING)
    QApplication.processEvents()
    return bar


def text(bar, name):
    return bar.findChild(QLabel, f"status_{name}").text()


def test_numbers_that_race_are_written_a_few_times_a_second(qtbot, bar):
    bar.show_snapshot(dataclasses.replace(RUNNING, n_steps=11))
    assert text(bar, "steps") == "10 steps"

    def show_and_read():
        bar.show_snapshot(dataclasses.replace(RUNNING, n_steps=12))
        return text(bar, "steps") == "12 steps"

    qtbot.waitUntil(show_and_read, timeout=2000)


@pytest.mark.parametrize(
    "change", [{"state": TrainerState.PAUSED}, {"state": TrainerState.FINISHED}, {"run": 2}], ids=str
)
def test_what_a_person_waits_for_is_written_at_once(bar, change):
    bar.show_snapshot(dataclasses.replace(RUNNING, n_steps=13, **change))
    assert text(bar, "steps") == "13 steps"


def test_a_number_moves_nothing_as_it_changes_and_a_longer_one_finds_room(bar):
    counter = Layouts()
    bar.installEventFilter(counter)
    paused = dataclasses.replace(RUNNING, state=TrainerState.PAUSED, n_steps=MANY, n_episodes=12_345, elapsed_s=999.0)
    bar.show_snapshot(paused)
    QApplication.processEvents()
    assert text(bar, "steps") == "1,000,000 steps"
    assert counter.n_asked == 0
    bar.show_snapshot(dataclasses.replace(paused, n_steps=1000 * MANY))
    QApplication.processEvents()
    label = bar.findChild(QLabel, "status_steps")
    assert label.width() >= label.fontMetrics().horizontalAdvance("1,000,000,000 steps")
    assert counter.n_asked > 0


def test_what_is_not_known_yet_leaves_no_hole_between_the_others(bar):
    unknown = dataclasses.replace(RUNNING, state=TrainerState.PAUSED, values={"run_length": 100}, metrics=None)
    bar.show_snapshot(unknown)
    QApplication.processEvents()
    labels = [each for each in bar.findChildren(QLabel) if each.isVisible() and each.x() < bar.width() // 2]
    shown = [bool(each.text()) for each in sorted(labels, key=lambda each: each.x())]
    assert (shown.count(False), shown[-1]) == (1, False)


def test_the_first_start_says_what_it_takes_its_time_for_and_how_far_it_is(bar):
    compiling = Snapshot(compiling=(12, 48))
    bar.show_snapshot(compiling)
    assert bar.currentMessage() == "Preparing the arithmetic for this computer, once"
    assert text(bar, "done") == "25 %"
    assert bar.findChild(QProgressBar, "status_progress").value() == 12
    assert not bar.findChild(QLabel, "status_steps").isVisible()
    bar.show_snapshot(RUNNING)
    assert bar.currentMessage() == ""
    assert bar.findChild(QLabel, "status_steps").isVisible()
    assert text(bar, "done") == "1 % of the run length"


@pytest.mark.parametrize(
    ("arithmetic", "words", "why"),
    [
        ("portable", "Same on every computer", "portable arithmetic in an environment of this program"),
        ("torch", "This computer only", "its networks compute by torch"),
    ],
)
def test_it_says_where_the_run_repeats_and_why(bar, arithmetic, words, why):
    settings = PRESETS.get("tutorial").settings().with_values({"arithmetic": arithmetic})
    bar.show_snapshot(dataclasses.replace(RUNNING, run=2, settings=settings))
    label = bar.findChild(QLabel, "status_promise")
    assert label.text() == words
    assert label.toolTip().startswith(f"{words}: {why}")
    assert "the same run, bit for bit" in label.accessibleDescription()


def test_a_run_begun_by_another_arithmetic_is_not_said_to_repeat(bar):
    settings = PRESETS.get("tutorial").settings()
    bar.show_snapshot(dataclasses.replace(RUNNING, run=2, settings=settings, exact_from=120))
    label = bar.findChild(QLabel, "status_promise")
    assert label.text() == "Need not repeat"
    assert "its steps up to 120 were made by another arithmetic" in label.toolTip()
    bar.show_snapshot(dataclasses.replace(RUNNING, run=3, settings=settings))
    assert label.text() == "Same on every computer"
