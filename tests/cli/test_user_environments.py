"""Environments on the command line: one that is typed, one that fails, one whose package is missing, a pair that is none."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from pathlib import Path

import pytest

from playground.cli.main import run
from playground.envs.base import ENVIRONMENTS
from playground.store.policy.file import load_policy
from tests.envs.foreign_files import written
from tests.interrupts import on_ctrl_c

THEIRS = Path(__file__).parent.parent / "envs" / "user_environments.py"
SHORT = ("--set", "hidden_layers=8", "--set", "batch_size=16")


@pytest.fixture
def module(tmp_path):
    """A module of environments in the folder the program is started in, under a name no other test uses."""
    shutil.copy(THEIRS, tmp_path / "my_envs.py")
    return "my_envs"


def test_an_environment_that_is_typed_is_trained_in_and_added_for_this_run_only(module, playground):
    done = playground("train", "--env", f"{module}:Walk-v0", "--steps", 600, "--save", "w.rlp", "--json", *SHORT)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["env_steps"] == 600
    shown = playground("info", "w.rlp")
    assert shown.returncode == 1
    assert "add it first" in shown.stderr
    assert "Traceback" not in shown.stderr
    for words in (("info",), ("evaluate", "--episodes", 2), ("replay", "--video", "w.mp4")):
        done = playground(words[0], "w.rlp", *words[1:], "--env", f"{module}:Walk-v0")
        assert (done.returncode, done.stderr) == (0, ""), words


def test_a_run_that_an_environment_ends_says_so_without_a_traceback(module, playground, tmp_path):
    done = playground("train", "--env", f"{module}:Late-step-raises-v0", "--steps", 3000, "--save", "w.rlp", *SHORT)
    assert done.returncode == 1
    assert "it raised ZeroDivisionError: the floor gave way (my_envs.py, line" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Saved the best policy to w.rlp" in done.stdout


@pytest.mark.parametrize("wrong", ["step-raises", "interrupts", "panics", "nan", "shape", "reward"])
def test_what_was_learned_before_an_environment_failed_is_saved(capsys, forgotten, tmp_path, wrong):
    path = tmp_path / "w.rlp"
    name = f"tests.envs.user_environments:Late-{wrong}-v0"
    code, said = words(capsys, "train", "--env", name, "--steps", "3000", "--save", str(path), *SHORT)
    assert code == 1
    assert f"Training ended at step 1500. The environment “{name}” went wrong in step " in said
    assert "Put its code right and train again" in said
    assert load_policy(path).step > 0


def test_the_second_ctrl_c_of_the_person_is_no_fault_of_the_environment_it_arrives_in(capsys, forgotten, tmp_path):
    path = tmp_path / "w.rlp"
    name = "tests.envs.user_environments:Late-person-interrupts-v0"
    with on_ctrl_c(signal.default_int_handler):
        code, said = words(capsys, "train", "--env", name, "--steps", "3000", "--save", str(path), *SHORT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert (code, path.exists()) == (1, False)
    assert said == "Stopped before it was finished. Files are as they were before.\n"


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("Unlicensed-v0", 1, "went wrong in its making: it raised RuntimeError: no licence found (my_envs.py, line"),
        ("Nowhere-v0", 1, "went wrong in reset, seed 11"),
        ("Film-v0", 2, "has 4800 numbers"),
        ("Nothing-v0", 2, "It registers Film-v0, Goal-v0, Grid-v0"),
    ],
)
def test_one_that_cannot_be_used_is_refused_in_a_sentence(module, playground, name, code, why):
    done = playground("train", "--env", f"{module}:{name}", *SHORT)
    assert (done.returncode, done.stdout) == (code, "")
    assert why in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def forgotten():
    """What is added in this process is gone after the test."""
    yield
    for name in ENVIRONMENTS.names():
        if ":" in name:
            ENVIRONMENTS.remove(name)


def words(capsys, *words):
    """The exit code and what was said, in this process."""
    try:
        code = run(list(words))
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().err


def test_without_a_file_to_save_to_nobody_is_told_that_something_was_kept(capsys, forgotten):
    name = "tests.envs.user_environments:Late-reward-v0"
    code, said = words(capsys, "train", "--env", name, "--steps", "3000", *SHORT)
    assert code == 1
    assert "Put its code right and train again." in said
    assert "With --save, what is learned until such a moment is kept." in said
    assert "kept where" not in said


@pytest.mark.slow
def test_what_an_environment_prints_is_not_in_the_json(playground, tmp_path):
    (tmp_path / "chatty.py").write_text(
        "import gymnasium\nfrom tests.envs.user_environments import Walk\nprint('I am imported')\n"
        "class Chatty(Walk):\n    def step(self, action):\n        print('I step')\n        return super().step(action)\n"
        "gymnasium.register('Chatty-v0', Chatty)\n"
    )
    done = playground("train", "--env", "chatty:Chatty-v0", "--steps", 30, "--save", "c.rlp", "--json", *SHORT)
    assert json.loads(done.stdout)["env_steps"] == 30
    assert "I am imported\n" in done.stderr
    done = playground("evaluate", "c.rlp", "--env", "chatty:Chatty-v0", "--episodes", 1, "--json")
    assert json.loads(done.stdout)["episodes"] == 1
    assert "I step\n" in done.stderr


def test_an_algorithm_that_cannot_act_in_an_environment_is_wrong_usage(capsys):
    code, said = words(capsys, "train", "--env", "Pendulum-v1", "--algo", "dqn")
    assert code == 2
    assert "the actions of this environment are continuous numbers" in said
    assert words(capsys, "train", "--env", "CartPole-v1", "--algo", "ddpg")[0] == 2


def test_without_an_algorithm_one_that_can_act_there_is_taken(capsys, tmp_path):
    path = tmp_path / "p.rlp"
    code, said = words(capsys, "train", "--env", "Pendulum-v1", "--steps", "10", "--save", str(path))
    assert code == 0
    assert said.startswith("learning_starts: the run ends after 10 steps, before learning starts")
    assert said.count("\n") == 1
    assert load_policy(path).settings.space.is_continuous


def test_a_missing_package_is_named_with_the_command_that_installs_it(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "Box2D", None)  # as Python sees a package that is not there
    code, said = words(capsys, "train", "--env", "LunarLander-v3", "--steps", "10")
    assert code == 1
    assert 'Install it with pip install "box2d==2.3.10"' in said


def test_a_damaged_list_of_added_environments_is_said_and_the_rest_goes_on(capsys):
    from playground.store.user_environments import added_path

    added_path().parent.mkdir(parents=True)
    added_path().write_text("[{}]")
    code, said = words(capsys, "info", "nothing.rlp")
    assert code == 1
    assert "environments you added cannot be read" in said
    assert "There is no file" in said


def test_the_file_that_is_named_is_the_one_that_acts_though_one_of_its_name_was_added(capsys, forgotten, tmp_path):
    for folder, prize in (("a", "10.0"), ("b", "50.0")):
        path = written(tmp_path / folder, "maze")
        rules = Path(written(tmp_path / folder, "maze_rules"))
        rules.write_text(rules.read_text().replace("10.0", prize))
        said = run(
            ["train", "--env", f"{path}:GridWorld-v0", "--steps", "5", "--save", str(tmp_path / f"{folder}.rlp")]
        )
        assert said == 0
    for folder, prize in (("a", "10"), ("b", "50"), ("a", "10")):
        typed = f"{tmp_path / folder}/maze.py:GridWorld-v0"
        capsys.readouterr()
        assert run(["evaluate", str(tmp_path / "a.rlp"), "--env", typed, "--episodes", "2"]) == 0
        assert f"Mean return {prize}.0 " in capsys.readouterr().out


def test_what_the_trial_found_is_told_by_train_evaluate_and_run(capsys, forgotten, tmp_path):
    typed = f"{written(tmp_path, 'word_set')}:Words-v0"
    policy, recipe = str(tmp_path / "w.rlp"), str(tmp_path / "w.rlr")
    why = "need not repeat bit for bit, and what is evaluated in it may differ from one time to the next: it is another"
    for line in (
        ("train", "--env", typed, "--steps", "40", "--save", policy, "--save-recipe", recipe, *SHORT),
        ("evaluate", policy, "--episodes", "1"),
        ("run", recipe),
    ):
        code, said = words(capsys, *line)
        assert (code, said.count(why)) == (0, 1), line
