"""No run of the program tries to reach a network: where one does, the kernel ends it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT, command, environment
from tests.cli.test_bench import WITH_SMALL_ROWS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel that looks on is Linux's")
OFFLINE = [sys.executable, str(ROOT / "tests" / "offline.py")]
TRIES = {
    "a connection": "socket.create_connection(('127.0.0.1', 9))",
    "a question for an address": "socket.getaddrinfo('update.invalid', 443)",
    "a datagram": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "a server": "socket.create_server(('127.0.0.1', 0))",
}
RUNS = {
    "train": [["train", "--preset", "tutorial", "--steps", 300, "--save", "a.rlp", "--save-recipe", "a.rlr"]],
    "run": [["train", "--preset", "fast", "--steps", 300, "--save-recipe", "a.rlr"], ["run", "a.rlr"]],
    "evaluate and info": [["evaluate", "good.rlp", "--episodes", 2], ["info", "good.rlp"]],
    "film": [["replay", "good.rlp", "--video", "a.mp4"]],
    "doctor": [["doctor"]],
}


def offline(words, folder):
    return subprocess.run(
        [*OFFLINE, *words],
        cwd=folder,
        env=environment() | {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("code", TRIES.values(), ids=TRIES)
def test_what_tries_to_reach_a_network_is_ended(tmp_path, code):
    assert offline([sys.executable, "-c", f"import socket; {code}"], tmp_path).returncode == -signal.SIGSYS


def test_what_its_children_try_is_ended_as_well(tmp_path):
    child = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {'import socket; socket.socket()'!r}]))"
    assert offline([sys.executable, "-c", child], tmp_path).returncode == (-signal.SIGSYS) % 256


QUICK = ("train", "evaluate and info")


@pytest.mark.parametrize(
    "runs",
    [pytest.param(runs, id=verb, marks=() if verb in QUICK else pytest.mark.slow) for verb, runs in RUNS.items()],
)
def test_no_verb_tries_to(tmp_path, policy_file, runs):
    assert policy_file.parent == tmp_path
    for words in runs:
        done = offline(command(*words), tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_no_process_of_a_bench_tries_to(tmp_path):
    words = ["--rows", "quick", "--seeds", "1-3", "--results", "r.jsonl"]
    done = offline([sys.executable, "-c", WITH_SMALL_ROWS, *words], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_trying_out_all_that_the_program_does_tries_no_network(tmp_path):
    done = offline(command("--self-test"), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
