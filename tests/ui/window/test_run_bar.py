"""The run bar: nothing that happens while it runs moves what somebody is about to press."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSlider, QWidget

from playground.ui.trainer.snapshot import TrainerState
from playground.ui.view.speed_control import SpeedControl


@pytest.fixture(params=["en", "zh_CN"])
def language(request, chosen):
    chosen(language=request.param)


def places(window):
    """Where each control of the run bar is, and how large."""
    bar = window.findChild(QWidget, "run_bar")
    QApplication.processEvents()
    controls = [each for kind in (QAbstractButton, QSlider, QLabel) for each in bar.findChildren(kind)]
    found = {each.objectName() or type(each).__name__: each for each in controls if each.isVisible()}
    assert {"button_run", "speed", "speed_words", "button_replay", "button_save"} <= found.keys()
    return {name: (each.mapTo(window, QPoint()), each.size()) for name, each in found.items()}


def test_no_control_of_the_run_bar_moves_while_it_runs(qtbot, language, window):
    window.resize(1366, 768)
    before = places(window)
    words = window.actions_by_name["act_run"].text()
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.actions_by_name["act_run"].text() != words, timeout=10_000)
    assert places(window) == before
    speed = window.findChild(SpeedControl)
    slider, seen = window.findChild(QSlider, "speed"), set()
    for real_time in (50, 1000):  # of another environment
        speed.set_real_time(real_time)
        for index in range(slider.minimum(), slider.maximum() + 1):
            speed.set_index(index)
            seen.add(window.findChild(QLabel, "speed_words").text())
            assert places(window) == before
    assert len(seen) == slider.maximum() + 3  # each, and two of them as real time
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=10_000)
    assert places(window) == before
