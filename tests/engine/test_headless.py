"""A run that nobody watches ends for the right reason, at the right step, and is evaluated at its end."""

from __future__ import annotations

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.headless import train
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session


def never():
    return False


def nothing():
    pass


@pytest.fixture
def make_run():
    def make(every=None, **values):
        prepare_thread()
        session = Session(PRESETS.get("tutorial").settings().with_values(values))
        return session, Evaluator(session, every)

    return make


def test_a_run_takes_exactly_its_steps_and_is_evaluated_on_time_and_at_its_end(make_run):
    session, evaluator = make_run(every=70)

    outcome = train(session, evaluator, 333, should_stop=never, on_progress=nothing)

    assert (outcome.end, outcome.error, session.n_steps) == ("done", None, 333)
    assert session.metrics.evaluations.column("step").tolist() == [70, 140, 210, 280, 333]
    assert outcome.train_seconds > 0
    assert outcome.eval_seconds > 0


def test_a_run_of_several_environments_ends_with_the_call_that_reaches_its_length():
    prepare_thread()
    session = Session(PRESETS.get("rl-zoo", "CartPole-v1", "a2c").settings().with_values({"n_environments": 8}))
    train(session, Evaluator(session, 97), 1003, should_stop=never, on_progress=nothing)
    assert session.n_steps == 1008


def test_an_evaluation_that_falls_on_the_last_step_is_held_once(make_run):
    session, evaluator = make_run(every=100)
    train(session, evaluator, 200, should_stop=never, on_progress=nothing)
    assert session.metrics.evaluations.column("step").tolist() == [100, 200]


def test_a_run_that_is_stopped_stops_before_its_next_step(make_run):
    session, evaluator = make_run()

    outcome = train(session, evaluator, 1000, should_stop=lambda: session.n_steps >= 123, on_progress=nothing)

    assert (outcome.end, session.n_steps) == ("stopped", 123)
    assert evaluator.best.policy.step == 123


def test_a_run_stopped_before_it_began_does_nothing(make_run):
    session, evaluator = make_run()
    outcome = train(session, evaluator, 1000, should_stop=lambda: True, on_progress=nothing)
    assert (outcome.end, session.n_steps, evaluator.best) == ("stopped", 0, None)


def test_a_run_whose_numbers_explode_ends_with_the_reason_and_a_best_policy(make_run):
    session, evaluator = make_run(learning_rate=1e6)

    outcome = train(session, evaluator, 5000, should_stop=never, on_progress=nothing)

    assert outcome.end == "diverged"
    assert "exploding" in str(outcome.error)
    assert evaluator.best.policy.step == session.n_steps < 5000


def test_progress_is_told_often_and_in_order(make_run):
    session, evaluator = make_run()
    seen = []
    train(session, evaluator, 1000, should_stop=never, on_progress=lambda: seen.append(session.n_steps))
    assert seen == sorted(seen)
    assert len(seen) >= 20
    assert seen[-1] == 1000
