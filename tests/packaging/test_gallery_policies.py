"""The policies of the gallery are made anew by one command, byte by byte, and are what their age says."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.resources import resource_folder
from playground.store.gallery import AGES, gallery

ROOT = Path(__file__).parent.parent.parent
sys.path.append(str(ROOT / "packaging"))  # its scripts are no package

import gallery_policies as maker  # noqa: E402

SHIPPED = resource_folder() / "gallery"
GRID_WORLD = next(training for training in maker.TRAININGS if training.name == "grid-world")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def shipped(training):
    return {entry.age: entry.load() for entry in gallery() if entry.environment == training.environment}


def test_a_training_comes_to_the_weights_and_figures_that_are_shipped():
    prepare_thread()
    kept = shipped(GRID_WORLD)
    for age, policy in maker.policies_of(GRID_WORLD):
        assert policy.weights_sha256 == kept[age].weights_sha256
        assert dataclasses.replace(policy, weights={}) == dataclasses.replace(kept[age], weights={})


@pytest.mark.slow
def test_the_command_writes_the_files_that_are_shipped_byte_by_byte(tmp_path, capsys):
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "of-another-time.rlp").write_bytes(b"old")
    assert maker.main([str(folder)]) == 0
    assert contents(folder) == contents(SHIPPED)
    assert "grid-world, solved: 0.90 ± 0.09 at step 1,000" in capsys.readouterr().out


@pytest.mark.parametrize("training", maker.TRAININGS, ids=[training.name for training in maker.TRAININGS])
def test_each_policy_is_what_its_age_says(training):
    maker.check_ages(training, shipped(training))


@pytest.mark.parametrize(
    ("age", "other"), [("newborn", "solved"), ("half-way", "newborn"), ("solved", "half-way"), ("forgotten", "solved")]
)
def test_a_policy_that_is_not_what_its_age_says_is_not_written(age, other):
    policies = shipped(GRID_WORLD)
    policies[age] = policies[other]
    with pytest.raises(maker.AgeError, match=f"is not {age}"):
        maker.check_ages(GRID_WORLD, policies)


def test_a_run_that_comes_to_something_else_writes_nothing_and_says_so(tmp_path, monkeypatch, capsys):
    """As it would after a change of the arithmetic."""
    early = dataclasses.replace(GRID_WORLD, steps=dict(zip(AGES, range(4), strict=True)))
    monkeypatch.setattr(maker, "TRAININGS", (early,))
    assert maker.main([str(tmp_path / "made")]) == 1
    assert not (tmp_path / "made").exists()
    assert capsys.readouterr().err.startswith("grid-world: ")
