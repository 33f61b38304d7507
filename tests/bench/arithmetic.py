"""Which arithmetic computes a network faster, by its size: ours or torch's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.bench.child import ONE_THREAD
from tests.bench.figures import Figure, spread
from tests.bench.say import say

TITLE = "Portable arithmetic or torch"
NOTES = (
    "A forward pass of an online and a target network and a backward pass of the first, batch 64, one thread, one core: "
    "microseconds, medians of rounds in turn. The hyperparameter `arithmetic` chooses; a preset names the one it is made for."
)
SIZES = ((24, 24), (32, 32), (64, 64), (96, 96), (120, 84), (256, 256), (400, 300))
BATCH = 64
ROUNDS, CALLS = 9, 300
QUICK_ROUNDS, QUICK_CALLS = 1, 10


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return microseconds by size and arithmetic."""
    rounds, calls = (QUICK_ROUNDS, QUICK_CALLS) if quick else (ROUNDS, CALLS)
    say(f"arithmetic: {rounds} rounds for each of {len(SIZES)} sizes")
    words = [sys.executable, "-P", "-m", "tests.bench.arithmetic_child", json.dumps([SIZES, BATCH, rounds, calls])]
    done = subprocess.run(words, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def figures(measured: dict[str, Any]) -> list[Figure]:
    return [
        Figure(
            f"{size}: torch / portable",
            spread(each["ratios"], "{:.2f}"),
            details=f"portable {spread(each['portable'])} us; torch {spread(each['torch'])} us",
        )
        for size, each in measured.items()
    ]
