"""How long the next evaluation waits: for what it costs beside training, by the run alone."""

from __future__ import annotations

import dataclasses

import pytest

from playground.engine.evaluation.cadence import ASKED_US, FEWEST, FIRST_EVERY, Cadence
from playground.engine.evaluation.evaluation import EvaluationStopped, Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.headless import train
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import enter


def trained(steps=100, n_weights=1000, **values):
    session = Session(PRESETS.get("tutorial").settings().with_values({"batch_size": 8, "hidden_layers": (4,)} | values))
    cadence = Cadence(session, n_weights)
    for _ in range(steps):
        session.step()
    return session, cadence


def wait(cadence, n_evaluated=500):
    return cadence.steps_until_next(n_evaluated, 100)


def test_a_short_evaluation_still_leaves_some_steps_in_between():
    assert wait(trained()[1], n_evaluated=1) == FIRST_EVERY


def test_a_longer_evaluation_waits_longer():
    _, cadence = trained()
    assert wait(cadence, n_evaluated=1000) == pytest.approx(2 * wait(cadence), abs=1)


def test_the_less_a_step_learns_the_longer_an_evaluation_must_wait():
    _, often = trained(train_every=1)
    _, seldom = trained(train_every=10)
    assert wait(seldom) > 2 * wait(often)


def test_a_larger_network_waits_longer_where_it_seldom_learns():
    _, small = trained(train_every=10)
    _, large = trained(train_every=10, n_weights=70_000)
    assert wait(large) > 2 * wait(small)


def test_only_what_was_learned_since_the_last_evaluation_counts():
    session, cadence = trained(train_every=1)
    cadence.note(0, 100)
    session.submit("set_hyper", {"name": "train_every", "value": 10})
    for _ in range(100):
        session.step()
    assert wait(cadence) == pytest.approx(wait(trained(train_every=10)[1]), rel=0.2)


def test_before_learning_starts_the_next_evaluation_waits_until_soon_after():
    assert wait(trained(learning_starts=1000)[1]) == 1000 + FIRST_EVERY - 100
    assert wait(trained(learning_starts=200)[1]) == 200 + FIRST_EVERY - 100


def test_steps_before_learning_starts_do_not_make_learning_look_cheap():
    assert wait(trained(steps=1100, learning_starts=1000)[1]) == pytest.approx(wait(trained()[1]), rel=0.2)


@pytest.fixture
def endless():
    """An environment of a person's own that hardly ever ends before its time limit, of which a step costs 4 ms."""
    card = enter(dataclasses.replace(probe("tests.envs.user_environments:Goal-v0"), step_us=4096.0))
    yield card
    ENVIRONMENTS.remove(card.id)


def test_where_a_step_is_slow_evaluations_are_bounded_by_the_steps_they_make(endless):
    settings = PRESETS.first(endless.id, "dqn").settings().with_values({"run_length": 300, "batch_size": 8})
    session = Session(settings)
    evaluator = Evaluator(session)
    train(session, evaluator, 300, should_stop=lambda: False, on_progress=lambda: None)
    assert session.metrics.evaluations.column("step").tolist() == [300]  # the last, from one start alone
    assert session.metrics.evaluations.column("std").tolist() == [0]
    assert len(evaluator.report(policy_of(session)).evaluation.returns) == FEWEST


def test_an_evaluation_that_somebody_waits_for_is_bounded_by_the_steps_it_makes(endless):
    session = Session(PRESETS.first(endless.id, "dqn").settings())
    lengths = Evaluator(session).ask().lengths
    assert FEWEST <= len(lengths) < endless.evaluation_episodes
    assert sum(lengths) * endless.step_us <= ASKED_US


def test_an_evaluation_that_is_interrupted_changes_nothing(endless):
    session = Session(PRESETS.first(endless.id, "dqn").settings())
    answers = iter([False] * 3 + [True])
    with pytest.raises(EvaluationStopped):
        Evaluator(session).ask(should_stop=lambda: next(answers))
    assert not len(session.metrics.evaluations.column("step"))


def test_the_cost_that_a_run_began_with_holds_wherever_it_goes_on(endless):
    settings = PRESETS.first(endless.id, "dqn").settings()
    there = dataclasses.replace(endless, measured_us=1.0, step_us=5.0, evaluation_episodes=20)
    ENVIRONMENTS.remove(endless.id)
    ENVIRONMENTS.add(endless.id, there)
    assert settings.card.step_us == endless.step_us
    assert settings.card.evaluation_episodes == endless.evaluation_episodes == 10
    assert PRESETS.first(endless.id, "dqn").settings().card.step_us == 5.0
