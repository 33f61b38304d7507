"""`playground bench`: what is wrong is said in words, what is done is kept, and help says how long it takes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest

from playground.cli.main import run
from playground.experiments.learning_rows import ROWS
from tests.cli.conftest import environment
from tests.interrupts import on_ctrl_c

WITH_SMALL_ROWS = """
import sys
from playground.cli.main import run
from playground.experiments.catalogue import EXPERIMENTS
from tests.experiments.work import SmallRow, experiment

if __name__ == "__main__":
    EXPERIMENTS["learning"] = experiment(SmallRow("quick"), SmallRow("wait", gamma=0.5))
    sys.exit(run(["bench", "learning", *sys.argv[1:]]))
"""


@pytest.fixture
def start_small(tmp_path):
    """Start `playground bench learning` with rows that take no time, or all of it."""

    @contextlib.contextmanager
    def begin(*words):
        with on_ctrl_c(signal.default_int_handler):
            process = subprocess.Popen(
                [sys.executable, "-c", WITH_SMALL_ROWS, "--results", "r.jsonl", *words],
                cwd=tmp_path,
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        with process:
            try:
                yield process
            except BaseException:
                with contextlib.suppress(ProcessLookupError):  # or its end would be waited for, for ever
                    process.kill() if sys.platform == "win32" else os.killpg(process.pid, signal.SIGKILL)
                raise

    return begin


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("handler", [signal.default_int_handler, signal.SIG_IGN], ids=["at a prompt", "in background"])
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on_from_there(start_small, tmp_path, handler):
    with on_ctrl_c(handler), start_small("--seeds", "1", "--jobs", "1") as process:
        assert process.stderr.readline() == "1/2  quick, seed 1: score 1.9\n"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
        stdout, stderr = process.communicate(timeout=20)
    assert (process.returncode, stdout) == (1, "")
    assert stderr == "Stopped. What was done is in “r.jsonl”; the same command goes on from there.\n"
    (line,) = (tmp_path / "r.jsonl").read_text().splitlines()
    with start_small("--seeds", "1", "--rows", "quick") as process:
        stdout, stderr = process.communicate(timeout=20)
    assert (process.returncode, stderr) == (0, "")
    assert "| quick | 1 | 1.9 |" in stdout
    assert json.loads(line)["result"]["process"] != process.pid
    assert (tmp_path / "r.jsonl").read_text().splitlines() == [line]


def test_help_says_what_it_does_and_how_long_each_row_takes(capsys):
    with pytest.raises(SystemExit):
        run(["bench", "learning", "--help"])
    said = capsys.readouterr().out
    assert "Train every algorithm on ten seeds" in " ".join(said.split())
    assert all(row.name in said for row in ROWS)
    assert "hours of one core" in said


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--rows", "dqn-cartpol"], "Did you mean “dqn-cartpole”?"),
        (["--seeds", "3-1"], "“3-1” does not say which seeds"),
        (["--seeds", "1-2-3"], "does not say which seeds"),
        (["--seeds", "1-100000"], "at most 1000"),
        (["--jobs", "0"], "“0” is not a whole number from 1"),
    ],
)
def test_words_that_are_wrong_are_answered_with_what_would_be_right(capsys, words, answer):
    with pytest.raises(SystemExit) as caught:
        run(["bench", "learning", *words])
    assert caught.value.code == 2
    assert answer in capsys.readouterr().err


def test_a_results_file_that_is_another_or_has_no_folder_is_refused_before_anything_runs(capsys, tmp_path):
    (tmp_path / "notes.txt").write_text("my notes\n")
    assert run(["bench", "learning", "--results", str(tmp_path / "notes.txt")]) == 1
    assert "is no file of results" in capsys.readouterr().err
    assert (tmp_path / "notes.txt").read_text() == "my notes\n"
    assert run(["bench", "learning", "--results", str(tmp_path / "none" / "r.jsonl")]) == 1
    assert "r.jsonl” could not be saved: there is no such folder" in capsys.readouterr().err
