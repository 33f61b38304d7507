"""The texts of cards and boxes: all there in every combination of switches, filled in, and short enough."""

from __future__ import annotations

import re

import numpy as np
import pytest

from playground.agents.loop import StepFacts
from playground.agents.plain_loop import PlainLoop
from playground.engine.run.trace import Trace
from playground.errors import DivergedError
from tests.agents.loops.test_diagrams import edges, overlap, place_of
from tests.agents.loops.traced import ALGORITHMS, combinations, session_of, step, steps

MOST_IN_CARD = 46  # characters of a line on a card 300 px wide
BOX_LETTER, BOX_MARGIN = 5.6, 16  # of the small lines in a box, in the units of a diagram of 980
CASES = [
    pytest.param(algorithm, changes, id=f"{algorithm} {number}")
    for algorithm in ALGORITHMS
    for number, changes in enumerate(combinations(algorithm), 1)
]


def texts_of(explainer, facts):
    """All lines of all cards of a step."""
    for stage in explainer.stages(facts.params, facts.space):
        text = explainer.tell(stage, facts)
        assert text.lines or text.result or text.why_not, stage.name
        assert not (text.why_not and text.lines), stage.name
        yield from (line for line in (*text.lines, text.result, text.why_not) if line)


def assert_is_whole(line):
    assert not re.search(r"[{}]|nan|None|--|\+ −|− −|× −", line), line
    assert "-" not in re.sub(r"(?<=\w)-(?=\w)", "", line), line  # a hyphen where a minus belongs


@pytest.mark.parametrize(("algorithm", "changes"), CASES)
def test_every_card_of_every_step_is_filled_in_and_short(algorithm, changes):
    session = session_of(algorithm, changes)
    explainer = session.settings.learner.make_explainer()
    n_learned = 0
    for facts in steps(session, 26):
        n_learned += facts.trace.n_updates > 0
        for line in texts_of(explainer, facts):
            assert_is_whole(line)
            assert len(line) <= MOST_IN_CARD, line
    assert n_learned


@pytest.mark.parametrize(("algorithm", "changes"), CASES)
def test_the_lines_in_boxes_and_on_arrows_fit(algorithm, changes):
    session = session_of(algorithm, changes)
    explainer = session.settings.learner.make_explainer()
    for facts in [*steps(session, 26), at_speed(session)]:
        assert_fits(explainer.diagram(facts.params, facts.space), explainer.in_diagram(facts))


def at_speed(session):
    """The facts of now, where no single step is shown."""
    rates = {"steps": 17_204.3, "updates": 0.71, "episodes": 61.0}
    insight = session.agent.insight()
    return StepFacts(session.params, session.settings.space, session.card.actions, insight=insight, rates=rates)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_at_speed_the_boxes_tell_of_now(algorithm):
    session = session_of(algorithm)
    explainer = session.settings.learner.make_explainer()
    steps(session, 3)
    lines = explainer.in_diagram(at_speed(session))
    assert lines["environment"] == ["17,204 steps a second"]
    assert "0.71 updates a second" in lines["td_error" if algorithm == "q-table" else "loss"]
    if algorithm == "dqn":
        assert lines["choose"][0] == f"explores {session.params.epsilon:.0%} of the time"
        assert lines["replay_buffer"][0] == "3 of 2,000 kept"
        assert lines["target_network"][0].startswith("episodes since copied: 0, ")


