"""Evaluation plays greedy episodes apart from training, keeps the best policy and says when the task is solved."""

from __future__ import annotations

import math

import gymnasium
import numpy as np
import pytest

from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.evaluation import (
    ASKED,
    CONFIRMATION,
    REPORT,
    SELECTION,
    Evaluator,
    evaluate,
    evaluate_policy,
)
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.run.session import Session

PERFECT, NEARLY, POOR = 0.0, 0.0363, 0.1  # how far the controller leans; `NEARLY` has a mean close to 475
SHORT = 0.02  # m, half the length of a pole that nobody holds up


def controller(lean):
    """Weights of two hidden units that push towards where the pole falls, a little too much to one side."""
    gains = np.array([0.02, 0.05, 1.0, 0.3], np.float32)
    return {
        "q.0.weight": np.stack([gains, -gains]),
        "q.0.bias": np.array([lean, -lean], np.float32),
        "q.1.weight": np.array([[0, 0], [1, -1]], np.float32),
        "q.1.bias": np.zeros(2, np.float32),
    }


@pytest.fixture
def session(settings_with):
    """A run that learns nothing, so that it keeps the weights it is given."""
    return Session(settings_with(hidden_layers=(2,), learning_rate=0.0))


@pytest.fixture
def policy_leaning(session):
    def load(lean):
        session.submit("load_weights", {"weights": controller(lean)})
        return policy_of(session)

    return load


def seeds_for(session, starts, step):
    return evaluation_seeds(session.settings.params.seed, starts, step, session.card.evaluation_episodes)


def mean_on(session, policy, starts, step=None):
    seeds = seeds_for(session, starts, session.n_steps if step is None else step)
    return evaluate(policy.actor(), session.card, seeds).mean


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
    assert (evaluation.mean, evaluation.std) == (np.mean(returns), np.std(returns))


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


def set_length(session, value):
    session.submit("set_environment", {"name": "length", "value": value})


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
                evaluator.run()
            best = evaluator.best
            seen.append(best and (best.policy.weights_sha256, best.score))
        return seen

    live = Session(settings)
    seen = found(live)
    assert [step for step in range(1, 600) if (seen[step] is None) != (seen[step - 1] is None)] == [99, 249, 299]
    assert found(Session(settings, inputs=live.inputs)) == seen


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


def test_what_is_reported_was_measured_on_starts_that_chose_nothing(policy_leaning, session):
    policy, evaluator = policy_leaning(NEARLY), Evaluator(session)
    evaluator.run()
    best, solved_at = evaluator.best, evaluator.solved_at
    reported = evaluator.report(evaluator.best.policy)
    assert reported.evaluation == evaluate(policy.actor(), session.card, seeds_for(session, REPORT, 0))
    assert reported.evaluation.mean != best.score
    assert (evaluator.best, evaluator.solved_at) == (best, solved_at)
    used = {
        seed
        for step in range(0, 50_000, 250)
        for starts in (SELECTION, CONFIRMATION)
        for seed in seeds_for(session, starts, step).tolist()
    }
    assert not used & set(seeds_for(session, REPORT, 0).tolist())


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
    while session.n_steps < evaluator._next_promising or not session.shown.over:
        session.step()
    assert session.n_steps < evaluator._next
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
        waits.append(evaluator._next - session.n_steps)
    assert waits[0] == pytest.approx(2 * waits[1], rel=0.01)


def test_what_was_learned_before_an_evaluation_does_not_count_for_the_next_wait(settings):
    session = Session(settings)
    evaluator = Evaluator(session)
    while not evaluator.due():
        session.step()
    evaluator.run()
    assert (evaluator._cadence._n_steps, evaluator._cadence._n_updates) == (session.n_steps, session.agent.n_updates)
    assert session.agent.n_updates > 0


def test_a_recorded_episode_is_gymnasiums_for_the_same_seed_and_actions(policy_leaning):
    theirs = gymnasium.make("CartPole-v1")
    for lean in (PERFECT, NEARLY, POOR):
        policy = policy_leaning(lean)
        for seed in (0, 17):
            recording = record_episode(policy, seed)
            theirs.reset(seed=seed)
            total = 0.0
            for number, action in enumerate(recording.actions):
                assert recording.states[number] == tuple(theirs.unwrapped.state)
                _, reward, terminated, truncated, _ = theirs.step(action)
                total += reward
                assert (terminated or truncated) == (number == len(recording) - 1)
            assert recording.states[-1] == tuple(theirs.unwrapped.state)
            assert (recording.terminated, recording.truncated) == (terminated, truncated)
            assert recording.total == total == len(recording)
    theirs.close()


def test_a_recorded_action_is_the_best_of_the_values_recorded_beside_it(policy_leaning):
    recording = record_episode(policy_leaning(NEARLY), 0)
    assert recording.values.shape == (len(recording), 2)
    assert recording.values.argmax(axis=1).tolist() == recording.actions
    assert len(recording.states) == len(recording) + 1


def test_the_frames_of_a_recording_go_from_its_start_to_its_end(policy_leaning):
    recording = record_episode(policy_leaning(POOR), 0)
    first, last = recording.scene(0), recording.scene(len(recording))
    assert (first.action, first.explored, first.step, first.episode_return) == (None, None, 0, 0.0)
    assert (last.action, last.explored, last.step) == (recording.actions[-1], False, len(recording))
    assert last.state == recording.states[-1]
    assert (last.terminated, last.truncated, last.episode_return) == (True, False, recording.total)
    for frame in range(len(recording)):
        assert not recording.scene(frame).terminated
