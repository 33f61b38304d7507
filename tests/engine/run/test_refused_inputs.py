"""A change that cannot be made is refused in words, and the run goes on as if nobody had asked."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from playground.engine.evaluation.policy import policy_of
from playground.engine.run.session import Session
from playground.errors import HyperError, PlaygroundError

BAD = {
    "out of range": ("set_hyper", {"name": "gamma", "value": 2.0}, "gamma cannot be “2.0”. It is a number from 0 to 1"),
    "not a number": ("set_hyper", {"name": "gamma", "value": "0.5"}, "a number from 0 to 1"),
    "NaN": ("set_hyper", {"name": "gamma", "value": float("nan")}, "a number from 0 to 1"),
    "unknown": ("set_hyper", {"name": "gama", "value": 0.5}, "Did you mean “gamma”"),
    "no name": ("set_hyper", {}, "There is no hyperparameter"),
    "not together": ("set_hyper", {"name": "batch_size", "value": 1001}, "larger than buffer_size 1000"),
    "after Reset: seed": ("set_hyper", {"name": "seed", "value": 2}, "seed is fixed within a run.*after Reset.*with 1"),
    "after Reset: layers": ("set_hyper", {"name": "hidden_layers", "value": (9,)}, "after Reset.*with 8, 8"),
    "after Reset: optimizer": ("set_hyper", {"name": "optimizer", "value": "rmsprop"}, "after Reset"),
    "after Reset: buffer_size": ("set_hyper", {"name": "buffer_size", "value": 500}, "after Reset"),
    "after Reset, and out of range": ("set_hyper", {"name": "seed", "value": -1}, "from 0 to"),
    "released: unknown": ("release_hyper", {"name": "epsilom"}, "Did you mean “epsilon”"),
    "released: no schedule": ("release_hyper", {"name": "gamma"}, "gamma follows no schedule"),
    "environment: too large": (
        "set_environment",
        {"name": "length", "value": 11},
        "length cannot be “11”. It is a number from 0.01 to 10",
    ),
    "environment: no number": ("set_environment", {"name": "length", "value": "1.0"}, "a number from 0.01 to 10"),
    "environment: NaN": ("set_environment", {"name": "gravity", "value": float("nan")}, "a number from 0 to 50"),
    "environment: unknown": (
        "set_environment",
        {"name": "lenght", "value": 1.0},
        "no environment parameter called “lenght”. Did you mean “length”",
    ),
    "environment: another's": (
        "set_environment",
        {"name": "gamma", "value": 0.5},
        "no environment parameter called “gamma”",
    ),
    "environment: no name": ("set_environment", {}, "There is no environment parameter"),
    "a parameter of the environment": (
        "set_hyper",
        {"name": "length", "value": 1.0},
        "There is no hyperparameter called “length”",
    ),
    "kind": ("set_hypr", {"name": "gamma", "value": 0.5}, "There is no change called “set_hypr”"),
    "push: too hard": ("push", {"change": 6.0}, "by up to 5 m/s to either side, not by “6.0”"),
    "push: NaN": ("push", {"change": float("nan")}, "not by “nan”"),
    "push: none": ("push", {"change": 0}, "not by “0”"),
    "push: no number": ("push", {"change": True}, "not by “True”"),
    "push: huge": ("push", {"change": 10**400}, "A push changes a velocity"),
    "push: empty": ("push", {}, "A push changes a velocity"),
    "forced: unknown": ("force_action", {"action": 2}, "a number from 0 to 1, not “2”"),
    "forced: no whole number": ("force_action", {"action": 1.0}, "a number from 0 to 1"),
    "forced: truth": ("force_action", {"action": True}, "a number from 0 to 1"),
    "forced: a list": ("force_action", {"action": [1]}, "a number from 0 to 1"),
    "placed: nothing": ("set_state", {}, "a list of 4 numbers, not “None”"),
    "placed: too few": ("set_state", {"state": [0.0]}, "a list of 4 numbers"),
    "placed: NaN": ("set_state", {"state": [float("nan"), 0.0, 0.0, 0.0]}, "a list of 4 numbers"),
    "placed: truth": ("set_state", {"state": [True, 0.0, 0.0, 0.0]}, "a list of 4 numbers"),
    "placed: outside": ("set_state", {"state": [-2.5, 0.0, 0.0, 0.0]}, "not where it is −2.5"),
    "placed: huge": ("set_state", {"state": [10**400, 0.0, 0.0, 0.0]}, "a list of 4 numbers"),
    "episode: ends before": (
        "add_episode",
        {"start": [0.0] * 4, "actions": [0] * 40},
        r"is over after 9 of its 40 actions",
    ),
    "episode: no start": ("add_episode", {"actions": [0]}, "No episode of CartPole can start at “None”"),
    "episode: a number missing": ("add_episode", {"start": [0.0] * 3, "actions": [0]}, "can start at"),
    "episode: NaN": ("add_episode", {"start": [float("nan")] * 4, "actions": [0]}, "can start at “\\[nan"),
    "episode: far away": ("add_episode", {"start": [1e7, 0.0, 0.0, 0.0], "actions": [0]}, "can start at"),
    "episode: over before it begins": (
        "add_episode",
        {"start": [0.0, 0.0, 0.3, 0.0], "actions": [0]},
        r"can start at “\[0.0, 0.0, 0.3",
    ),
    "episode: words": ("add_episode", {"start": ["left"] * 4, "actions": [0]}, "can start at"),
    "episode: no actions": ("add_episode", {"start": [0.0] * 4, "actions": []}, "has 1 to 10,000 actions"),
    "episode: too long": ("add_episode", {"start": [0.0] * 4, "actions": [0] * 10_001}, "has 1 to 10,000 actions"),
    "episode: no list": ("add_episode", {"start": [0.0] * 4, "actions": 1}, "has 1 to 10,000 actions"),
    "episode: unknown action": (
        "add_episode",
        {"start": [0.0] * 4, "actions": [0, 2]},
        "Action 2 of the episode, “2”, is none of CartPole",
    ),
    "episode: truth": ("add_episode", {"start": [0.0] * 4, "actions": [True]}, "Action 1 of the episode, “True”"),
    "no weights": ("load_weights", {}, "another shape"),
}


@pytest.mark.parametrize(("kind", "payload", "words"), BAD.values(), ids=list(BAD))
def test_a_bad_input_is_refused_in_words_and_changes_nothing(settings, run_to, fingerprint, kind, payload, words):
    session = run_to(Session(settings), 40)
    before, twin = copy.deepcopy(fingerprint(session)), run_to(Session(settings), 40)
    with pytest.raises(PlaygroundError, match=words):
        session.submit(kind, payload)
    assert fingerprint(session) == before
    assert session.inputs == []
    assert fingerprint(run_to(session, 80)) == fingerprint(run_to(twin, 80))


def test_settings_under_which_nothing_could_ever_be_learned_are_refused(settings_with):
    session = Session(settings_with(batch_size=990))
    with pytest.raises(HyperError, match="takes 1009 transitions, and buffer_size is 1000"):
        session.submit("set_hyper", {"name": "n_steps", "value": 20})
    session.submit("set_hyper", {"name": "n_steps", "value": 11})  # just enough
    with pytest.raises(HyperError, match="takes 1001 transitions"):
        settings_with(batch_size=999, n_steps=3)
    while session.n_steps < 1005:
        session.step()
    assert session.agent.n_updates > 0


@pytest.mark.parametrize("damage", ["missing", "more", "shape", "broadcast", "nan", "infinite", "huge"])
def test_weights_that_do_not_fit_are_refused_and_change_nothing(settings, fingerprint, damage):
    session = Session(settings)
    given = policy_of(session).weights
    if damage == "missing":
        del given["q.1.bias"]
    elif damage == "more":
        given["q.9.bias"] = np.zeros(2, np.float32)
    elif damage == "shape":
        given["q.0.weight"] = given["q.0.weight"].T.copy()
    elif damage == "broadcast":
        given["q.0.weight"] = given["q.0.weight"][:1]
    else:
        given["q.2.bias"][1] = {"nan": np.nan, "infinite": np.inf, "huge": -3e38}[damage]
    before = fingerprint(session)
    with pytest.raises(HyperError):
        session.submit("load_weights", {"weights": given})
    assert fingerprint(session) == before
    assert session.inputs == []
