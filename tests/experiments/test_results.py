"""The file of results keeps what was written, whatever happens to the last line, and is refused in words where it is another."""

from __future__ import annotations

import json
import math

import pytest

from playground.errors import FileError
from playground.experiments.results import Key, ResultsFile

FIELDS = {"experiment": "learning", "row": "dqn-cartpole", "version": 1, "seed": 3, "settings": "0123456789abcdef"}
KEY, FOURTH, FIFTH = (Key(**FIELDS | {"seed": seed}) for seed in (3, 4, 5))


@pytest.fixture
def file(tmp_path):
    return ResultsFile(tmp_path / "results.jsonl")


def test_what_is_appended_is_read_again_by_its_key(file):
    assert file.read() == {}
    file.append(KEY, {"mean": 1.5, "returns": [1, math.nan]}, {"commit": "abc"})
    file.append(FOURTH, {"mean": 2.5}, {})
    held = file.read()
    assert held[KEY]["result"] == {"mean": 1.5, "returns": [1, None]}
    assert held[KEY]["commit"] == "abc"
    assert held[FOURTH]["result"] == {"mean": 2.5}
    assert len(held) == 2


def test_a_line_cut_off_by_a_crash_counts_as_none_and_leaves_the_file_whole(file):
    file.append(KEY, {"mean": 1}, {})
    file.append(FOURTH, {"mean": 2}, {})
    file.path.write_bytes(file.path.read_bytes()[:-20])
    assert list(file.read()) == [KEY]
    file.append(FIFTH, {"mean": 3}, {})
    assert list(file.read()) == [KEY, FIFTH]


@pytest.mark.parametrize(
    "line",
    [
        "algorithm,seed,mean",
        "[]",
        json.dumps({"format": "playground-results 9"}),
        json.dumps({"format": "playground-results 1", "result": {}}),
        json.dumps({"format": "playground-results 1", **FIELDS, "result": 3}),
        json.dumps({"format": "playground-results 1", **FIELDS, "row": [], "result": {}}),
        '{"format": "playground-results 1", "format": "playground-results 1"}',
    ],
)
def test_a_file_of_something_else_is_refused_with_the_line_and_not_changed(file, line):
    file.append(KEY, {}, {})
    text = file.path.read_text() + line + "\n"
    file.path.write_text(text)
    with pytest.raises(FileError, match=r"line 2 is not one of ours.*not changed"):
        file.read()
    assert file.path.read_text() == text


def test_a_place_that_cannot_be_read_or_written_is_named_with_the_reason(tmp_path):
    with pytest.raises(FileError, match=r"could not be read: there is a folder of that name"):
        ResultsFile(tmp_path).read()
    with pytest.raises(FileError, match=r"could not be written to .*no such folder"):
        ResultsFile(tmp_path / "missing" / "file").append(KEY, {}, {})
