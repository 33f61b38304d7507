"""The program as a person runs it, in a process of its own, and a policy file to give it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from playground.engine.evaluation.evaluation import evaluate_policy
from playground.engine.evaluation.policy import Policy
from playground.engine.presets.catalogue import PRESETS
from playground.store.policy.file import save_policy
from tests.interrupts import on_ctrl_c

ROOT = Path(__file__).parent.parent.parent
NO_SCREEN = {
    name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
}


def command(*words):
    return [sys.executable, "-P", "-m", "playground", *map(str, words)]


def environment():
    return NO_SCREEN | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


@pytest.fixture
def start(tmp_path):
    """Start the program in an empty folder."""

    def begin(*words, **more):
        with on_ctrl_c(signal.default_int_handler):
            return subprocess.Popen(
                command(*words),
                cwd=tmp_path,
                **{"stdout": subprocess.PIPE, "text": True, "env": environment()} | more,
            )

    return begin


@pytest.fixture
def playground(start):
    """Run the program to its end; the result has returncode, stdout and stderr."""

    def run(*words, **more):
        with start(*words, **{"stderr": subprocess.PIPE} | more) as process:
            try:
                stdout, stderr = process.communicate(timeout=60)
            except BaseException:
                process.kill()  # or its end would be waited for, for ever
                raise
        return subprocess.CompletedProcess(words, process.returncode, stdout, stderr)

    return run


@pytest.fixture
def policy_file(tmp_path):
    """A policy that pushes towards where the pole is falling, which holds it up for the whole episode."""
    settings = PRESETS.get("tutorial").settings().with_values({"hidden_layers": (2,), "seed": 7})
    towards = np.array([0.1, 0.3, 4.0, 1.0], np.float32)
    weights = {
        "q.0.weight": np.stack([-towards, towards]),
        "q.0.bias": np.zeros(2, np.float32),
        "q.1.weight": np.eye(2, dtype=np.float32),
        "q.1.bias": np.zeros(2, np.float32),
    }
    policy = Policy(
        settings,
        settings.values() | {"gamma": 0.5},
        weights,
        step=123,
        n_episodes=4,
        n_updates=60,
        title="bad\x1b[2J",
    )
    path = tmp_path / "good.rlp"
    save_policy(Policy(**vars(policy) | {"evaluation": evaluate_policy(policy, 3, seed=0)}), path)
    return path