def assert_fits(diagram, lines):
    for box in diagram.boxes:
        left, _top, right, _bottom = edges(box)
        for line in lines[box.name]:
            assert_is_whole(line)
            assert len(line) * BOX_LETTER <= right - left - BOX_MARGIN, (box.name, line)
    for arrow in diagram.arrows:
        (words,) = lines[arrow.name]
        assert_is_whole(words)
        hidden = [box.name for box in diagram.boxes if overlap(place_of(arrow, words), edges(box))]
        assert not hidden, (arrow.name, words)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_card_says_when_no_single_step_is_shown_but_those_before_the_first_step_need_none(algorithm):
    session = session_of(algorithm)
    explainer, facts = session.settings.learner.make_explainer(), at_speed(session)
    for stage in explainer.stages(facts.params, facts.space):
        text = explainer.tell(stage, facts)
        assert bool(text.lines) == stage.is_setup
        assert stage.is_setup or "pause" in text.why_not


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_row_of_a_minibatch_can_be_chosen(algorithm):
    session = session_of(algorithm)
    explainer = session.settings.learner.make_explainer()
    told = next(facts for facts in iter(lambda: step(session), None) if facts.trace.n_updates)
    for row in range(len(told.trace.update["target"])):
        facts = StepFacts(
            told.params, told.space, told.actions, trace=told.trace, chosen=row, insight=told.trace.insight
        )
        for line in texts_of(explainer, facts):
            assert_is_whole(line)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_stages_light_what_the_diagram_has(algorithm):
    session = session_of(algorithm)
    explainer, space = session.settings.learner.make_explainer(), session.settings.space
    for changes in combinations(algorithm):
        params = session.settings.with_values(changes).params
        diagram = explainer.diagram(params, space)
        names = {part.name for part in (*diagram.boxes, *diagram.arrows)}
        stages = explainer.stages(params, space)
        assert len({stage.name for stage in stages}) == len(stages)
        for stage in stages:
            assert stage.lights, stage.name
            assert set(stage.lights) <= names, (stage.name, changes)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_columns_beside_a_minibatch_are_in_it(algorithm):
    for changes in combinations(algorithm):
        session = session_of(algorithm, changes)
        explainer, n = session.settings.learner.make_explainer(), 0
        while not n:
            facts = step(session)
            n = facts.trace.n_updates
        for name, title, symbol in explainer.columns(facts.params, facts.space):
            assert title
            assert symbol
            assert facts.trace.minibatch.columns[name].shape == facts.trace.minibatch.steps.shape, name


@pytest.mark.parametrize("environment", ["Acrobot-v1", "GridWorld-v1"])
def test_many_actions_and_states_that_count_have_room(environment):
    for algorithm in ("dqn", "q-table", "ppo"):
        session = session_of(algorithm, environment=environment)
        explainer = session.settings.learner.make_explainer()
        for facts in steps(session, 14):
            for line in texts_of(explainer, facts):
                assert_is_whole(line)
                assert len(line) <= MOST_IN_CARD, line
            assert_fits(explainer.diagram(facts.params, facts.space), explainer.in_diagram(facts))


def test_numbers_that_ran_away_are_written_all_the_same():
    session = session_of("dqn")
    explainer = session.settings.learner.make_explainer()
    facts = steps(session, 12)[-1]
    facts.trace.values[:] = (np.inf, -1e30)
    facts.trace.update["next_q_values"][:] = 3.4e38
    facts.trace.update["target"][:] = -np.inf
    assert all(len(line) <= MOST_IN_CARD for line in texts_of(explainer, facts))


@pytest.mark.parametrize("algorithm", [name for name in ALGORITHMS if name != "q-table"])
def test_a_step_in_which_learning_diverged_says_that_no_update_was_made(algorithm):
    session = session_of(algorithm)
    explainer = session.settings.learner.make_explainer()
    weights = {name: np.full_like(array, 3e37) for name, array in session.agent.weights().items()}
    session.agent.load_weights(weights)
    with pytest.raises(DivergedError):  # noqa: PT012  which step it is depends on when an update is due
        while True:
            session.step(trace := Trace())
    facts = StepFacts(trace.params, session.settings.space, session.card.actions, trace=trace, insight=trace.insight)
    stages = explainer.stages(facts.params, facts.space)
    assert explainer.tell(stages[-2], facts).why_not == "No update was made in this step."
    assert all(explainer.tell(stage, facts) for stage in stages)


def test_the_plain_loop_tells_its_stages_for_any_algorithm():
    session = session_of("a2c")
    explainer = PlainLoop()
    for facts in [*steps(session, 4), at_speed(session)]:
        for stage in explainer.stages(facts.params, facts.space):
            explainer.tell(stage, facts)
        assert_fits(explainer.diagram(facts.params, facts.space), explainer.in_diagram(facts))
