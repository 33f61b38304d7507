"""The gallery that comes with the program: every environment of ours at every age, and no other file in its place."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import report_on
from playground.engine.evaluation.recording import record_episode
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.promise import promise_of
from playground.engine.run.session import Session
from playground.resources import resource_folder
from playground.store.gallery import AGES, INDEX, GalleryError, gallery, training_recipe
from playground.store.policy.file import POLICY, save_policy
from playground.store.recipe.file import parse_text, recipe_text

ENTRIES = gallery()
SHIPPED = resource_folder() / "gallery"
OURS = {"CartPole-v1", "CartPoleContinuous-v1", "MountainCar-v0", "Acrobot-v1", "Pendulum-v1", "GridWorld-v1"}
entries = pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])


@pytest.fixture
def copy(tmp_path):
    """A copy of the gallery, to damage."""
    return shutil.copytree(SHIPPED, tmp_path / "gallery")


def test_every_environment_of_ours_is_there_at_every_age_the_youngest_first():
    ages = {}
    for entry in ENTRIES:
        ages.setdefault(entry.environment, []).append((entry.age, entry.step))
    assert set(ages) == OURS
    for found in ages.values():
        assert tuple(age for age, _step in found) == AGES
        assert [step for _age, step in found] == sorted({step for _age, step in found})


def test_the_files_are_those_of_the_index_and_have_a_few_kilobytes_each():
    sizes = {path.name: path.stat().st_size for path in SHIPPED.iterdir()}
    assert set(sizes) == {INDEX, *(f"{entry.name}{POLICY.suffix}" for entry in ENTRIES)}
    assert max(sizes.values()) < 13_000
    assert sum(sizes.values()) < 200_000


@entries
def test_a_policy_is_evaluated_to_the_figures_that_it_carries(entry):
    prepare_thread()
    policy = entry.load()
    again = report_on(policy, entry.n_starts)
    assert policy.evaluation == again
    assert (again.mean, again.std) == (entry.mean, entry.std)


@entries
def test_its_file_says_what_the_index_says(entry):
    policy = entry.load()
    made = PRESETS.get(entry.preset, entry.environment, entry.algorithm).settings().with_values(entry.values)
    assert policy.settings == made
    assert (policy.step, policy.title) == (entry.step, entry.title)
    assert promise_of(policy.settings).everywhere


def test_the_recipe_of_a_policy_makes_it_again_bit_for_bit_and_goes_through_a_file():
    entry = next(entry for entry in ENTRIES if entry.name == "grid-world-half-way")
    recipe = training_recipe(entry.load())
    assert parse_text(recipe_text(recipe)) == recipe
    session = Session(recipe.settings, recipe.inputs)
    while session.n_steps < recipe.goal:
        session.step()
    for name, weights in session.agent.weights().items():
        np.testing.assert_array_equal(weights, entry.load().weights[name])
    assert recipe.reached.weights_sha256 == entry.weights_sha256


def test_the_recipe_of_a_newborn_one_goes_on_to_an_older_age():
    newborn, oldest = (
        next(entry for entry in ENTRIES if entry.name == f"cartpole-{age}") for age in ("newborn", "forgotten")
    )
    recipe = training_recipe(newborn.load(), oldest.load())
    assert recipe.goal == oldest.step
    assert recipe.settings == newborn.load().settings


def test_a_policy_is_played_like_any_other():
    entry = next(entry for entry in ENTRIES if entry.name == "acrobot-solved")
    episode = record_episode(entry.load(), 0)
    assert episode.terminated
    assert entry.mean - 3 * entry.std < episode.total


def refused(copy, name):
    entry = next(entry for entry in gallery(copy) if entry.name == name)
    with pytest.raises(GalleryError) as caught:
        entry.load()
    return str(caught.value)


def test_a_missing_or_damaged_file_is_told_in_a_sentence_and_the_others_are_there(copy):
    (copy / "pendulum-solved.rlp").unlink()
    assert refused(copy, "pendulum-solved") == (
        "This part of the gallery cannot be shown, for its file “pendulum-solved.rlp” is missing."
        " Install the program again to have it back; everything else works."
    )
    path = copy / "acrobot-solved.rlp"
    path.write_bytes(path.read_bytes()[:1000])
    assert refused(copy, "acrobot-solved") == (
        "This part of the gallery cannot be shown, for its file “acrobot-solved.rlp” is not the one that came with the"
        " program. Install the program again to have it back; everything else works."
    )
    assert gallery(copy)[0].load().weights


def test_a_sound_policy_in_the_place_of_another_is_no_part_of_the_gallery(copy):
    other = next(entry for entry in ENTRIES if entry.name == "cartpole-newborn")
    save_policy(other.load(), copy / "cartpole-solved.rlp")
    assert "not the one that came with the program" in refused(copy, "cartpole-solved")


def damaged(**changes):
    item = json.loads((SHIPPED / INDEX).read_bytes())
    item["policies"][0].update(changes)
    return json.dumps(item).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"\xff\xfe",
        b'{"format": "rl-playground gallery", "policies": {}}',
        b'{"format": "another", "policies": []}',
        damaged(name="../../secret"),
        damaged(environment="somebody:Else-v0"),
        damaged(age="ancient"),
        damaged(step=-1),
        damaged(mean="much"),
        damaged(weights_sha256="12"),
        damaged(more=1),
    ],
)
def test_a_damaged_index_is_told_in_a_sentence(copy, content):
    (copy / INDEX).write_bytes(content)
    with pytest.raises(GalleryError, match=r"“gallery\.json” is not the one that came with the program"):
        gallery(copy)


def test_a_missing_index_is_told_in_a_sentence(tmp_path):
    with pytest.raises(GalleryError, match=r"“gallery\.json” is missing"):
        gallery(tmp_path)
