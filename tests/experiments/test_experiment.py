"""An experiment runs what is missing and nothing twice; what counts as the same run is its settings, seed and version."""

from __future__ import annotations

import dataclasses

import pytest

from playground.errors import FileError
from playground.experiments.experiment import carry_out, fingerprint, others, plan
from playground.experiments.markdown_blocks import block, write_blocks
from playground.experiments.report import as_block, as_text
from playground.experiments.results import ResultsFile
from playground.experiments.workers import Failure
from tests.experiments.work import SmallRow, experiment

A, B = SmallRow("a"), SmallRow("b", gamma=0.8)


def nothing(task, step):
    pass


@pytest.fixture
def file(tmp_path):
    return ResultsFile(tmp_path / "results.jsonl")


def run(of, file, seeds):
    made = plan(of, of.rows, seeds, file.read())
    return made, list(carry_out(of, made, 2, file, nothing))


def test_only_runs_that_are_missing_are_made(file):
    _, first = run(experiment(A), file, range(1, 3))
    assert sorted(task.seed for task, _ in first) == [1, 2]
    made, second = run(experiment(A, B), file, range(1, 4))
    assert sorted((task.row.name, task.seed) for task, _ in second) == [("a", 3), ("b", 1), ("b", 2), ("b", 3)]
    assert {row: sorted(of) for row, of in made.found.items()} == {"a": [1, 2, 3], "b": [1, 2, 3]}
    assert made.found["a"][2]["score"] == 2.9
    assert run(experiment(A, B), file, range(1, 4))[1] == []


def test_a_run_of_other_settings_or_of_another_version_is_another_run(file):
    run(experiment(A), file, range(1, 2))
    held = file.read()
    for row, n in ((A, 0), (dataclasses.replace(A, gamma=0.5), 1), (dataclasses.replace(A, version=2), 1)):
        made = plan(experiment(row), [row], range(1, 2), held)
        assert (len(made.tasks), len(others(experiment(row), made, held))) == (n, n)
    assert fingerprint(A.settings(1)) != fingerprint(A.settings(2))


def test_a_row_of_something_that_is_not_there_is_told_with_the_reason_and_the_rest_is_run(file):
    made, ended = run(experiment(A, SmallRow("later", preset="ruturial")), file, range(1, 2))
    assert [task.row for task, _ in ended] == [A]
    assert "Did you mean “tutorial”?" in str(made.missing["later"])


def test_a_run_that_comes_to_nothing_is_not_written_down(file):
    _, ended = run(experiment(SmallRow("raise"), A), file, range(1, 2))
    assert sorted(isinstance(result, Failure) for _, result in ended) == [False, True]
    assert [key.row for key in file.read()] == ["a"]


def test_a_block_has_every_row_and_seed_that_the_file_holds_of_today_s_experiment(file):
    run(experiment(A, B), file, range(2, 4))
    text = as_block(experiment(A, dataclasses.replace(B, version=2)), file.read())
    assert text.startswith("<!-- bench small: begin -->\n\n## Small, ")
    assert "| row | seed | score |\n| --- | --- | --- |\n| a | 2 | 2.9 |\n| a | 3 | 3.9 |\n\nThese are notes." in text
    assert "runs made at commit" in text


def test_writing_replaces_the_block_of_that_name_and_nothing_else(tmp_path):
    path = tmp_path / "benchmarks.md"
    write_blocks(path, {"a": block("a", "## A", "1"), "b": block("b", "2")})
    path.write_text(path.read_text() + "\nBy hand: §\n", encoding="utf-8")
    write_blocks(path, {"a": block("a", "## A", "\\1")})
    assert path.read_text(encoding="utf-8") == (
        "# Benchmarks\n\n<!-- bench a: begin -->\n\n## A\n\n\\1\n\n<!-- bench a: end -->\n\n"
        "<!-- bench b: begin -->\n\n2\n\n<!-- bench b: end -->\n\nBy hand: §\n"
    )
    with pytest.raises(FileError, match="could not be saved: there is no such folder"):
        write_blocks(tmp_path / "none" / "b.md", {})


def test_without_a_result_there_is_no_table():
    assert as_text(experiment(A), {"a": {}}, str) == ""
