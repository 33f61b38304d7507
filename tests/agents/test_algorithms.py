"""Every algorithm in the table keeps to the protocols: learner, greedy actor, explainer."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import playground.engine.catalogue  # noqa: F401  enters the algorithms
from playground.agents.base import ALGORITHMS, Agent, resolve
from playground.agents.greedy import Actor
from playground.agents.loop import LoopExplainer
from playground.agents.nn.backend import prepare_thread
from playground.engine.run.session import Session
from playground.hyper import hypers
from tests.pairs import preset_of

NAMES = ALGORITHMS.names()


def settings_of(name):
    return preset_of(name).settings()


def members(protocol):
    methods = {name for name, item in vars(protocol).items() if not name.startswith("_") and callable(item)}
    return methods | set(inspect.get_annotations(protocol))


def parameters(function):
    return [(p.name, p.kind) for p in inspect.signature(function).parameters.values() if p.name != "self"]


def assert_keeps_to(thing, protocol):
    assert [name for name in members(protocol) if not hasattr(thing, name)] == []
    for name in members(protocol):
        declared = getattr(protocol, name, None)
        if inspect.isfunction(declared):
            assert parameters(getattr(thing, name)) == parameters(declared), name


@pytest.mark.parametrize("name", NAMES)
def test_the_place_that_an_entry_names_holds_a_learner_that_keeps_to_the_protocol(name):
    prepare_thread()
    session = Session(settings_of(name))
    assert_keeps_to(session.agent, Agent)
    assert type(session.agent) is resolve(ALGORITHMS.get(name).learner)
    assert len(session.agent.curve()) == len(ALGORITHMS.get(name).curves)


@pytest.mark.parametrize(("name", "changes"), [*((name, {}) for name in NAMES), ("dqn", {"optimizer": "rmsprop"})])
def test_the_formula_of_the_learning_rate_is_that_of_the_step_it_makes(name, changes):
    prepare_thread()
    settings = settings_of(name).with_values(changes)
    formula = hypers(settings.params).get("learning_rate").formula
    kept = _names_in(Session(settings).agent.state())
    if "square" not in kept:  # a table
        assert formula.startswith("Q(s, a) ←")
    elif "mean" in kept:
        assert "w − α · m̂ / (√v̂ + 10⁻" in formula
    else:
        assert "w − α · g / (√v + 10⁻" in formula


def _names_in(state):
    if not isinstance(state, dict):
        return set()
    return set(state).union(*map(_names_in, state.values()))


@pytest.mark.parametrize("name", NAMES)
def test_the_place_that_an_entry_names_holds_a_greedy_actor_of_the_weights_of_its_learner(name):
    prepare_thread()
    settings = settings_of(name)
    session = Session(settings)
    weights = session.agent.weights()
    assert {key: array.shape for key, array in weights.items()} == settings.learner.weight_shapes(
        settings.params, settings.space
    )
    actor = settings.learner.make_actor(settings.params, settings.space, weights)
    assert_keeps_to(actor, Actor)
    observations = np.zeros((3, len(settings.space.scale)), np.float32)
    one, three = actor.act(observations[0])[0], actor.act_batch(observations)
    np.testing.assert_allclose(np.asarray(three[0]), one, rtol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_the_place_that_an_entry_names_holds_an_explainer(name):
    assert_keeps_to(ALGORITHMS.get(name).make_explainer(), LoopExplainer)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_learner_declares_of_its_state_is_in_its_state(name):
    prepare_thread()
    agent = Session(settings_of(name)).agent
    state = agent.state()

    def undeclared(columns, parts, path=""):
        for key, column in columns.items():
            if key not in parts:
                yield path + key
            elif isinstance(column, dict):
                yield from undeclared(column, parts[key], f"{path}{key}.")

    assert list(undeclared(agent.state_columns(), state)) == []
