"""The walks of .github/CONTRIBUTING.md work as they stand: each is done in a copy of the project, and used."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.walks.contributing import ROOT, Copy, n_fences, walks

WALKS = walks()
WINDOW = ROOT / "tests" / "walks" / "in_the_window.py"


@pytest.fixture
def walked(request, tmp_path):
    """Give the copy in which the walk that a test names was done."""
    copy = Copy(tmp_path / "copy")
    for block in WALKS[request.param]:
        copy.put(block)
    return copy


def walk(title):
    return pytest.mark.parametrize("walked", [title], indirect=True, ids=[title.replace(" ", "-")])


def used_in_the_window(copy, test):
    shutil.copy(WINDOW, copy.folder / "tests" / "ui" / "test_walk.py")
    copy.passes_tests("tests/ui/test_walk.py", "-k", test)
    (copy.folder / "tests" / "ui" / "test_walk.py").unlink()


def test_every_block_of_code_says_where_it_goes():
    assert list(WALKS) == ["an algorithm", "an environment", "a plot", "a hyperparameter"]
    assert {title: len(blocks) for title, blocks in WALKS.items()} == {title: n_fences(title) for title in WALKS}


@pytest.mark.slow
@walk("an algorithm")
def test_a_new_algorithm_trains_is_saved_and_is_in_the_window(walked, tmp_path):
    walked.passes_the_checks()
    policy = tmp_path / "sarsa.rlp"
    words = ["--algo", "sarsa", "--env", "GridWorld-v1", "--seed", "1", "--steps", "20000"]
    result = json.loads(walked.playground("train", *words, "--save", policy, "--json"))
    assert result["best"]["mean"] > 0
    evaluated = json.loads(walked.playground("evaluate", policy, "--episodes", "20", "--seed", "0", "--json"))
    assert evaluated["mean"] > 0
    assert "SARSA" in walked.playground("info", policy)
    used_in_the_window(walked, "algorithm")
    walked.passes_tests("tests/agents/test_algorithms.py", "tests/engine/test_every_pair.py", "-k", "sarsa")
    walked.passes_tests("tests/store/session", "tests/ui/hyper")


@pytest.mark.slow
@walk("an environment")
def test_a_new_environment_is_learned_in_painted_and_in_the_window(walked, tmp_path):
    walked.passes_the_checks()
    policy = tmp_path / "corridor.rlp"
    words = ["--algo", "q-table", "--env", "Corridor-v1", "--set", "bins=7", "--seed", "1", "--steps", "4000"]
    walked.playground("train", *words, "--save", policy)
    evaluated = json.loads(walked.playground("evaluate", policy, "--episodes", "20", "--seed", "0", "--json"))
    assert evaluated["mean"] == 1.0
    used_in_the_window(walked, "environment")
    walked.passes_tests("tests/engine/test_every_pair.py", "tests/envs", "-k", "Corridor or every_environment")
    walked.passes_tests("tests/ui/hyper", "tests/ui/view")


@pytest.mark.slow
@walk("a plot")
def test_a_new_plot_is_drawn_in_the_window(walked):
    walked.passes_the_checks()
    used_in_the_window(walked, "plot")
    walked.passes_tests("tests/ui/plots", "tests/ui/timeline", "tests/ui/window")


@pytest.mark.slow
@walk("a hyperparameter")
def test_a_new_hyperparameter_is_in_the_form_the_command_line_and_files(walked, tmp_path):
    walked.passes_the_checks()
    policy = tmp_path / "limited.rlp"
    words = ["--set", "target_limit=20", "--seed", "1", "--steps", "1500"]
    walked.playground("train", *words, "--save", policy)
    assert "target_limit" in walked.playground("info", policy)
    assert "target_limit" in walked.playground("train", "--help")
    walked.playground("info", ROOT / "tests" / "store" / "fixtures" / "policy-2.rlp")
    used_in_the_window(walked, "hyperparameter")
    walked.passes_tests("tests/test_hyper.py", "tests/ui/hyper", "tests/store/test_older_files.py")
