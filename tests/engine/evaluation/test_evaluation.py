"""Evaluation plays greedy episodes apart from training, in the environment as it is in the run."""

from __future__ import annotations

import math

import gymnasium
import numpy as np
import pytest

from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.evaluation import ASKED, CONFIRMATION, SELECTION, Evaluator, evaluate, evaluate_policy
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.run.session import Session
from tests.engine.evaluation.leaning import NEARLY, PERFECT, POOR, SHORT, controller, mean_on


@pytest.mark.parametrize("lean", [POOR, NEARLY])
def test_episodes_played_together_end_as_gymnasiums_do_one_by_one(policy_leaning, session, lean):
    network, seeds, n = policy_leaning(lean).actor(), evaluation_seeds(3, ASKED, 0, 12), 12
    theirs, returns = gymnasium.make("CartPole-v1"), []
    for place, seed in enumerate(seeds):
        observation, _ = theirs.reset(seed=int(seed))
        over, total = False, 0.0
        while not over:
            # The full width, each in its own column: another width has other bits.
            everybody = np.zeros((n, 4), np.float32)
            everybody[place] = observation
            action = int(network.act_batch(everybody)[place])
            observation, reward, terminated, truncated, _ = theirs.step(action)
            over, total = terminated or truncated, total + reward
        returns.append(total)
    theirs.close()
    evaluation = evaluate(network, session.card, seeds)
    assert list(evaluation.returns) == returns
    assert evaluation.lengths == tuple(int(length) for length in returns)
    assert len(set(returns)) > 3
    assert (evaluation.mean, evaluation.std) == pytest.approx((np.mean(returns), np.std(returns)))


def test_episodes_are_played_in_the_environment_as_it_is_in_the_run(policy_leaning, session):
    theirs = gymnasium.make("CartPole-v1")
    theirs.unwrapped.length, theirs.unwrapped.polemass_length = SHORT, 0.1 * SHORT
    session.submit("set_environment", {"name": "length", "value": SHORT})
    policy, evaluator, returns = policy_leaning(NEARLY), Evaluator(session), []
    for seed in range(5):
        recording = record_episode(policy, seed)
        theirs.reset(seed=seed)
        for number, action in enumerate(recording.actions):
            assert recording.states[number] == tuple(theirs.unwrapped.state)
            _, _, terminated, truncated, _ = theirs.step(action)
            assert (terminated or truncated) == (number == len(recording) - 1)
        returns.append(recording.total)
    theirs.close()
    assert np.mean(returns) < 100
    session.submit("set_environment", {"name": "length", "value": 0.5})
    before, changed = policy_of(session), policy
    assert evaluate_policy(changed, 20, 0).mean < 100 < evaluate_policy(before, 20, 0).mean
    assert evaluator.report(changed).evaluation.mean < 100 < evaluator.report(before).evaluation.mean
    asked = evaluator.ask().mean
    session.submit("set_environment", {"name": "length", "value": SHORT})
    assert evaluator.ask().mean < 100 < asked
    evaluator.run()
    means = session.metrics.evaluations.column("mean")
    assert means[0] == asked
    assert means[2] < 100


def test_the_same_seeds_give_the_same_returns_and_others_give_others(policy_leaning):
    policy = policy_leaning(NEARLY)
    first = evaluate_policy(policy, 20, 0)
    assert evaluate_policy(policy, 20, 0) == first
    assert evaluate_policy(policy, 20, 1) != first


def test_a_policy_that_balances_is_cut_off_at_500_and_one_that_does_not_is_not(policy_leaning):
    assert set(evaluate_policy(policy_leaning(PERFECT), 100, 0).returns) == {500.0}
    assert max(evaluate_policy(policy_leaning(POOR), 100, 0).returns) < 400


def test_evaluation_keeps_the_environments_own_limit_and_reward_whatever_training_uses(settings_with):
    settings = settings_with(hidden_layers=(2,), steps_per_episode=20, reward_on_termination=-10.0)
    session = Session(settings)
    session.submit("load_weights", {"weights": controller(PERFECT)})
    assert set(evaluate_policy(policy_of(session), 10, 0).returns) == {500.0}


def test_asking_chooses_nothing(policy_leaning, session):
    policy_leaning(PERFECT)
    evaluator = Evaluator(session)
    assert evaluator.ask().mean == 500.0
    assert (evaluator.best, evaluator.solved_at) == (None, None)


def test_every_evaluation_is_a_row_of_the_metrics(policy_leaning, session):
    evaluator, policy = Evaluator(session), policy_leaning(NEARLY)
    evaluator.run()
    session.step()
    policy_leaning(POOR)
    evaluator.run()
    evaluator.ask()
    rows = session.metrics.evaluations.since(0)
    assert rows[:, 0].tolist() == [0, 1, 1]
    assert rows[0, 1] == mean_on(session, policy, SELECTION, 0)
    assert rows[0, 3] == mean_on(session, policy, CONFIRMATION, 0)
    assert math.isnan(rows[1, 3])
    assert rows[1, 1] < rows[0, 1]
