"""The two commands of the README in a Debian that has python3, python3-venv and ca-certificates, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.chroots import debian

ROOT = Path(__file__).parent.parent.parent
CHECKOUT = "/srv/rl playground"

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def fresh():
    """Yield a fresh Debian with a checkout of all that git knows."""
    with debian(["python3", "python3-venv", "ca-certificates"]) as system:
        there = system.root / CHECKOUT.strip("/")
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        for name in listed.stdout.split("\0"):
            if (ROOT / name).is_file():
                (there / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, there / name)
        yield system


def _dev(system, *words, **more):
    return system.run("python3", f"{CHECKOUT}/packaging/dev.py", *words, **more)


def test_run_sets_everything_up_by_itself_and_trains(fresh):
    result = _dev(fresh, "run", "--", "train", "--preset", "fast", "--until-solved", "--save", "/root/solved.rlp")
    assert result.returncode == 0, result.stderr
    assert "Solved at step" in result.stdout
    assert (fresh.root / "root/solved.rlp").exists()


def test_what_a_window_needs_was_installed_too(fresh):
    result = _dev(fresh, "run", "--", "--self-test", environment={"QT_QPA_PLATFORM": "offscreen"})
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_second_run_needs_no_network(fresh):
    result = _dev(fresh, "run", "--", "--version", network=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_test_sets_up_what_tests_need_and_runs_them(fresh):
    result = _dev(fresh, "test", "--", "-k", "gamma")
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout
