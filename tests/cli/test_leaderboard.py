"""`playground evaluate` with several policies: what a class handed in, the best first."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil

import pytest

from playground.cli.main import run
from playground.engine.evaluation.evaluation import evaluate_policy
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.store.policy.file import load_policy, save_policy


@pytest.fixture
def handed_in(policy_file, tmp_path):
    """Return a folder with two policies for the same task, the better one last by name, and a file that is none."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    falling = load_policy(policy_file)
    shutil.copyfile(policy_file, folder / "王小明.rlp")
    falling.weights["q.1.weight"] *= -1
    save_policy(falling, folder / "anna.rlp")
    (folder / "notes.txt").write_text("not a policy")
    return folder


def test_a_folder_of_policies_becomes_a_table_with_the_best_first(handed_in, capsys):
    assert run(["evaluate", str(handed_in), "--episodes", "5"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    head, *lines = shown.out.splitlines()
    assert head == "CartPole-v1, mean return over 5 episodes:"
    assert [re.split(" {2,}", line.strip())[:2] for line in lines] == [["1", "王小明.rlp"], ["2", "anna.rlp"]]
    assert len({re.search("from ", line).start() + len("".join(re.findall("[王小明]", line))) for line in lines}) == 1


def test_files_that_are_named_are_compared_on_the_same_starts_as_each_alone(handed_in, capsys):
    files = sorted(map(str, handed_in.glob("*.rlp")))
    assert run(["evaluate", *files, "--episodes", "7", "--seed", "5", "--json"]) == 0
    found = {one["file"]: one for one in json.loads(capsys.readouterr().out)["policies"]}
    for file in files:
        assert found[file]["returns"] == list(evaluate_policy(load_policy(file), 7, seed=5).returns)


def test_what_is_no_policy_is_said_and_skipped_and_the_exit_code_tells(handed_in, capsys):
    (handed_in / "broken.rlp").write_text("nonsense")
    assert run(["evaluate", str(handed_in), "--episodes", "2"]) == 1
    shown = capsys.readouterr()
    assert "broken.rlp: " in shown.err
    assert "1 of 3 were refused" in shown.err
    assert len(shown.out.splitlines()) == 3


def test_as_json_the_refused_ones_stand_beside_the_others(handed_in, capsys):
    (handed_in / "broken.rlp").write_text("nonsense")
    assert run(["evaluate", str(handed_in), "--episodes", "2", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in found["refused"]] == [str(handed_in / "broken.rlp")]
    assert "not a policy" in found["refused"][0]["problem"]
    assert [one["mean"] for one in found["policies"]] == sorted(
        (one["mean"] for one in found["policies"]), reverse=True
    )


def test_policies_of_an_easier_task_are_not_ranked_among_the_others(handed_in, capsys):
    policy = load_policy(handed_in / "anna.rlp")
    save_policy(dataclasses.replace(policy, environment_params=CartPoleParams(gravity=1.0)), handed_in / "moon.rlp")
    assert run(["evaluate", str(handed_in), "--episodes", "2"]) == 0
    usual, moon = capsys.readouterr().out.split("\n\n")
    assert "moon.rlp" not in usual
    assert moon.splitlines()[0].startswith("CartPole-v1 (gravity=1), ")
    assert moon.splitlines()[1].startswith("   1  moon.rlp")


def test_a_policy_of_another_environment_than_is_named_is_skipped(handed_in, capsys):
    assert run(["evaluate", str(handed_in), "--env", "Acrobot-v1"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("was trained in CartPole-v1, and --env names Acrobot-v1") == 2


def test_a_folder_without_policies_is_said(tmp_path, capsys):
    assert run(["evaluate", str(tmp_path)]) == 1
    assert "There is no policy (.rlp) in the folder" in capsys.readouterr().err


def test_the_name_of_a_file_cannot_write_to_the_terminal(handed_in, capsys):
    (handed_in / "anna.rlp").rename(handed_in / "\x1b[2J.rlp")
    assert run(["evaluate", str(handed_in), "--episodes", "2"]) == 0
    assert "\x1b" not in capsys.readouterr().out
