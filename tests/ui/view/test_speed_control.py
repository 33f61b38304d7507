"""The speed: how slow, in which words, and from one start to the next."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QSlider

from playground.ui.view.speed_control import SPEEDS, SpeedControl

BEFORE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, None)  # of versions that saved the number of a tick


@pytest.fixture
def control(qtbot):
    control = SpeedControl(50)
    qtbot.addWidget(control)
    return control


@pytest.mark.parametrize(
    ("speed", "shown", "aloud"),
    [
        (0.1, "1 in 10 s", "1 step in 10 s"),
        (0.2, "1 in 5 s", "1 step in 5 s"),
        (0.5, "1 in 2 s", "1 step in 2 s"),
        (50, "50/s real", "50/s real"),
    ],
)
def test_slow_speeds_are_said_by_the_seconds_of_a_step(control, speed, shown, aloud):
    control.set_index(SPEEDS.index(speed))
    assert control.findChild(QLabel, "speed_words").text() == shown
    slider = QAccessible.queryAccessibleInterface(control.findChild(QSlider, "speed"))
    assert slider.text(QAccessible.Text.Value) == aloud


@pytest.mark.parametrize("speed", SPEEDS)
def test_a_speed_is_the_same_at_the_next_start(qtbot, control, own_folders, speed):
    control.set_index(SPEEDS.index(speed))
    control.save(QSettings("rl-playground", "playground"))
    next_control = SpeedControl(30)
    qtbot.addWidget(next_control)
    next_control.load(QSettings("rl-playground", "playground"))
    assert next_control.speed == speed


@pytest.mark.parametrize("index", range(len(BEFORE)))
def test_the_tick_that_an_older_version_saved_means_the_same_speed(control, own_folders, index):
    settings = QSettings("rl-playground", "playground")
    settings.setValue("speed", index)
    control.load(settings)
    assert control.speed == BEFORE[index]
    control.save(settings)
    control.load(settings)
    assert control.speed == BEFORE[index]  # not shifted again
