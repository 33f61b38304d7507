"""A controller of a trainer whose algorithm shows a small loop."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QCoreApplication

from playground.agents.base import ALGORITHMS
from playground.engine.presets.catalogue import PRESETS
from playground.ui.insight.stage_walk import StageWalk
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import TrainerState


@pytest.fixture
def settings():
    """The tutorial's settings, of a DQN that shows a small loop."""
    dqn = ALGORITHMS.get("dqn")
    ALGORITHMS.add("small", dataclasses.replace(dqn, name="small", explainer="tests.ui.insight.small_loop:SmallLoop"))
    yield dataclasses.replace(PRESETS.get("tutorial").settings(), algorithm="small")
    ALGORITHMS.remove("small")


@pytest.fixture
def controller(qtbot, settings):
    controller = Controller(settings)
    controller.start()
    qtbot.waitUntil(lambda: controller.latest.state is TrainerState.PAUSED, timeout=20_000)
    yield controller
    assert controller.close()
    QCoreApplication.sendPostedEvents(controller)


@pytest.fixture
def theme(qapp):
    theme = Theme("light")
    theme.apply(qapp)
    return theme


@pytest.fixture
def walk(controller):
    """A walk that is wired to a controller as the window does it."""
    walk = StageWalk(controller)
    walk.step_wanted.connect(controller.step)
    walk.step_back_wanted.connect(controller.step_back)
    walk.pause_wanted.connect(controller.pause)
    controller.snapshot_shown.connect(walk.show_snapshot)
    walk.show_snapshot(controller.latest)
    return walk
