"""A test that hangs is ended and named, and the others go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = """
import ctypes, sys, threading, time
import pytest

@pytest.fixture
def never_taken_down():
    yield
    threading.Event().wait()

def test_fails_and_hangs(never_taken_down):
    raise ValueError

@pytest.mark.skipif(sys.platform == "win32", reason="there, the C library is called otherwise")
def test_hangs_with_the_lock_of_python():
    ctypes.PyDLL(None).sleep(1000)

def test_hangs():
    threading.Event().wait()

@pytest.mark.slow
def test_slow():
    time.sleep(4)

def test_quick():
    pass
"""


@pytest.mark.slow
def test_what_hangs_fails_by_name_and_says_where_it_was_and_all_others_are_run(tmp_path):
    (tmp_path / "test_some.py").write_text(TESTS)
    config = ["-c", "pyproject.toml", "--rootdir", str(tmp_path), "-p", "tests.conftest", "-p", "no:cacheprovider"]
    words = ["-n", "2", "--dist", "worksteal", "-m", "", "-o", "timeout=3", str(tmp_path)]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *config, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    hanging = ["test_fails_and_hangs", "test_hangs", "test_hangs_with_the_lock_of_python"]
    if sys.platform == "win32":
        del hanging[-1]
    ended = [line.split("::")[-1] for line in result.stdout.splitlines() if line.startswith("worker ")]
    assert sorted(ended) == [f"{name}'" for name in hanging], result.stdout + result.stderr
    assert "2 passed" in result.stdout.splitlines()[-1]
    assert result.returncode == 1
    places = {line.rpartition(" in ")[2] for line in result.stderr.splitlines()}
    assert {"never_taken_down", *hanging[1:]} <= places
