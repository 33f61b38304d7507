"""Files of every schema there ever was open for ever: the fixtures are what programs of their time wrote."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import pytest

from playground.envs.cartpole.cartpole import CartPoleParams
from playground.store.format.migrations import POLICY_HISTORY, migrated
from playground.store.policy.file import load_policy
from playground.store.policy.manifest import manifest_of
from playground.store.safe.errors import BadFileError
from tests.store.forging import Forger

FIXTURES = Path(__file__).parent / "fixtures"

# By schema: the hash and the evaluation that the program that wrote it printed, and the environment it learned in.
POLICIES = {
    1: (
        "850883075b516e9da4be440d99edc6dec8c6d66ed7adf4b369f3a10f0f121148",
        (143, 127, 143, 127, 148, 140, 151, 142, 126, 143),
        CartPoleParams(),
        CartPoleParams(),
    ),
    2: (
        "f9fbc9a64a081e78f8bf74312f1403b410c1a01f8ac930b1192dd38d69faffa7",
        (277, 500, 259, 302, 175, 330, 225, 258, 209, 278),
        CartPoleParams(gravity=1.6),
        CartPoleParams(gravity=1.6, length=1.0),
    ),
}


def test_there_is_a_file_of_every_schema():
    assert sorted(POLICIES) == list(range(1, len(POLICY_HISTORY) + 1))


@pytest.mark.parametrize("schema", POLICIES)
def test_a_policy_of_an_earlier_schema_opens_and_is_what_it_was(schema):
    sha256, lengths, first, last = POLICIES[schema]
    policy = load_policy(FIXTURES / f"policy-{schema}.rlp")
    assert (policy.step, policy.title) == (3000, f"Schema fixture “{schema}”")
    assert policy.weights_sha256 == sha256
    assert policy.evaluation.lengths == lengths
    assert (policy.settings.environment_params, policy.environment_params) == (first, last)
    action, _values = policy.actor().act(np.array([0.1, -0.2, 0.05, 0.3], np.float32))
    assert action in (0, 1)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("policy-*-*.rlp")), ids=lambda path: path.stem)
def test_what_a_file_says_of_every_algorithm_and_environment_is_understood_for_ever(path):
    """Whoever renames a hyperparameter needs a new schema, and a migration that renames it in older files."""
    policy = load_policy(path)
    manifest = Forger(path.read_bytes()).manifest
    assert f"{policy.settings.algorithm} in {policy.settings.environment}" == policy.title
    again = json.loads(json.dumps(manifest_of(policy)))
    for part in ("settings", "values", "environment_settings", "environment_values"):
        assert {name: again.get(part, {}).get(name) for name in manifest.get(part, {})} == manifest.get(part, {})


def test_a_migration_leaves_what_it_was_given_as_it_was(forger):
    before = copy.deepcopy(forger.manifest)
    after = migrated(forger.manifest, POLICY_HISTORY)
    assert forger.manifest == before
    assert after["schema"] == len(POLICY_HISTORY)
    assert set(after) == POLICY_HISTORY[-1].keys
    assert migrated(after, POLICY_HISTORY) == after


def test_a_schema_of_the_future_is_told_from_one_that_never_was(forger):
    for number, reason in ((len(POLICY_HISTORY) + 1, "newer"), (2**53, "newer"), (0, "manifest"), ("1", "manifest")):
        with pytest.raises(BadFileError) as caught:
            migrated(forger.manifest | {"schema": number}, POLICY_HISTORY)
        assert caught.value.reason == reason
