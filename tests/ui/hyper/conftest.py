"""The form of the hyperparameters in a window, and somebody at it."""

from __future__ import annotations

import pytest

from playground.agents.dqn.params import DQNParams
from playground.engine.presets.catalogue import PRESETS
from playground.ui.hyper.panel import HyperPanel
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme
from tests.ui.hyper.person import FAST, Person


@pytest.fixture(scope="module")
def theme(qapp):
    theme = Theme("light")
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def person(qtbot, theme):
    panel = HyperPanel(Icons(theme))
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.set_presets([(preset.name, preset.text) for preset in PRESETS], "fast")
    panel.set_params(DQNParams, FAST, FAST)
    panel.more_open = True
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return Person(panel)


@pytest.fixture
def running(person):
    person.panel.show_values(dict(FAST, epsilon=0.4), set())
    return person
