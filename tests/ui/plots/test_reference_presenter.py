"""The lines of reference in the window: of the environment as it is, computed apart, and for ours alone."""

from __future__ import annotations

import dataclasses
import re

from PySide6.QtCore import QEventLoop, QTimer

from playground.engine.evaluation.references import references_of
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from tests.ui.plots.panels import plot
from tests.ui.timeline.test_what_if import trigger_run

CARTPOLE = ENVIRONMENTS.get("CartPole-v1")


def wait_until(holds, seconds=20):
    """Wait in an event loop: qtbot.waitUntil() leaves the interpreter to the task every 10 ms only, for one kernel."""
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: loop.quit() if holds() else None)
    look.start(20)
    QTimer.singleShot(1000 * seconds, loop.quit)
    loop.exec()
    look.deleteLater()
    assert holds()


def said(window):
    legend = plot(window.plots, "plot_return").references.legend
    told = "" if legend.isHidden() else legend.accessibleDescription()
    return re.sub(r" \(.*?\)", "", told)  # the rule's name, where there is room for it


def levels(window):
    return plot(window.plots, "plot_return").references.levels


def test_a_run_has_the_lines_of_its_environment_and_another_those_of_its_own(qtbot, window):
    wait_until(lambda: said(window) == "random 22.4, rule 500")
    trigger_run(qtbot, window, PRESETS.first("MountainCar-v0", "dqn").settings())
    wait_until(lambda: said(window) == "random −200, rule −119.5")
    trigger_run(qtbot, window, PRESETS.get("tutorial").settings())
    wait_until(lambda: said(window) == "random 22.4, rule 500")


def test_a_change_of_the_environment_changes_the_lines_once_it_is_made(qtbot, window):
    wait_until(lambda: len(levels(window)) == 2)
    for step in range(1, 11):  # a drag
        window.controller.set_environment("force_mag", 10.0 - 0.8 * step, 7)
    changed = dataclasses.replace(CARTPOLE.parameters(), force_mag=2.0)
    expected = references_of(CARTPOLE, changed)
    wait_until(lambda: levels(window) == [expected.random, expected.rule])
    window.controller.set_environment("force_mag", 10.0, 8)
    wait_until(lambda: said(window) == "random 22.4, rule 500")


def test_an_environment_that_somebody_added_has_none(qtbot, window, added):
    wait_until(lambda: len(levels(window)) == 2)
    card = added("Restless-v0")
    trigger_run(qtbot, window, PRESETS.first(card.id, "dqn").settings())
    wait_until(lambda: said(window) == "")
    trigger_run(qtbot, window, PRESETS.get("tutorial").settings())
    wait_until(lambda: said(window) == "random 22.4, rule 500")
