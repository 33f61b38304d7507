"""A policy is the weights that act, copied, with a hash of every one of them and where they came from."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np

from playground.engine.evaluation.policy import policy_of
from playground.engine.run.session import Session


def test_the_hash_is_that_of_all_parameters_as_little_endian_floats_in_the_order_of_their_names(settings, run_to):
    policy = policy_of(run_to(Session(settings), 30))
    in_order = b"".join(policy.weights[name].astype("<f4").tobytes() for name in sorted(policy.weights))
    assert policy.weights_sha256 == hashlib.sha256(in_order).hexdigest()
    for name in policy.weights:
        other = {key: array.copy() for key, array in policy.weights.items()}
        other[name].flat[-1] += 1.0
        assert dataclasses.replace(policy, weights=other).weights_sha256 != policy.weights_sha256


def test_a_policy_stays_as_it_was_when_the_run_goes_on(settings, run_to):
    session = run_to(Session(settings), 30)
    policy = policy_of(session)
    before = policy.weights_sha256
    network = policy.actor().network
    values = network.forward(np.ones(4, np.float32))
    run_to(session, 60)
    assert policy.weights_sha256 == before != policy_of(session).weights_sha256
    np.testing.assert_array_equal(network.forward(np.ones(4, np.float32)), values)


def test_a_policy_tells_what_it_learned_with_and_for_how_long(settings, run_to):
    session = run_to(Session(settings), 40)
    session.submit("set_hyper", {"name": "gamma", "value": 0.5})
    policy = policy_of(session)
    assert (policy.step, policy.n_episodes, policy.n_updates) == (40, session.n_episodes, 25)
    assert policy.values["gamma"] == 0.5
    assert policy.values["epsilon"] == session.params.epsilon < 1.0
    assert policy.settings.params.gamma == 0.95
    assert policy.layer_sizes == (4, 8, 8, 2)
    assert {"playground", "python", "torch", "numpy", "gymnasium"} <= set(policy.versions)
