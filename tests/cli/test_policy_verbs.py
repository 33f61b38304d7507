"""`playground info`, `evaluate` and `replay`: what they say about a policy file, and about what is none."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys

import av
import numpy as np
import pytest

from playground.cli.main import run
from playground.cli.screen import screen_problem
from playground.cli.window import OpenWindow
from playground.engine.evaluation.evaluation import evaluate_policy
from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.result import Evaluation
from playground.engine.presets.catalogue import PRESETS
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.store.gallery import gallery
from playground.store.policy.file import load_policy, save_policy
from tests.cli.conftest import environment


def test_info_says_what_the_file_holds(policy_file, capsys):
    assert run(["info", str(policy_file)]) == 0

    shown = capsys.readouterr().out
    for text in ("DQN", "CartPole-v1", "4 – 2 – 2", "tutorial", "123 steps", "500.0 ± 0.0 over 3", "0.95, then 0.5"):
        assert text in shown
    assert "bad\\x1b[2J" in shown
    assert "\x1b" not in shown


def test_info_as_json_has_everything_but_the_weights(policy_file, capsys):
    assert run(["info", str(policy_file), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    policy = load_policy(policy_file)
    assert found["format"] == "rl-playground policy"
    assert found["title"] == "bad\x1b[2J"
    assert found["layer_sizes"] == [4, 2, 2]
    assert found["settings"]["gamma"] == 0.95
    assert found["values"]["gamma"] == 0.5
    assert found["progress"] == {"steps": 123, "episodes": 4, "updates": 60}
    assert found["evaluation"] == {"mean": 500, "std": 0, "min": 500, "max": 500, "episodes": 3}
    assert found["weights_sha256"] == policy.weights_sha256


def test_info_writes_a_value_that_came_down_a_line_as_a_person_would(policy_file, capsys):
    policy = load_policy(policy_file)
    values = policy.values | {"learning_rate": 0.0100000000000037}
    save_policy(dataclasses.replace(policy, values=values), policy_file)
    assert run(["info", str(policy_file)]) == 0
    assert re.search(r"\n  learning_rate +0\.001, then 0\.01\n", capsys.readouterr().out)


def test_info_writes_returns_whose_sum_is_beyond_any_number(policy_file, capsys, recwarn):
    policy = load_policy(policy_file)
    returns = Evaluation((1.5e308, 1.5e308, -1.5e308), (1, 1, 1))
    save_policy(dataclasses.replace(policy, evaluation=returns), policy_file)
    assert run(["info", str(policy_file)]) == 0
    shown = capsys.readouterr()
    assert "mean return 5e+307 ± 1.414e+308 over 3 fresh episodes, from -1.5e+308 to 1.5e+308" in shown.out
    assert shown.err == ""
    assert not recwarn.list


def test_info_calls_a_table_a_table(tmp_path, capsys):
    settings = PRESETS.get("cells", "GridWorld-v1", "q-table").settings()
    weights = {"q.table": np.zeros((6, 5, 4), np.float32)}
    save_policy(Policy(settings, settings.values(), weights, step=1, n_episodes=0, n_updates=1), tmp_path / "t.rlp")
    assert run(["info", str(tmp_path / "t.rlp")]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"\n  table +6 – 5 – 4\n", shown)
    assert "network" not in shown


@pytest.mark.parametrize("verb", ["info", "evaluate", "replay"])
def test_a_policy_of_another_environment_than_is_named_is_refused(verb, policy_file, capsys):
    with pytest.raises(SystemExit) as caught:
        run([verb, str(policy_file), "--env", "Acrobot-v1"])
    assert caught.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "was trained in CartPole-v1, and --env names Acrobot-v1" in shown.err
    assert run(["info", str(policy_file), "--env", "CartPole-v1"]) == 0


def test_info_says_in_which_environment_the_policy_was_taken(policy_file, capsys):
    assert run(["info", str(policy_file)]) == 0
    assert re.search(r"\n  length +0\.5\n", capsys.readouterr().out)
    policy = load_policy(policy_file)
    save_policy(dataclasses.replace(policy, environment_params=CartPoleParams(length=1.0)), policy_file)

    assert run(["info", str(policy_file)]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"\n  length +0\.5, then 1\n", shown)
    assert re.search(r"\n  gravity +9\.8\n", shown)
    assert run(["info", str(policy_file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["environment_values"] == found["environment_settings"] | {"length": 1.0}
    assert found["environment_settings"]["length"] == 0.5


def test_evaluate_plays_the_episodes_of_its_seed(policy_file, capsys):
    falling = load_policy(policy_file)
    falling.weights["q.1.weight"] *= -1  # pushes the wrong way: every start then gives another return
    save_policy(falling, policy_file)
    expected = evaluate_policy(falling, 7, seed=5)
    assert len(set(expected.returns)) > 1

    assert run(["evaluate", str(policy_file), "--episodes", "7", "--seed", "5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["returns"] == list(expected.returns)
    assert (found["mean"], found["std"]) == (expected.mean, expected.std)
    assert (found["min"], found["max"]) == (min(expected.returns), max(expected.returns))
    assert run(["evaluate", str(policy_file), "--episodes", "7", "--seed", "5"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Mean return {expected.mean:.1f} ± {expected.std:.1f} over 7 episodes, from ")


def test_replay_asks_for_a_window_with_the_file_and_the_seed(policy_file):
    assert run(["replay", str(policy_file), "--seed", "9"]) == OpenWindow(str(policy_file), 9)


def test_a_policy_that_came_with_the_program_is_named_instead_of_a_file(capsys):
    entry = next(entry for entry in gallery() if entry.name == "cartpole-half-way")
    assert run(["info", "gallery:cartpole-half-way", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["weights_sha256"] == entry.weights_sha256
    assert run(["evaluate", "gallery:cartpole-half-way", "gallery:cartpole-solved", "--episodes", "5"]) == 0
    head, first, second = capsys.readouterr().out.splitlines()
    assert head == "CartPole-v1, mean return over 5 episodes:"
    assert "cartpole-solved.rlp" in first
    assert "cartpole-half-way.rlp" in second
    assert run(["replay", "gallery:cartpole-half-way"]) == OpenWindow(str(entry.path), 0)


def test_a_policy_that_did_not_come_with_the_program_is_told_with_the_nearest_and_all_there_are(capsys):
    assert run(["evaluate", "gallery:cartpole-solvd"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("There is no policy called “cartpole-solvd”. Did you mean “cartpole-solved”? There are: ")
    assert all(entry.name in said for entry in gallery())


def test_a_window_without_a_screen_is_refused_in_words(playground, policy_file):
    for words in ((), ("replay", policy_file)):
        result = playground(*words)
        assert (result.returncode, result.stdout) == (1, "")
        assert "no screen" in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"DISPLAY": ":77"}, "the screen that the environment variable DISPLAY names (“:77”) cannot be reached"),
        ({"DISPLAY": "nonsense"}, "DISPLAY names (“nonsense”)"),
        ({"DISPLAY": ":77", "QT_QPA_PLATFORM": "xcb"}, "DISPLAY names (“:77”)"),
        ({"WAYLAND_DISPLAY": "gone-0", "XDG_RUNTIME_DIR": "/nowhere"}, "WAYLAND_DISPLAY names (“gone-0”)"),
        ({"QT_QPA_PLATFORM": "offscren"}, "QT_QPA_PLATFORM names “offscren”, which Qt has not here"),
        ({"QT_QPA_PLATFORM": "offscren;xcb", "DISPLAY": ":77"}, "“offscren”"),
    ],
)
def test_a_screen_that_cannot_be_reached_is_named_in_words_before_qt_would_abort(playground, variables, named):
    result = playground(env=environment() | {"XDG_SESSION_TYPE": "x11"} | variables)
    assert (result.returncode, result.stdout) == (1, "")
    assert named in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_platform_that_qt_has_is_not_in_the_way(monkeypatch):
    for name in ("offscreen", "offscren;offscreen", "minimal:enable_fonts", "offscreen:configfile=/x"):
        monkeypatch.setenv("QT_QPA_PLATFORM", name)
        assert screen_problem() is None


@pytest.mark.slow
def test_replay_films_into_a_file_and_says_so(playground, policy_file, tmp_path):
    result = playground("replay", policy_file, "--seed", 1, "--video", "out.mp4")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "Wrote out.mp4: 500 steps, return 500.\n"
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == 551


@pytest.mark.parametrize("verb", [("info",), ("evaluate",), ("replay",), ("replay", "--video", "out.mp4")])
def test_a_file_that_is_no_policy_is_refused_in_one_sentence(verb, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.rlp").write_bytes(b"\x80\x04.")
    refused = [("bad.rlp", "pickle or PyTorch file"), ("none.rlp", "There is no file")]
    if verb != ("evaluate",):  # which takes the policies in a folder
        refused.append((".", "not a file"))
    for name, reason in refused:
        assert run([*verb, name]) == 1
        shown = capsys.readouterr()
        assert reason in shown.err
        assert shown.err.count("\n") == 1
        assert shown.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["bad.rlp"]


@pytest.fixture(params=["a reader that is gone", *(["a full disk"] if os.path.exists("/dev/full") else [])])
def unwritable(request):
    """Return a descriptor that takes nothing."""
    if request.param == "a full disk":
        writing = os.open("/dev/full", os.O_WRONLY)
    else:
        reading, writing = os.pipe()
        os.close(reading)
    yield writing
    os.close(writing)


def test_a_result_that_cannot_be_written_is_a_failure(playground, policy_file, unwritable):
    result = playground("info", policy_file, stdout=unwritable)
    assert result.returncode == 1
    assert (
        result.stderr == "The result could not be written to standard output. Is its reader gone, or its disk full?\n"
    )
