"""The self-test: it looks at results, says what failed, goes on after it, and touches nothing of the user's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from playground.readiness import steps_files, steps_learning
from playground.readiness.self_test import Step, try_out
from playground.readiness.steps import STEPS
from tests.cli.conftest import environment
from tests.readiness import work

ROOT = Path(__file__).parent.parent.parent


def step(do):
    return Step(do.__name__, do.__name__, do)


def test_a_step_that_raises_dies_or_hangs_is_a_failure_and_the_others_are_done(tmp_path):
    steps = [work.step_writes, work.step_raises, work.step_aborts, work.step_hangs, work.step_reads]
    outcomes = list(try_out([step(do) for do in steps], tmp_path, limit_s=1.0))
    assert [outcome.is_ok for outcome in outcomes] == [True, False, False, False, True]
    _first, raised, died, hung, last = outcomes
    assert "no such luck" in str(raised.problem)
    assert "ended by itself" in str(died.problem)
    assert "in aborts" in died.details
    assert "no answer came" in str(hung.problem)
    assert "in waits_for_ever" in hung.details
    assert last.seen == "by the first step"


def test_all_that_a_step_keeps_lies_in_the_folder_of_the_test(tmp_path):
    (outcome,) = try_out([step(work.step_tells_its_places)], tmp_path)
    assert outcome.is_ok, outcome.details
    places = outcome.seen.splitlines()
    assert places[:3] == [str(tmp_path)] * 3
    assert len(places) == 5
    assert all(place.startswith(str(tmp_path)) for place in places[3:]), places


def test_what_comes_back_changed_from_its_file_is_a_failure(tmp_path):
    """The results are looked at: a policy that plays badly passes no step that wants a good one."""
    from playground.engine.evaluation.policy import policy_of
    from playground.engine.presets.catalogue import PRESETS
    from playground.engine.run.session import Session
    from playground.store.policy.file import save_policy

    save_policy(policy_of(Session(PRESETS.get("fast").settings())), tmp_path / steps_learning.LEARNED)
    for do in (steps_learning.evaluate, steps_files.replay):
        with pytest.raises(steps_learning.StepError, match="return"):
            do(tmp_path)


@pytest.mark.slow
def test_the_whole_program_comes_to_what_it_should_and_leaves_nothing_behind(tmp_path):
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    for folder in (home, temporary):
        folder.mkdir()
    told = self_test(ROOT, home, temporary)
    found = json.loads(told.stdout)
    assert (found["ok"], told.returncode) == (True, 0), told.stdout
    assert [step["name"] for step in found["steps"]] == [step.name for step in STEPS]
    assert all(step["seen"] for step in found["steps"])
    assert found["seconds"] < 40
    assert [path for folder in (home, temporary) for path in folder.rglob("*")] == []


@pytest.mark.slow
def test_a_damaged_program_fails_in_the_steps_that_need_what_is_missing(tmp_path):
    copy = tmp_path / "copy"
    for name in ("playground", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "screenshots"))
    (copy / "resources/locale/zh_CN/LC_MESSAGES/playground.mo").unlink()
    (copy / "resources/icons/run.svg").write_text("<svg")
    (copy / "playground/agents/ddpg/torch_twin.py").unlink()
    told = self_test(copy, tmp_path, tmp_path)
    found = json.loads(told.stdout)
    failed = {step["name"]: step["problem"] for step in found["steps"] if not step["ok"]}
    assert told.returncode == 1
    assert set(failed) == {"words", "icons", "code"}
    assert "ddpg" in failed["code"]
    assert "run.svg" in failed["icons"]
    assert len(found["steps"]) == len(STEPS)


def self_test(root, home, temporary):
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    surroundings = environment() | places | {"PYTHONPATH": str(root), "TMPDIR": str(temporary)}
    return subprocess.run(
        [sys.executable, "-P", "-B", "-m", "playground", "--self-test", "--json"],
        cwd=home,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_finds_what_was_compiled_for_this_computer_and_keeps_all_else_in_its_own_folder(tmp_path):
    code = (
        "import pathlib, sys\n"
        "from playground.arithmetic.machine_code.folders import base_folder\n"
        "from playground.folders import state_folder\n"
        "from playground.readiness.isolation import keep_all_in\n"
        "before = base_folder()\n"
        "keep_all_in(pathlib.Path(sys.argv[1]))\n"
        "print(base_folder() == before, state_folder() == pathlib.Path(sys.argv[1]))\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    command = [sys.executable, "-c", code, str(tmp_path)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout == "True True\n"
