"""How long the next evaluation waits: for what it costs beside training, by the run alone."""

from __future__ import annotations

import pytest

from playground.engine.evaluation.cadence import FIRST_EVERY, SHARE, Cadence
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session


def trained(steps=100, n_weights=1000, **values):
    session = Session(PRESETS.get("tutorial").settings().with_values({"batch_size": 8, "hidden_layers": (4,)} | values))
    cadence = Cadence(session, n_weights)
    for _ in range(steps):
        session.step()
    return session, cadence


def wait(cadence, n_evaluated=500, share=SHARE):
    return cadence.steps_until_next(n_evaluated, share)


def test_a_short_evaluation_still_leaves_some_steps_in_between():
    assert wait(trained()[1], n_evaluated=1) == FIRST_EVERY


def test_a_longer_evaluation_and_a_smaller_share_wait_longer():
    _, cadence = trained()
    assert wait(cadence, n_evaluated=1000) == pytest.approx(2 * wait(cadence), abs=1)
    assert wait(cadence, share=0.05) > 2 * wait(cadence)


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
    cadence.note()
    session.submit("set_hyper", {"name": "train_every", "value": 10})
    for _ in range(100):
        session.step()
    assert wait(cadence) == pytest.approx(wait(trained(train_every=10)[1]), rel=0.2)


def test_before_learning_starts_the_next_evaluation_waits_until_soon_after():
    assert wait(trained(learning_starts=1000)[1]) == 1000 + FIRST_EVERY - 100
    assert wait(trained(learning_starts=200)[1]) == 200 + FIRST_EVERY - 100


def test_steps_before_learning_starts_do_not_make_learning_look_cheap():
    assert wait(trained(steps=1100, learning_starts=1000)[1]) == pytest.approx(wait(trained()[1]), rel=0.2)
