"""Every refusal says the true reason, and what it advises is done here and works."""

from __future__ import annotations

from pathlib import Path

import gymnasium
import pytest

from playground.cli.main import run
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.spaces import AddError
from playground.errors import EnvironmentFault, UnknownNameError
from playground.registry import Registry
from tests.envs.foreign_files import written


def refused(typed):
    with pytest.raises(AddError) as error:
        probe(typed)
    assert str(error.value) == error.value.english()
    return str(error.value)


def edited(path, old, new):
    text = Path(path).read_text()
    assert old in text
    Path(path).write_text(text.replace(old, new))


@pytest.mark.slow
def test_code_for_gym_is_told_so_and_works_once_it_imports_gymnasium(tmp_path):
    path = written(tmp_path, "gym_maze")
    said = refused(f"{path}:Maze-v0")
    assert "it is written for gym, whose place gymnasium has taken (gym_maze.py, line 3)" in said
    edited(path, "import gym\n", "import gymnasium as gym\n")
    assert "Write “import gymnasium as gym” there" in said
    assert probe(f"{path}:Maze-v0").name == "gym_maze:Maze-v0"


@pytest.mark.slow
def test_a_module_that_its_code_needs_is_named_and_found_beside_the_file(tmp_path):
    path = written(tmp_path, "maze")
    assert "needs the module “maze_rules” (maze.py, line 5)" in refused(f"{path}:GridWorld-v0")
    written(tmp_path, "maze_rules")
    probe(f"{path}:GridWorld-v0")


@pytest.mark.slow
def test_a_class_and_a_module_that_register_nothing_are_told_what_to_write(tmp_path):
    path = written(tmp_path, "unregistered")
    said = refused(f"{path}:Bare")
    assert 'Write gymnasium.register("Bare-v0", Bare) below the class, and add unregistered:Bare-v0.' in said
    said = refused(f"{path}:Bare-v0")
    assert 'registers no environment. Write gymnasium.register("Bare-v0", …) at its end' in said
    edited(path, '"""Everything', '"""Nearly everything')
    Path(path).write_text(Path(path).read_text() + 'gymnasium.register("Bare-v0", Bare)\n')
    said = refused(f"{path}:Bare-v0")
    assert "Give its Box finite bounds, such as Box(-1, 1, (2,))" in said
    edited(path, "Box(-np.inf, np.inf, (2,), np.float32)", "Box(-1, 1, (2,))")
    probe(f"{path}:Bare-v0")
    assert "registers no “Bear-v0”. It registers Bare-v0." in refused(f"{path}:Bear-v0")


@pytest.mark.slow
def test_a_text_is_refused_by_its_name_and_taken_once_a_wrapper_makes_numbers_of_it(tmp_path):
    path = written(tmp_path, "counted")
    assert "a gymnasium.ObservationWrapper may make one of it" in refused(f"{path}:Text-v0")
    Path(path).write_text(
        Path(path).read_text()
        + """

class Reads(gym.ObservationWrapper):
    def __init__(self, env):
        super().__init__(env)
        self.observation_space = spaces.Discrete(3)

    def observation(self, observation):
        return observation["map"]


gym.register("Read-v0", lambda **more: Reads(Large(spaces.Dict({"map": spaces.Discrete(3), "said": spaces.Text(9)}))))
"""
    )
    assert probe(f"{path}:Read-v0").form.counts == (3,)


def test_a_file_that_is_written_without_its_folder_is_found_where_one_is(tmp_path, monkeypatch):
    written(tmp_path, "counted", "my-env")
    monkeypatch.chdir(tmp_path)
    assert "write the file, such as my-env.py:Corridor-discrete-v0" in refused("my-env:Corridor-discrete-v0")
    assert probe("my-env.py:Corridor-discrete-v0").name == "my-env:Corridor-discrete-v0"


def test_an_error_in_registering_is_not_taken_for_an_id_that_is_not_there(tmp_path):
    path = tmp_path / "half.py"
    path.write_text("import gymnasium\ngymnasium.register('My Maze', object)\n")
    with pytest.raises(EnvironmentFault, match=r"it raised Error: Malformed environment ID.*\(half.py, line 2\)"):
        probe(f"{path}:My-v0")


def test_a_version_that_gymnasium_took_back_is_answered_in_its_words():
    assert "Please use `Taxi-v4` instead" in refused("Taxi-v3")
    assert gymnasium.spec("Taxi-v4")


def test_a_list_in_a_sentence_is_never_empty(capsys):
    with pytest.raises(UnknownNameError, match="There is no lamp called “red”, for there is none at all here"):
        Registry("lamp").get("red")
    with pytest.raises(SystemExit):
        run(["train", "--env", "LunarLander-v3", "--set-env", "wind_power=3"])
    said = capsys.readouterr().err
    assert "There is no environment parameter called “wind_power”, for there is none at all here" in said
    assert "There are:" not in said
