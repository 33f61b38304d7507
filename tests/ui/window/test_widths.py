"""The bars at every width of a window: no words over others, none cut, none outside."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QProgressBar, QSlider, QWidget

from playground.engine.presets.catalogue import PRESETS
from playground.i18n import LANGUAGES, set_language
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.speed_control import FASTEST, SpeedControl
from playground.ui.window.commands.actions import make_actions
from playground.ui.window.run_bar import RunBar
from playground.ui.window.status_bar import StatusBar

WIDTHS = range(683, 1921, 7)
PARTS = QAbstractButton, QLabel, QProgressBar, QSlider
LONG = Snapshot(
    state=TrainerState.GETTING_READY,
    run=1,
    settings=PRESETS.get("tutorial").settings(),
    n_steps=12_345_678,
    n_episodes=123_456,
    steps_per_s=123_456.0,
    values={"epsilon": 0.5, "run_length": 10_000_000},
    elapsed_s=40_000.0,
    best=(-123.4, 1),
)


@pytest.fixture(params=list(LANGUAGES))
def bars(request, qtbot):
    """The run bar and the status bar in a window of the program's looks."""
    set_language(request.param)
    theme = Theme("light")
    theme.apply(QApplication.instance())
    window = QMainWindow()
    qtbot.addWidget(window)
    icons = Icons(theme, window)
    run_bar = RunBar(make_actions(window, icons), SpeedControl(50), icons)
    window.addToolBar(run_bar)
    window.setStatusBar(StatusBar())
    window.resize(WIDTHS[0], 300)
    window.show()
    yield window, run_bar
    set_language("en")


def parts(bar):
    """Return what is seen in a bar, with its place."""
    seen = [part for part in bar.findChildren(QWidget) if isinstance(part, PARTS) and part.isVisible()]
    return [(part, QRect(part.mapTo(bar, QPoint(0, 0)), part.size())) for part in seen]


def faults(bar):
    """Say what lies over something else, is cut, or is outside."""
    found = []
    for (one, place), (other, place_of_other) in itertools.combinations(parts(bar), 2):
        if place.intersects(place_of_other):
            found.append(f"{one.objectName()} lies over {other.objectName()}")
    for part, place in parts(bar):
        if not bar.rect().contains(place):
            found.append(f"{part.objectName()} is outside")
        words = part.text() if isinstance(part, QLabel) else ""
        if part.fontMetrics().size(Qt.TextFlag.TextSingleLine, words).width() > place.width():
            found.append(f"{part.objectName()} is cut")
        if isinstance(part, QAbstractButton) and part.width() < part.sizeHint().width():
            found.append(f"{part.objectName()} is cut")
    return found


def walk(window, bar):
    """Return the widths at which something is wrong, and what."""
    wrong = {}
    for width in WIDTHS:
        window.resize(width, 300)
        QApplication.sendPostedEvents()
        if found := faults(bar):
            wrong[width] = found
    return wrong


@pytest.mark.parametrize("state", ["paused", "running", "fastest"])
def test_nothing_in_the_run_bar_lies_over_something_else_at_any_width(bars, state):
    window, run_bar = bars
    run_bar.show_snapshot(dataclasses.replace(LONG, state=TrainerState.PAUSED))
    if state == "running":
        run_bar.show_snapshot(dataclasses.replace(LONG, state=TrainerState.RUNNING))
    elif state == "fastest":
        run_bar.findChild(SpeedControl).set_index(FASTEST)
    assert walk(window, run_bar) == {}


@pytest.mark.parametrize("beyond", [False, True])
def test_nothing_in_the_status_bar_lies_over_something_else_at_any_width(bars, beyond):
    window, _run_bar = bars
    window.statusBar().show_snapshot(LONG)
    if beyond:
        window.statusBar().show_snapshot(dataclasses.replace(LONG, values={"epsilon": 0.01, "run_length": 1000}))
    assert walk(window, window.statusBar()) == {}
