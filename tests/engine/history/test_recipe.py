"""A recipe makes a run again, bit for bit, and one that no run could have had is refused before anything is made."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import policy_of, weights_sha256
from playground.engine.history.recipe import Recipe, RecipeError, calls_in, recipe_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.fingerprint import differences, fingerprint, in_words
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.errors import PlaygroundError


@pytest.fixture
def settings():
    return PRESETS.get("tutorial").settings().with_values({"run_length": 400})


def changed_run(settings):
    """Return a session after a run that was changed in every way, at its very end too."""
    prepare_thread()
    session = Session(settings)
    session.submit("load_weights", {"weights": {name: w * 0.5 for name, w in session.agent.weights().items()}})
    changes = {
        100: ("set_hyper", {"name": "gamma", "value": 0.5}),
        150: ("set_hyper", {"name": "epsilon", "value": 0.2}),
        200: ("release_hyper", {"name": "epsilon"}),
        220: ("set_environment", {"name": "gravity", "value": 5.0}),
        230: ("push", {"change": -0.5}),
        240: ("force_action", {"action": 1}),
        245: ("set_state", {"state": [1.0, 0.0, 0.05, 0.0]}),
        242: ("add_episode", {"start": [0.0, 0.0, 0.01, 0.0], "actions": [1, 0, 1, 0]}),
        250: ("restore", {"step": 0}),
    }
    for step in range(300):
        if step in changes:
            session.submit(*changes[step])
        session.step()
    session.submit("load_weights", {"weights": {name: w + 1 for name, w in session.agent.weights().items()}})
    return session


def again(recipe):
    prepare_thread()
    session = Session(recipe.settings, recipe.inputs)
    while session.n_steps < recipe.n_steps:
        session.step()
    session.catch_up()
    return session


def test_the_run_of_a_recipe_is_the_run_it_was_taken_of(settings):
    first = changed_run(settings)
    recipe = recipe_of(first)
    second = again(recipe)
    assert recipe.reached.weights_sha256 == policy_of(first).weights_sha256 == policy_of(second).weights_sha256
    assert (recipe.n_steps, recipe.goal, len(recipe.inputs)) == (300, 300, 11)
    assert second.environment_params.gravity == 5.0
    assert [mark.step for mark in second.metrics.marks] == [mark.step for mark in first.metrics.marks]
    recipe.check()


def test_before_its_first_step_a_recipe_is_of_the_whole_run_and_all_that_is_to_come(settings):
    late = Input(900, "set_hyper", {"name": "gamma", "value": 0.5})
    assert recipe_of(Session(settings)).n_steps == 400
    recipe = recipe_of(Session(settings, [late]))
    assert (recipe.inputs, recipe.n_steps, recipe.reached) == ((late,), 900, None)


def test_with_several_environments_a_change_counts_in_calls(settings):
    settings = PRESETS.first("CartPole-v1", "a2c").settings()
    n = settings.params.n_environments
    assert [calls_in(steps, settings) for steps in (1, n, n + 1)] == [1, 1, 2]
    at = [Input(call, "set_hyper", {"name": "gamma", "value": 0.5}) for call in (2, 3)]
    Recipe(settings, (at[0],), n + 1).check()
    with pytest.raises(RecipeError):
        Recipe(settings, (at[1],), n + 1).check()


WEIGHTS = {"weights": {"q.0.bias": np.zeros(3, np.float32)}}


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ([(400, "release_hyper", {"name": "epsilon"}), (399, "release_hyper", {"name": "epsilon"})], "before the one"),
        ([(401, "release_hyper", {"name": "epsilon"})], "after the end"),
        ([(1, "explode", {})], "no change called"),
        ([(1, "set_hyper", {"name": "hidden_layers", "value": (3,)})], "fixed within a run"),
        ([(1, "set_hyper", {"name": "gamma", "value": 2.0})], "gamma cannot be"),
        ([(1, "set_hyper", {"name": "gama", "value": 0.5})], "gama"),
        ([(1, "release_hyper", {"name": "gamma"})], "no schedule"),
        ([(1, "set_environment", {"name": "gravity", "value": "up"})], "gravity cannot be"),
        ([(1, "load_weights", WEIGHTS)], "another shape"),
        ([(1, "push", {"change": 99.0})], "up to 5 m/s"),
        ([(1, "force_action", {"action": 7})], "from 0 to 1"),
        ([(1, "set_state", {"state": [9.0, 0.0, 0.0, 0.0]})], "position of the cart is from"),
        ([(1, "add_episode", {"start": [0.0] * 4, "actions": [0, 2]})], "Action 2 of the episode, “2”, is none of"),
        ([(1, "add_episode", {"start": [0.0] * 4, "actions": [0] * 10_000})] * 10, "more than 100,000 numbers"),
        (
            [
                (1, "set_hyper", {"name": "replay", "value": "off"}),
                (2, "add_episode", {"start": [0.0] * 4, "actions": [0]}),
            ],
            "Replay is off",
        ),
        ([(5, "restore", {"step": 6})], "cannot be put back"),
        # one by one they are allowed
        ([(1, "set_hyper", {"name": "batch_size", "value": 3000})], "could never be drawn"),
        (
            [
                (1, "set_hyper", {"name": "batch_size", "value": 2000}),
                (2, "set_hyper", {"name": "n_steps", "value": 9}),
            ],
            "could ever be drawn",
        ),
    ],
)
def test_inputs_that_no_run_could_have_had_are_refused_in_words(settings, inputs, words):
    with pytest.raises(PlaygroundError) as caught:
        Recipe(settings, tuple(Input(*entry) for entry in inputs), 400).check()
    assert words in str(caught.value)


def test_weights_that_a_recipe_lacks_are_given_back_by_their_hash_alone(settings):
    given = policy_of(Session(settings)).weights
    entry = Input(0, "load_weights", {"weights_sha256": weights_sha256(given)})
    recipe = Recipe(settings, (entry,), 400)
    assert recipe.missing == {weights_sha256(given)}
    recipe.check()
    with pytest.raises(RecipeError, match="not the weights"):
        recipe.with_weights({name: array + 1 for name, array in given.items()})
    whole = recipe.with_weights(given)
    assert whole.missing == set()
    assert policy_of(again(dataclasses.replace(whole, n_steps=0))).weights_sha256 == weights_sha256(given)


def test_two_fingerprints_differ_in_words(settings):
    ours = fingerprint(settings.with_values({"arithmetic": "torch"}))
    assert differences(ours, ours) == []
    other = {**ours, "torch": "1.0", "cpu": "AVX9"}
    assert in_words(differences(other, ours)) == (
        f"torch 1.0 there, {ours['torch']} here; instructions of the processor: AVX9 there, {ours['cpu']} here"
    )
