"""`playground evaluate A --against B`: the verdict, and all of it as JSON."""

from __future__ import annotations

import json

import pytest

from playground.cli.main import run
from playground.engine.evaluation.evaluation import evaluate_policy
from playground.store.policy.file import load_policy, save_policy


@pytest.fixture
def worse_file(policy_file, tmp_path):
    falling = load_policy(policy_file)
    falling.weights["q.1.weight"] *= -1
    path = tmp_path / "worse.rlp"
    save_policy(falling, path)
    return path


def test_the_better_one_is_named_with_an_interval(policy_file, worse_file, capsys):
    assert run(["evaluate", str(policy_file), "--against", str(worse_file), "--episodes", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("“good.rlp”: mean return ")
    assert lines[1].startswith("“worse.rlp”: mean return ")
    assert lines[2].startswith("“good.rlp” is better: on 20 common starts it returns ")
    assert "95 % interval" in lines[2]
    assert "percentile bootstrap" in lines[3]
    assert "From here on “good.rlp” gets " in lines[4]


def test_json_has_every_return_and_every_disagreement(policy_file, worse_file, capsys):
    words = ["evaluate", str(policy_file), "--against", str(worse_file), "--episodes", "20", "--seed", "3", "--json"]
    assert run(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["returns"] == [
        list(evaluate_policy(load_policy(file), 20, seed=3).returns) for file in (policy_file, worse_file)
    ]
    low, high = told["difference"]["interval"]
    assert 0 < low < told["difference"]["mean"] < high
    assert told["difference"]["better"] == 20
    assert len(told["disagreements"]) == 20
    assert {moment["visitor"] for moment in told["disagreements"]} <= {0, 1}


@pytest.mark.parametrize(("other", "name"), [("rule", "the rule"), ("random", "random actions")])
def test_the_rule_and_random_actions_are_opponents_too(policy_file, capsys, other, name):
    assert run(["evaluate", str(policy_file), "--against", other, "--episodes", "20"]) == 0
    assert f"“{name}”: mean return " in capsys.readouterr().out


def test_more_than_one_policy_is_wrong_usage(policy_file, worse_file, capsys):
    with pytest.raises(SystemExit) as ended:
        run(["evaluate", str(policy_file), str(worse_file), "--against", "rule"])
    assert ended.value.code == 2
    assert "--against takes one policy" in capsys.readouterr().err


def test_a_file_that_is_no_policy_is_said(policy_file, tmp_path, capsys):
    (tmp_path / "broken.rlp").write_text("nonsense")
    assert run(["evaluate", str(policy_file), "--against", str(tmp_path / "broken.rlp")]) == 1
    assert "not a policy" in capsys.readouterr().err
