"""A manifest that somebody forged, with a correct checksum, is refused for the right reason."""

from __future__ import annotations

import pytest

from playground.store.policy.file import load_policy
from playground.store.safe.errors import BadFileError


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": 3}, "newer"),
        ({"schema": 2}, "manifest"),  # without what it adds
        ({"schema": 0}, "manifest"),
        ({"schema": True}, "manifest"),
        ({"schema": "1"}, "manifest"),
        ({"environment": "os:system-v0"}, "environment"),
        ({"environment": "cartpole-v1"}, "environment"),
        ({"environment": ["CartPole-v1"]}, "manifest"),
        ({"environment": "\x1b[2J\u202eCartPole"}, "environment"),
        ({"algorithm": "sarsa"}, "algorithm"),
        ({"algorithm": None}, "manifest"),
        ({"layer_sizes": [4, 25, 24, 2]}, "manifest"),
        ({"layer_sizes": [4, 10**12, 24, 2]}, "manifest"),
        ({"title": 5}, "manifest"),
        ({"title": "x" * 201}, "manifest"),
        ({"title": "\ud800"}, "manifest"),
        ({"created": "yesterday"}, "manifest"),
        ({"preset": {}}, "manifest"),
        ({"extra": 1}, "manifest"),
        ({"settings": []}, "manifest"),
        ({"values": None}, "manifest"),
        ({"progress": {"steps": 1, "episodes": 1}}, "manifest"),
        ({"progress": {"steps": -1, "episodes": 1, "updates": 1}}, "manifest"),
        ({"progress": {"steps": 1.0, "episodes": 1, "updates": 1}}, "manifest"),
        ({"progress": {"steps": True, "episodes": 1, "updates": 1}}, "manifest"),
        ({"evaluation": 475}, "manifest"),
        ({"evaluation": {"returns": [], "lengths": []}}, "manifest"),
        ({"evaluation": {"returns": [1.0, 2.0], "lengths": [1]}}, "manifest"),
        ({"evaluation": {"returns": ["500"], "lengths": [1]}}, "manifest"),
        ({"evaluation": {"returns": [False], "lengths": [1]}}, "manifest"),
        ({"versions": {"torch": 2}}, "manifest"),
        ({"versions": {str(n): "1" for n in range(21)}}, "manifest"),
    ],
)
def test_a_manifest_with_a_wrong_value_is_refused(refusal, forger, change, reason):
    forger.manifest.update(change)
    assert refusal(forger.made()) == reason


@pytest.mark.parametrize(
    "pair",
    [
        {"environment": "Pendulum-v1"},  # whose actions are continuous
        {"algorithm": "q-table", "settings": {"bins": [4, 4]}},  # for four numbers
    ],
)
def test_an_algorithm_that_does_not_suit_the_environment_is_refused(refusal, forger, pair):
    forger.manifest.update(pair)
    assert refusal(forger.made()) == "settings"


@pytest.mark.parametrize("key", ["schema", "title", "environment", "settings", "evaluation", "versions"])
def test_a_manifest_with_a_missing_key_is_refused(refusal, forger, key):
    del forger.manifest[key]
    assert refusal(forger.made()) == "manifest"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gamma", 2),
        ("gamma", "0.95"),
        ("gamma", True),
        ("gamma", None),
        ("batch_size", 64.5),
        ("batch_size", 4000),  # larger than the buffer
        ("hidden_layers", [24, 0]),
        ("hidden_layers", [4096] * 9),
        ("hidden_layers", 24),
        ("loss", "\x1b]0;title\x07"),
        ("loss", []),
        ("__class__", 1),
        ("nonsense", 1),
    ],
)
@pytest.mark.parametrize("part", ["settings", "values"])
def test_a_hyperparameter_that_is_not_allowed_is_refused(refusal, forger, part, name, value):
    forger.manifest[part][name] = value
    assert refusal(forger.made()) == "settings"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("length", 11),
        ("length", 0),
        ("length", "0.5"),
        ("length", True),
        ("length", None),
        ("gravity", [9.8]),
        ("gama", 0.5),
        ("gamma", 0.5),
        ("record_kind", "x"),
    ],
)
@pytest.mark.parametrize("part", ["environment_settings", "environment_values"])
def test_a_parameter_of_the_environment_that_is_not_allowed_is_refused(refusal, forger_elsewhere, part, name, value):
    forger_elsewhere.manifest[part][name] = value
    assert refusal(forger_elsewhere.made()) == "settings"


@pytest.mark.parametrize("part", ["environment_settings", "environment_values"])
def test_parameters_of_the_environment_that_are_no_table_or_missing_or_in_an_older_file_are_refused(
    refusal, forger_elsewhere, forger, part
):
    values = forger_elsewhere.manifest[part]
    for wrong in (None, [], 5, "length"):
        forger_elsewhere.manifest[part] = wrong
        assert refusal(forger_elsewhere.made()) == "manifest"
    del forger_elsewhere.manifest[part]
    assert refusal(forger_elsewhere.made()) == "manifest"
    forger.manifest[part] = values
    assert refusal(forger.made()) == "manifest"


def test_values_that_cannot_differ_from_the_settings_must_not(refusal, forger):
    forger.manifest["values"]["seed"] += 1
    assert refusal(forger.made()) == "manifest"


def test_settings_for_another_network_than_the_one_inside_are_refused(refusal, forger):
    for part in ("settings", "values"):
        forger.manifest[part]["hidden_layers"] = [4096] * 8
    forger.manifest["layer_sizes"] = [4, *[4096] * 8, 2]
    assert refusal(forger.made()) == "tensors"


def test_text_from_a_file_is_shown_without_its_control_characters(forger, tmp_path):
    forger.manifest["environment"] = "\x1b[2J\u202eCartPole"
    path = tmp_path / "bad.rlp"
    path.write_bytes(forger.made())
    with pytest.raises(BadFileError) as caught:
        load_policy(path)
    assert str(caught.value).isprintable()
    assert "\\x1b[2J\\u202eCartPole" in str(caught.value)
