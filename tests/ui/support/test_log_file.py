"""Each running program writes a log of its own, of which the newest is kept."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from playground.folders import log_folder
from playground.ui.support import log_file
from playground.ui.support.log_file import log_path, start_logging

ANOTHER = """
import logging, sys
from playground.ui.support.log_file import log_path, start_logging
from tests.windows_disk import as_in_parent
as_in_parent()
start_logging()
logging.getLogger("test").warning("written by another")
print(log_path().name, flush=True)
sys.stdin.read()
"""


def begin():
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, process.stdout.readline().strip()


@pytest.fixture
def started():
    """Start logging, and let go of the file afterwards."""
    root = logging.getLogger()
    before = list(root.handlers)
    yield start_logging
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()


@pytest.mark.parametrize("disk", ["here", "windows"])
def test_two_programs_write_into_two_files_and_the_next_one_takes_what_is_free(started, request, disk):
    if disk == "windows":
        request.getfixturevalue("windows")
    process, name = begin()
    assert name == "playground.log"
    started()
    started()
    logging.getLogger("test").warning("written here")
    assert log_path().name == "playground-2.log"
    assert "written here" in log_path().read_text(encoding="utf-8")
    process.communicate()
    theirs = (log_folder() / "playground.log").read_text(encoding="utf-8")
    assert "written by another" in theirs
    assert "written here" not in theirs
    process, name = begin()
    assert name == "playground.log"
    process.communicate()


@pytest.mark.parametrize("disk", ["here", "windows"])
def test_a_log_that_grows_long_loses_its_beginning_and_no_half_line_stays(started, request, monkeypatch, disk):
    if disk == "windows":
        request.getfixturevalue("windows")
    monkeypatch.setattr(log_file, "MAX_BYTES", 2000)
    started()
    for number in range(200):
        logging.getLogger("test").warning("line number %d", number)
    lines = log_path().read_text(encoding="utf-8").splitlines()
    numbers = [int(line.rpartition(" ")[2]) for line in lines]
    assert numbers == list(range(numbers[0], 200))
    assert 2000 < log_path().stat().st_size <= 4000
    assert [path.name for path in log_folder().iterdir()] == ["playground.log"]


def test_without_a_place_for_it_nothing_is_written_and_nothing_fails(started):
    log_folder().parent.mkdir(parents=True, exist_ok=True)
    log_folder().write_text("a file where a folder has to be")
    started()
    logging.getLogger("test").warning("to nobody")
    assert log_folder().read_text() == "a file where a folder has to be"
