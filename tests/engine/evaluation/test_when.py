"""When an evaluation is due."""

from __future__ import annotations

import pytest

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.run.session import Session
from tests.engine.evaluation.leaning import PERFECT, set_length


def test_a_change_of_the_environment_moves_no_evaluation(settings):
    at = []
    for changes in (False, True):
        session, steps = Session(settings), []
        evaluator = Evaluator(session, every=30)
        for step in range(100):
            if changes and step % 20 == 5:
                set_length(session, 0.2 + step / 100)
            session.step()
            if evaluator.due():
                evaluator.run()
                steps.append(session.n_steps)
        at.append(steps)
    assert at == [[30, 60, 90]] * 2


def test_evaluations_come_at_the_interval_that_was_asked_for(session):
    evaluator, at = Evaluator(session, every=30), []
    for _ in range(100):
        session.step()
        if evaluator.due():
            evaluator.run()
            at.append(session.n_steps)
    assert at == [30, 60, 90]


def test_an_evaluation_comes_sooner_once_an_episode_of_training_has_reached_the_goal(policy_leaning, session):
    evaluator = Evaluator(session)
    evaluator.run()
    findings = evaluator.findings()
    while session.n_steps < findings.next_promising or not session.shown.over:
        session.step()
    assert session.n_steps < findings.next
    assert not evaluator.due()
    session.shown.episode_return = session.card.solved_at
    assert evaluator.due()
    session.shown.over = False
    assert not evaluator.due()


def test_confirming_costs_as_much_as_choosing_and_delays_the_next_evaluation(policy_leaning, session):
    session.submit("load_weights", {"weights": policy_leaning(PERFECT).weights})
    evaluator = Evaluator(session)
    waits = []
    for lean in (PERFECT, PERFECT):  # the first is confirmed; the second cannot be better
        session.submit("load_weights", {"weights": policy_leaning(lean).weights})
        evaluator.run()
        waits.append(evaluator.findings().next - session.n_steps)
    assert waits[0] == pytest.approx(2 * waits[1], rel=0.01)


def test_what_was_learned_before_an_evaluation_does_not_count_for_the_next_wait(settings):
    session = Session(settings)
    evaluator = Evaluator(session)
    while not evaluator.due():
        session.step()
    evaluator.run()
    assert evaluator.findings().counted_from == (session.n_steps, session.agent.n_updates)
    assert session.agent.n_updates > 0
