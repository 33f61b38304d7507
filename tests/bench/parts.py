"""Where the microseconds of a training step go, part by part."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from typing import Any

from tests.bench.child import ONE_THREAD
from tests.bench.figures import Figure
from tests.bench.say import say

TITLE = "Where the microseconds of a step go (tutorial / fast / rl-zoo)"
NOTES = (
    "Microseconds of one env step with the updates it pays for, on one core, medians of rounds. Each part is timed where "
    "it stands in the run, by a clock around its call, whose own cost is measured and taken off; parts inside others are "
    "taken off those. So this is a profile; the speed is the last line."
)
PRESETS = ("tutorial", "fast", "rl-zoo")
ROUNDS, STEPS = 7, 2560
QUICK_ROUNDS, QUICK_STEPS = 1, 256
WORDS = {
    "environment": "the environment",
    "act": "choosing an action",
    "log": "writing the transition down",
    "draw": "drawing the minibatch, with returns, shaping, scaling and mirroring",
    "forward": "both networks forward (Double DQN: three passes)",
    "backward": "the gradient backward",
    "optimizer": "the optimiser",
    "update": "targets, errors, loss, norm, target network, averaging: the rest of the update",
    "metrics": "the curves",
    "step": "the rest of the step",
    "unclocked": "the step, without clocks",
}


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return microseconds by preset and part."""
    rounds, steps = (QUICK_ROUNDS, QUICK_STEPS) if quick else (ROUNDS, STEPS)
    say(f"parts: {rounds} rounds of {steps} steps for each of {len(PRESETS)} presets")
    return {name: _profile(name, rounds, steps) for name in PRESETS}


def figures(measured: dict[str, Any]) -> list[Figure]:
    def us(part: str) -> str:
        return " / ".join(f"{statistics.median(measured[name][part]):.1f}" for name in PRESETS)

    return [Figure(words, us(part)) for part, words in WORDS.items()]


def _profile(preset: str, rounds: int, steps: int) -> dict[str, list[float]]:
    words = [sys.executable, "-P", "-m", "tests.bench.parts_child", preset, str(rounds), str(steps)]
    environment = os.environ | ONE_THREAD
    return json.loads(subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True).stdout)
