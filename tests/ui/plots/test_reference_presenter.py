"""The lines of reference in the window: of the environment as it is, computed apart, and for ours alone."""

from __future__ import annotations

import dataclasses

from playground.engine.evaluation.references import references_of
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from tests.ui.plots.panels import plot
from tests.ui.timeline.test_what_if import trigger_run

CARTPOLE = ENVIRONMENTS.get("CartPole-v1")


def levels(window):
    return [round(level, 1) for level in plot(window.plots, "plot_return").references.levels]


def test_a_run_has_the_lines_of_its_environment_and_another_those_of_its_own(qtbot, window):
    qtbot.waitUntil(lambda: levels(window) == [22.4, 500.0], timeout=20_000)
    trigger_run(qtbot, window, PRESETS.first("MountainCar-v0", "dqn").settings())
    qtbot.waitUntil(lambda: levels(window) == [-200.0, -119.5], timeout=20_000)
    trigger_run(qtbot, window, PRESETS.get("tutorial").settings())
    qtbot.waitUntil(lambda: levels(window) == [22.4, 500.0], timeout=20_000)


def test_a_change_of_the_environment_changes_the_lines_once_it_is_made(qtbot, window):
    qtbot.waitUntil(lambda: len(levels(window)) == 2, timeout=20_000)
    for step in range(1, 11):  # a drag
        window.controller.set_environment("force_mag", 10.0 - 0.8 * step, 7)
    changed = dataclasses.replace(CARTPOLE.parameters(), force_mag=2.0)
    expected = references_of(CARTPOLE, changed)
    qtbot.waitUntil(lambda: levels(window) == [round(expected.random, 1), round(expected.rule, 1)], timeout=20_000)
    window.controller.set_environment("force_mag", 10.0, 8)
    qtbot.waitUntil(lambda: levels(window) == [22.4, 500.0], timeout=20_000)


def test_an_environment_that_somebody_added_has_none(qtbot, window, added):
    qtbot.waitUntil(lambda: len(levels(window)) == 2, timeout=20_000)
    card = added("Restless-v0")
    trigger_run(qtbot, window, PRESETS.first(card.id, "dqn").settings())
    qtbot.waitUntil(lambda: levels(window) == [], timeout=5000)
    qtbot.waitUntil(lambda: not window.references.is_busy, timeout=20_000)
    assert levels(window) == []
    trigger_run(qtbot, window, PRESETS.get("tutorial").settings())
    qtbot.waitUntil(lambda: levels(window) == [22.4, 500.0], timeout=20_000)
