"""What is saved comes back, equal in every part, and the same policy is the same bytes."""

from __future__ import annotations

import dataclasses
import sys

import numpy as np
import pytest
import safetensors.numpy

from playground.engine.evaluation.evaluation import evaluate_policy
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.store.policy.file import load_policy, policy_bytes, save_policy


def test_a_saved_policy_comes_back_equal_in_every_part(policy, tmp_path):
    save_policy(policy, tmp_path / "out.rlp")

    loaded = load_policy(tmp_path / "out.rlp")

    assert sorted(loaded.weights) == sorted(policy.weights)
    for name, values in policy.weights.items():
        assert loaded.weights[name].dtype == np.float32
        assert loaded.weights[name].tobytes() == values.tobytes()
    for field in dataclasses.fields(policy):
        if field.name != "weights":
            assert getattr(loaded, field.name) == getattr(policy, field.name)
    assert loaded.weights_sha256 == policy.weights_sha256


def test_a_loaded_policy_acts_as_before(policy, tmp_path):
    save_policy(policy, tmp_path / "out.rlp")

    loaded = load_policy(tmp_path / "out.rlp")

    assert evaluate_policy(loaded, 20, seed=1) == evaluate_policy(policy, 20, seed=1)


def test_a_policy_without_evaluation_comes_back_without(policy, tmp_path):
    save_policy(dataclasses.replace(policy, evaluation=None), tmp_path / "out.rlp")

    assert load_policy(tmp_path / "out.rlp").evaluation is None


def test_the_same_policy_gives_the_same_bytes_and_another_does_not(policy, another_policy):
    assert policy_bytes(policy) == policy_bytes(policy)
    assert policy_bytes(policy) != policy_bytes(another_policy)


def test_the_environment_comes_back_as_it_was_at_the_start_and_when_the_policy_was_taken(policy_elsewhere, tmp_path):
    save_policy(policy_elsewhere, tmp_path / "out.rlp")

    loaded = load_policy(tmp_path / "out.rlp")

    assert loaded.settings == policy_elsewhere.settings
    assert loaded.settings.environment_params == CartPoleParams(gravity=1.6)
    assert loaded.environment_params == CartPoleParams(gravity=1.6, length=1.0)
    assert evaluate_policy(loaded, 20, seed=1) == evaluate_policy(policy_elsewhere, 20, seed=1)


def test_an_environment_that_was_only_changed_or_changed_back_comes_back_too(policy, tmp_path):
    on_the_moon = CartPoleParams(gravity=1.6)
    changed = dataclasses.replace(policy, environment_params=on_the_moon)
    changed_back = dataclasses.replace(
        policy, settings=policy.settings.with_environment({"gravity": 1.6}), environment_params=CartPoleParams()
    )
    for number, saved in enumerate((changed, changed_back)):
        save_policy(saved, tmp_path / f"{number}.rlp")
        loaded = load_policy(tmp_path / f"{number}.rlp")
        assert loaded.settings.environment_params == saved.settings.environment_params
        assert loaded.environment_params == saved.environment_params


def test_a_policy_of_the_usual_environment_is_written_as_ever_and_an_older_program_can_read_it(forger):
    assert forger.manifest["schema"] == 1
    assert not [key for key in forger.manifest if key.startswith("environment_")]


def test_a_parameter_of_the_environment_the_file_does_not_know_yet_has_its_default(forger_elsewhere, tmp_path):
    for part in ("environment_settings", "environment_values"):
        del forger_elsewhere.manifest[part]["gravity"]
    path = tmp_path / "older.rlp"
    path.write_bytes(forger_elsewhere.made())

    assert load_policy(path).environment_params == CartPoleParams(length=1.0)


def test_any_reader_of_safetensors_finds_the_weights(policy, policy_file):
    found = safetensors.numpy.load(policy_file.read_bytes())

    assert sorted(found) == sorted(policy.weights)
    assert all((found[name] == values).all() for name, values in policy.weights.items())


def test_a_hyperparameter_the_file_does_not_know_yet_has_its_default(forger, tmp_path):
    for part in ("settings", "values"):
        del forger.manifest[part]["loss"]
    path = tmp_path / "older.rlp"
    path.write_bytes(forger.made())

    assert load_policy(path).settings.values()["loss"] == "squared"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets administrators alone make links")
def test_a_link_to_a_file_is_followed_and_stays_a_link(policy, another_policy, tmp_path):
    real, link = tmp_path / "real.rlp", tmp_path / "link.rlp"
    save_policy(policy, real)
    link.symlink_to(real)

    save_policy(another_policy, link)

    assert link.is_symlink()
    assert load_policy(real).weights_sha256 == load_policy(link).weights_sha256 == another_policy.weights_sha256
