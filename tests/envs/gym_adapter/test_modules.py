"""One process and many modules: each file keeps its own code, whatever it is called and whatever it registers."""

from __future__ import annotations

import os
import sys

import gymnasium
import numpy as np
import pytest

from playground.envs.base import EnvironmentParams
from playground.envs.gym_adapter.make import located
from playground.envs.gym_adapter.modules import has_changed
from playground.envs.gym_adapter.origin import Origin, origin_of
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.spaces import AddError
from playground.envs.gym_adapter.user_environments import card_of
from tests.envs.foreign_files import written


def maze(folder, prize, name="maze"):
    """A maze of its own in a folder, which pays so much; what to type for it."""
    path, rules = written(folder, "maze", name), written(folder, "maze_rules")
    replace(path, "maze:Maze", f"{name}:Maze")
    replace(rules, "10.0", prize)
    return f"{path}:GridWorld-v0"


def replace(path, old, new):
    with open(path) as file:
        text = file.read()
    assert old in text
    with open(path, "w") as file:
        file.write(text.replace(old, new))


def reward_of(card):
    """What a step pays in an instance, and in a batch as an evaluation makes it; it ends the episode."""
    one, batch = card.make(EnvironmentParams()), card.make_batch(1, EnvironmentParams())
    one.reset(0)
    batch.reset(np.array([0], np.uint32))
    _observation, paid, ended = one.step(0)
    assert ended  # as the rules beside it say, which it imports in the middle of a step
    return paid, float(batch.step(np.array([0]))[1][0])


@pytest.mark.slow
def test_two_files_that_register_one_id_are_each_their_own(tmp_path):
    first = card_of(probe(maze(tmp_path / "a", "10.0", "anna")))
    second = card_of(probe(maze(tmp_path / "b", "50.0", "bert")))
    assert [reward_of(card) for card in (first, second, first)] == [(10.0, 10.0), (50.0, 50.0), (10.0, 10.0)]


def test_two_files_of_one_name_are_each_their_own_with_what_lies_beside_them(tmp_path):
    cards = [card_of(probe(maze(tmp_path / name, prize))) for name, prize in (("a", "10.0"), ("b", "50.0"))]
    assert [reward_of(card)[0] for card in (*cards, *cards)] == [10.0, 50.0, 10.0, 50.0]


def test_a_file_that_was_edited_and_is_added_again_runs_the_new_code(tmp_path):
    typed = maze(tmp_path, "10.0")
    before = card_of(probe(typed))
    stamp = os.stat(tmp_path / "maze_rules.py")
    replace(tmp_path / "maze_rules.py", "10.0", "70.0")
    os.utime(tmp_path / "maze_rules.py", ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1))  # in the same second
    assert has_changed(origin_of(typed))
    assert reward_of(before)[0] == 10.0  # a run goes on with what it began with
    assert reward_of(card_of(probe(typed)))[0] == 70.0
    assert not has_changed(origin_of(typed))


@pytest.mark.slow
def test_a_file_that_was_put_right_after_it_failed_is_loaded_anew(tmp_path):
    typed = maze(tmp_path, "10.0")
    replace(tmp_path / "maze_rules.py", "PRIZE", "PRICE")
    with pytest.raises(Exception, match="cannot import name 'PRIZE'"):
        probe(typed)
    replace(tmp_path / "maze_rules.py", "PRICE", "PRIZE")
    assert reward_of(card_of(probe(typed)))[0] == 10.0


@pytest.mark.parametrize(
    "name",
    ["random", *(pytest.param(name, marks=pytest.mark.slow) for name in ("json", "statistics", "my-maze", "maze v2"))],
)
def test_the_very_file_is_loaded_whatever_it_is_called_and_python_keeps_its_own(tmp_path, name):
    import json
    import random

    assert reward_of(card_of(probe(maze(tmp_path, "30.0", name)))) == (30.0, 30.0)
    assert sys.modules["random"] is random
    assert sys.modules["json"] is json


def test_what_gymnasium_brings_stays_its_own_when_a_module_registers_its_id(tmp_path):
    path = written(tmp_path, "maze")
    written(tmp_path, "maze_rules")
    replace(path, "GridWorld-v0", "CartPole-v1")
    with pytest.warns(UserWarning, match="Overriding environment CartPole-v1"):
        theirs = probe(f"{path}:CartPole-v1")
    assert (theirs.form.n_numbers, probe("CartPole-v1").form.n_numbers) == (2, 4)
    assert "cartpole" in str(gymnasium.spec("CartPole-v1").entry_point)


@pytest.mark.slow
def test_a_folder_that_was_used_hides_no_module_that_is_looked_for_elsewhere(tmp_path, monkeypatch):
    probe(maze(tmp_path / "a", "10.0"))
    maze(tmp_path / "b", "50.0")
    monkeypatch.chdir(tmp_path / "b")
    assert located(Origin("maze:GridWorld-v0")).folder == str(tmp_path / "b")
    assert reward_of(card_of(probe("maze:GridWorld-v0")))[0] == 50.0
    assert probe("maze.py:GridWorld-v0").folder == str(tmp_path / "b")


@pytest.mark.slow
def test_a_file_of_a_package_finds_what_lies_beside_it(tmp_path):
    package = tmp_path / "pkg" / "envs"
    written(package, "maze")
    written(package, "maze_rules")
    for folder in (package, package.parent):
        (folder / "__init__.py").write_text("")
    replace(package / "maze.py", "from maze_rules", "from .maze_rules")
    replace(package / "maze.py", "maze:Maze", "pkg.envs.maze:Maze")
    (package.parent / "__init__.py").write_text("import pkg.envs.maze\n")
    for typed in ("pkg/envs/maze.py", "pkg/__init__.py", "pkg"):
        added = probe(f"{tmp_path}/{typed}:GridWorld-v0")
        assert (added.folder, reward_of(card_of(added))[0]) == (str(tmp_path), 10.0)


def test_nothing_is_written_into_the_folder_of_a_file(tmp_path):
    probe(maze(tmp_path, "10.0"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["maze.py", "maze_rules.py"]


def test_a_path_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(AddError, match=f"There is no file {tmp_path}/no.py"):
        probe(f"{tmp_path}/no.py:Env-v0")
