"""The cards of one step: what they say, and how they write numbers."""

from __future__ import annotations

import math
import re

import pytest
from PySide6.QtWidgets import QLabel

from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.ui.view.step_panel import StepPanel
from tests.pairs import preset_of


@pytest.mark.parametrize("algorithm", ["dqn", "ddpg", "ppo", "q-table"])
def test_negative_numbers_have_the_minus_sign_of_the_plots(qtbot, algorithm):
    prepare_thread()
    settings = preset_of(algorithm).settings()
    panel = StepPanel(settings)
    qtbot.addWidget(panel)
    session, said = Session(settings), ""
    for _ in range(40):
        trace = Trace()
        session.step(trace)
        panel.show_trace(trace)
        said += "\n".join(label.text() for label in panel.findChildren(QLabel))
    assert "−" in said
    assert re.findall(r".*(?<![\w-])-[\d.].*", said) == []


@pytest.mark.parametrize("environment", ["CartPole-v1", "Acrobot-v1"])
def test_no_quantity_of_an_observation_lies_out_of_sight(qtbot, environment):
    prepare_thread()
    settings = PRESETS.get("rl-zoo", environment, "dqn").settings()
    panel, trace = StepPanel(settings), Trace()
    qtbot.addWidget(panel)
    panel.resize(1040, 105)  # in a window of 1366 x 768
    Session(settings).step(trace)
    panel.show_trace(trace)
    panel.show()
    labels = [panel.findChild(QLabel, name) for name in ("step_state", "step_state_more")]
    said = "\n".join(label.text() for label in labels if label.isVisible())
    for quantity in settings.card.observation:
        assert quantity.symbol in said
    assert panel.verticalScrollBar().maximum() == 0
    assert panel.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [1e6, 1e8, 1e12, 1e20])
def test_numbers_of_any_size_are_as_short_as_everywhere(qtbot, size):
    settings = preset_of("q-table").settings()
    panel = StepPanel(settings)
    qtbot.addWidget(panel)
    session, trace = Session(settings), Trace()
    session.step(trace)
    trace.reward, trace.observation = -1.957912 * size, trace.observation * 0 + 5.0608615 * size
    trace.next_observation = -trace.observation
    panel.show_trace(trace)
    said = "\n".join(label.text() for label in panel.findChildren(QLabel))
    power = round(math.log10(size))
    assert f"r = −1.958e{power}" in said
    assert f" +5.061e{power}" in said
    assert f"−5.061e{power}, " in said
    assert not re.search(r"\d{7}|e\+", said)
