"""A lock belongs to one program at a time, and ends with it, on this system and as on Windows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from playground.store.safe.process_lock import hold, take_lock

pytestmark = pytest.mark.usefixtures("disk")

HOLDS = """
import sys
from pathlib import Path
from tests.windows_disk import as_in_parent
as_in_parent()
from playground.store.safe.process_lock import take_lock
lock = take_lock(Path(sys.argv[1]), create=True)
lock.write(b"held")
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "lock"


def test_it_is_taken_once_even_by_the_same_program(path):
    lock = take_lock(path, create=True)
    assert lock.is_in_place
    assert take_lock(path) is None
    lock.release()
    lock.release()
    again = take_lock(path)
    assert again is not None
    again.release()


def test_what_is_written_in_it_may_be_read_by_others_meanwhile_and_stays(path):
    lock = take_lock(path, create=True)
    lock.write(b"running")
    lock.write(b"run")
    assert path.read_bytes() == b"run"
    assert lock.read(100) == b"run"
    lock.release()
    assert path.read_bytes() == b"run"


def test_that_of_a_killed_program_is_free_and_says_what_it_said(path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        assert take_lock(path) is None
        process.kill()
    lock = take_lock(path)
    assert lock.read(100) == b"held"
    lock.remove()
    assert not path.exists()


def test_without_a_file_there_is_none(path):
    with pytest.raises(FileNotFoundError):
        take_lock(path)


def test_a_new_file_may_be_held_as_long_as_it_is_open(path):
    with path.open("wb") as file:
        hold(file.fileno())
        assert take_lock(path) is None
    lock = take_lock(path)
    lock.remove()
