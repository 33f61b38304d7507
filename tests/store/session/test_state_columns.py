"""What an algorithm keeps in its state: a session file has a column for it, or says in words that it has none."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from playground.agents.base import ALGORITHMS
from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import archive_of
from playground.engine.history.recipe import recipe_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.store.recipe.file import load_recipe, save_recipe
from playground.store.session.agent import UnkeptStateError
from playground.store.session.file import save_session


@pytest.fixture
def diary():
    """Enter the algorithm of unkept_state.py, and give settings for it."""
    prepare_thread()
    name = "diary"
    entry = dataclasses.replace(ALGORITHMS.get("q-table"), name=name, learner="tests.store.session.unkept_state:Diary")
    ALGORITHMS.add(name, entry)
    preset = PRESETS.first("GridWorld-v1", "q-table").settings()
    yield Settings("GridWorld-v1", name, preset.params)
    ALGORITHMS.remove(name)


def timeline_of(settings, n_steps=30):
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session))
    while session.n_steps < n_steps:
        timeline.step()
    return timeline


def test_a_part_of_a_state_that_no_file_can_hold_is_named_and_nothing_is_written(diary, tmp_path):
    path = tmp_path / "x.rls"
    with pytest.raises(UnkeptStateError, match=r"algorithm diary keeps “last” in its state as NoneType"):
        save_session(archive_of(timeline_of(diary)), path)
    assert list(tmp_path.iterdir()) == []


def test_its_recipe_can_be_saved_all_the_same(diary, tmp_path):
    path = tmp_path / "x.rlr"
    timeline = timeline_of(diary)
    save_recipe(recipe_of(timeline.session, None), path)
    assert load_recipe(path).settings == diary


def test_an_array_of_another_type_is_named_too(diary, monkeypatch, tmp_path):
    from tests.store.session import unkept_state

    monkeypatch.setattr(unkept_state.Diary, "state", lambda self: {"seen": {"when": np.zeros(3, np.complex64)}})
    with pytest.raises(UnkeptStateError, match=r"“seen\.when” in its state as ndarray"):
        save_session(archive_of(timeline_of(diary)), tmp_path / "x.rls")
