"""The best policy so far, what is reported of it, and whether the task counts as solved."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.evaluation.evaluation import CONFIRMATION, REPORT, SELECTION, Evaluator, evaluate
from playground.engine.run.session import Session
from tests.engine.evaluation.leaning import NEARLY, PERFECT, POOR, SHORT, controller, mean_on, seeds_for, set_length


def test_the_best_policy_is_kept_when_later_ones_are_worse(policy_leaning, session):
    evaluator = Evaluator(session)
    order = [(POOR, POOR), (NEARLY, NEARLY), (POOR, NEARLY), (PERFECT, PERFECT), (NEARLY, PERFECT), (POOR, PERFECT)]
    for lean, best in order:
        policy_leaning(lean)
        evaluator.run()
        session.step()
        np.testing.assert_array_equal(evaluator.best.policy.weights["q.0.bias"], controller(best)["q.0.bias"])
    assert evaluator.best.policy.step == 3
    assert evaluator.best.score == 500.0


def test_the_score_of_the_best_is_its_mean_on_both_sets_it_was_chosen_on(policy_leaning, session):
    policy, evaluator = policy_leaning(NEARLY), Evaluator(session)
    evaluator.run()
    both = [mean_on(session, policy, SELECTION), mean_on(session, policy, CONFIRMATION)]
    assert both[0] != both[1]
    assert evaluator.best.score == pytest.approx(np.mean(both))
    assert evaluator.best.policy.weights_sha256 == policy.weights_sha256


def test_a_policy_that_was_only_lucky_when_it_was_chosen_does_not_replace_the_best(policy_leaning, session):
    policy, evaluator, kept = policy_leaning(NEARLY), Evaluator(session), []
    for step in (0, 1, 4):
        while session.n_steps < step:
            session.step()
        evaluator.run()
        kept.append(evaluator.best.policy.step)
    assert kept == [0, 1, 1]
    assert mean_on(session, policy, SELECTION) > evaluator.best.score > mean_on(session, policy, CONFIRMATION)


def test_solved_needs_both_sets_of_starts(policy_leaning, session):
    policy, evaluator = policy_leaning(NEARLY), Evaluator(session)
    assert mean_on(session, policy, SELECTION) >= 475 > mean_on(session, policy, CONFIRMATION)
    evaluator.run()
    assert evaluator.solved_at is None
    session.step()
    policy_leaning(PERFECT)
    evaluator.run()
    assert evaluator.solved_at == 1
    session.step()
    policy_leaning(POOR)
    evaluator.run()
    assert evaluator.solved_at == 1


def test_what_was_found_in_another_environment_is_neither_the_best_nor_solved(policy_leaning, session):
    evaluator = Evaluator(session)
    policy_leaning(PERFECT)
    evaluator.run()
    assert (evaluator.best.score, evaluator.solved_at) == (500.0, 0)
    session.step()
    set_length(session, SHORT)
    assert (evaluator.best, evaluator.solved_at) == (None, None)
    policy_leaning(POOR)
    evaluator.run()
    assert evaluator.best.policy.step == 1
    assert evaluator.best.policy.environment_params == session.environment_params
    assert evaluator.best.score < 100
    assert evaluator.solved_at is None
    session.step()
    set_length(session, 0.5)
    assert (evaluator.best, evaluator.solved_at) == (None, None)  # what was found there first is long gone
    policy_leaning(PERFECT)
    evaluator.run()
    assert (evaluator.best.policy.step, evaluator.best.score, evaluator.solved_at) == (2, 500.0, 2)


def test_an_environment_put_back_before_anything_was_found_in_another_leaves_the_best_as_it_was(
    policy_leaning, session
):
    evaluator = Evaluator(session)
    policy_leaning(PERFECT)
    evaluator.run()
    best = evaluator.best
    for value in (0.2, 1.0, 0.5):
        set_length(session, value)
        session.step()
    assert (evaluator.best, evaluator.solved_at) == (best, 0)
    policy_leaning(POOR)
    evaluator.run()
    assert (evaluator.best, evaluator.solved_at) == (best, 0)


def test_what_an_evaluator_finds_after_a_change_repeats_with_the_run(settings):
    def found(session):
        evaluator, seen = Evaluator(session, every=100), []
        for _ in range(600):
            session.step()
            if session.n_steps == 250 and not session.inputs:
                set_length(session, 0.3)
            if evaluator.due():
                evaluator.run_if_due()
            best = evaluator.best
            seen.append(best and (best.policy.weights_sha256, best.score))
        return seen

    live = Session(settings)
    seen = found(live)
    assert [step for step in range(1, 600) if (seen[step] is None) != (seen[step - 1] is None)] == [99, 249, 299]
    assert found(Session(settings, inputs=live.inputs)) == seen


def test_what_is_reported_was_measured_on_starts_that_chose_nothing(policy_leaning, session):
    policy, evaluator = policy_leaning(NEARLY), Evaluator(session)
    evaluator.run()
    best, solved_at = evaluator.best, evaluator.solved_at
    reported = evaluator.report(evaluator.best.policy)
    assert reported.evaluation == evaluate(policy.actor(), session.card, seeds_for(session, REPORT, 0))
    assert reported.evaluation.mean != best.score
    assert (evaluator.best, evaluator.solved_at) == (best, solved_at)
    used = set()
    for step in range(0, 50_000, 250):
        for starts in (SELECTION, CONFIRMATION):
            used |= set(seeds_for(session, starts, step).tolist())
    assert not used & set(seeds_for(session, REPORT, 0).tolist())
