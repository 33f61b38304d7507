"""Requests to end: those of every system, and what the console of Windows does in their place."""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial

import pytest

from playground.end_signals import deaf_to_ctrl_c, end_signals, outlast_console
from playground.store.policy.file import load_policy
from tests import windows_console
from tests.cli.conftest import environment
from tests.windows_console import BREAK, CLOSE, CTRL_BREAK, CTRL_C, LOGOFF, SHUTDOWN

TRAINS = """
import io, sys, threading
from tests.windows_console import installed

class Terminal(io.StringIO):
    def isatty(self):
        return True

    def write(self, text):
        if "epsilon " in text:
            training.set()
        return super().write(text)

def happen():
    training.wait()
    console.tell(int(sys.argv[1]))

training, console, sys.stderr = threading.Event(), installed(), Terminal()
threading.Thread(target=happen, daemon=True).start()
from playground.cli.main import run
code = run(["train", "--steps", "100000000", "--save", "out.rlp"])
print(sys.stderr.getvalue())
sys.exit(code)
"""


@pytest.fixture
def console(monkeypatch):
    return windows_console.installed(partial(monkeypatch.setattr, raising=False))


@pytest.mark.parametrize(
    "event", [CTRL_BREAK, CLOSE, *(pytest.param(event, marks=pytest.mark.slow) for event in (CTRL_C, LOGOFF, SHUTDOWN))]
)
def test_whatever_the_console_of_windows_ends_for_a_training_saves_what_was_asked_for(tmp_path, event):
    done = subprocess.run(
        [sys.executable, "-c", TRAINS, str(event)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Stopped at step" in done.stdout
    assert load_policy(tmp_path / "out.rlp").step > 0


def test_the_handler_leaves_to_others_what_is_no_end(console):
    outlast_console()
    (handler,) = console.handlers
    assert [handler(event) for event in (CTRL_C, CTRL_BREAK)] == [0, 0]


def test_one_handler_is_enough_for_a_process(console):
    outlast_console()
    outlast_console()
    assert len(console.handlers) == 1


def test_elsewhere_there_is_no_console_to_be_asked():
    outlast_console()
    with deaf_to_ctrl_c():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_the_signals_are_those_that_the_system_has(console, monkeypatch):
    monkeypatch.delattr(signal, "SIGHUP", raising=False)
    assert end_signals() == [signal.SIGINT, signal.SIGTERM, BREAK]


def test_processes_that_are_started_take_no_ctrl_c_from_their_first_moment_and_afterwards_we_do(console):
    with deaf_to_ctrl_c():
        assert not console.sends_ctrl_c  # which Windows hands down
    assert console.sends_ctrl_c
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
