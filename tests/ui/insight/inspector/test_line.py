"""The line of one step says what the inspector's cards say, side by side, with nothing out of sight."""

from __future__ import annotations

import dataclasses
import math
import re

import pytest
from PySide6.QtWidgets import QLabel

from playground.agents.loop import StepFacts
from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.i18n import with_minus
from playground.ui.insight.inspector.line import InspectorLine
from tests.engine.insight.steps import run_of, traced, traced_update
from tests.pairs import preset_of
from tests.ui.insight.insides import at_rest, racing

ALGORITHMS = ("dqn", "q-table", "reinforce", "a2c", "ppo", "ddpg")


@pytest.fixture
def line(qtbot):
    line = InspectorLine()
    qtbot.addWidget(line)
    line.resize(1366, 120)
    line.show()
    return line


def text(line, name):
    names = (f"inspector_line_{name}", f"inspector_line_{name}_more")
    labels = [line.findChild(QLabel, each) for each in names]
    return "\n".join(label.text() for label in labels if label is not None and label.isVisible())


def told(session, trace, name):
    """What the explainer says of a stage, as it is written."""
    explainer, space = session.settings.learner.make_explainer(), session.settings.space
    card = session.card
    facts = StepFacts(trace.params, space, card.actions, trace, insight=trace.insight, observed=card.observed)
    (stage,) = (stage for stage in explainer.stages(trace.params, space) if stage.name == name)
    found = explainer.tell(stage, facts)
    return dataclasses.replace(
        found, result=with_minus(found.result), lines=tuple(with_minus(each) for each in found.lines)
    )


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_column_says_what_the_cards_say(line, algorithm):
    session = run_of(algorithm)
    trace = traced_update(session, 60)
    line.show_snapshot(at_rest(session, trace))
    asks = "q_values" if algorithm in ("dqn", "q-table") else "policy"
    for name, column in (("observe", "observe"), (asks, "values"), ("choose", "choose"), ("execute", "execute")):
        found = told(session, trace, name)
        for each in (found.result, *(found.lines[:1] if name == "choose" else found.lines)):
            assert each in text(line, column).splitlines() or not each
    descend = told(session, trace, "descend")
    assert descend.result in text(line, "learn")
    assert text(line, "where") == f"Step {trace.step:,} of the run, episode {trace.episode:,}"


def test_a_step_without_learning_says_why_once(line):
    session = run_of("dqn")
    line.show_snapshot(at_rest(session, traced(session, 3)))
    assert text(line, "learn").splitlines()[0] == "Learning starts at step 20."
    assert text(line, "learn").count("Learning starts") == 1


def test_an_algorithm_that_declares_nothing_has_the_plain_columns(line, monkeypatch):
    session = run_of("dqn")
    plain = dataclasses.replace(session.settings.learner, explainer="builtins:object")
    monkeypatch.setattr(type(session.settings), "learner", property(lambda settings: plain))
    line.show_snapshot(at_rest(session, traced_update(session, 40)))
    assert text(line, "choose").splitlines()[-1].startswith("a = ")
    assert text(line, "learn") == "updates in this step: 1"
    assert text(line, "values") == ""


def test_before_any_step_it_says_how_to_get_one(line):
    session = run_of("dqn")
    line.show_snapshot(at_rest(session, None))
    assert text(line, "hint").startswith("Press Step")
    assert text(line, "where") == ""


def test_folded_it_writes_nothing_and_catches_up_when_it_is_opened(line):
    session = run_of("dqn")
    line.show_snapshot(at_rest(session, first := traced_update(session, 40)))
    line.hide()
    line.show_snapshot(at_rest(session, second := traced_update(session, 1)))
    assert f"Step {first.step:,} of" in line.findChild(QLabel, "inspector_line_where").text()
    line.show()
    assert text(line, "where").startswith(f"Step {second.step:,} of")


def test_of_an_earlier_step_it_says_so(line):
    session = run_of("dqn")
    trace = traced_update(session, 40)
    session.step()
    line.show_snapshot(racing(session, trace))
    assert text(line, "where").endswith("it has gone on since")


@pytest.mark.parametrize("algorithm", ["dqn", "ddpg", "ppo", "q-table"])
def test_negative_numbers_have_the_minus_sign_of_the_plots(line, algorithm):
    prepare_thread()
    session, said = Session(preset_of(algorithm).settings()), ""
    for _ in range(40):
        line.show_snapshot(at_rest(session, traced(session)))
        said += "\n".join(label.text() for label in line.findChildren(QLabel))
    assert "−" in said
    assert re.findall(r".*(?<![\w-])-[\d.].*", said) == []


@pytest.mark.parametrize("height", [90, 118, 150])
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nothing_lies_out_of_sight_in_a_window_of_1366_pixels(line, algorithm, height, qtbot):
    line.resize(1040 if height > 100 else 1366, height)
    session = run_of(algorithm)
    line.show_snapshot(at_rest(session, traced_update(session, 60)))
    qtbot.waitUntil(lambda: line.widget().height() > 0)
    assert line.verticalScrollBar().maximum() == 0
    assert line.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("environment", ["CartPole-v1", "Acrobot-v1"])
def test_every_number_of_the_state_is_there(line, environment):
    prepare_thread()
    session = Session(PRESETS.get("rl-zoo", environment, "dqn").settings())
    line.show_snapshot(at_rest(session, trace := traced(session)))
    numbers = re.findall(r"[+−]\d+\.\d+", text(line, "observe"))
    assert [float(number.replace("−", "-")) for number in numbers] == pytest.approx(trace.observation, abs=6e-5)


@pytest.mark.parametrize("size", [1e6, 1e8, 1e12, 1e20])
def test_numbers_of_any_size_are_as_short_as_everywhere(line, size):
    session, trace = Session(preset_of("q-table").settings()), Trace()
    session.step(trace)
    trace.reward, trace.observation = -1.957912 * size, trace.observation * 0 + 5.0608615 * size
    trace.next_observation = -trace.observation
    line.show_snapshot(at_rest(session, trace))
    said = "\n".join(label.text() for label in line.findChildren(QLabel))
    power = round(math.log10(size))
    assert f"r = −1.958e{power}" in said
    assert f" +5.061e{power}" in said
    assert f"−5.061e{power}, " in said
    assert not re.search(r"\d{7}|e\+", said)
