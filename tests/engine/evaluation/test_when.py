"""When an evaluation is due."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.evaluation.cadence import STEP_US, UPDATE_US
from playground.engine.evaluation.evaluation import Evaluator, reaches
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from tests.engine.evaluation.leaning import NEARLY, PERFECT, POOR, set_length


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
                evaluator.run_if_due()
                steps.append(session.n_steps)
        at.append(steps)
    assert at == [[30, 60, 90]] * 2


def test_evaluations_come_at_the_interval_that_was_asked_for(session):
    evaluator, at = Evaluator(session, every=30), []
    for _ in range(100):
        session.step()
        if evaluator.due():
            evaluator.run_if_due()
            at.append(session.n_steps)
    assert at == [30, 60, 90]


def held(evaluator, n_steps):
    """Train and return the steps at which the policy was evaluated."""
    session = evaluator.session
    while session.n_steps < n_steps:
        session.step()
        if evaluator.due():
            evaluator.run_if_due()
    return session.metrics.evaluations.column("step").tolist()


@pytest.mark.parametrize(("lean", "solved_at"), [(PERFECT, 500), (NEARLY, None), (POOR, None)])
def test_a_policy_that_reaches_the_goal_from_a_few_starts_is_evaluated_within_250_steps(
    policy_leaning, session, lean, solved_at
):
    evaluator = Evaluator(session)
    held(evaluator, 250)
    session.submit("load_weights", {"weights": policy_leaning(lean).weights})
    assert held(evaluator, 500) == ([250, 500] if solved_at else [250])
    assert evaluator.solved_at == solved_at


def test_a_look_is_given_up_at_the_first_start_that_falls_short(policy_leaning, session):
    made = {}
    for lean in (PERFECT, POOR):
        actor, parameters = policy_leaning(lean).actor(), session.environment_params
        made[lean] = reaches(actor, session.card, np.arange(3, dtype=np.uint32), parameters, 475.0)
    assert made[PERFECT] == (True, 3 * 500)
    assert made[POOR][0] is False
    assert made[POOR][1] < 400


def test_a_look_is_given_up_as_soon_as_no_reward_could_make_up_for_what_was_lost():
    card = ENVIRONMENTS.get("MountainCar-v0")
    policy = policy_of(Session(PRESETS.first(card.id, "dqn").settings()))
    seeds = np.arange(3, dtype=np.uint32)
    assert reaches(policy.actor(), card, seeds, policy.environment_params, -110.0) == (False, 111)


def test_evaluations_take_a_third_of_the_first_5000_steps_at_most(settings_with):
    """Of their costs, with what the newest of them took."""
    session = Session(settings_with(run_length=5000))
    evaluator = Evaluator(session)
    held(evaluator, 5000)
    trained_us = 5000 * (STEP_US + session.card.step_us) + session.agent.n_updates * UPDATE_US
    assert 0 < evaluator.findings().spent_us < 0.35 / 0.65 * 1.2 * trained_us


def test_evaluations_change_nothing_of_the_run(settings_with):
    hashes = set()
    for every in (None, 40, 10_000):
        session = Session(settings_with(learning_starts=20))
        evaluator = Evaluator(session, every)
        held(evaluator, 600)
        hashes.add(policy_of(session).weights_sha256)
    assert len(hashes) == 1


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
    held(evaluator, 250)
    assert evaluator.findings().counted_from == (session.n_steps, session.agent.n_updates)
    assert session.agent.n_updates > 0
