"""How soon the window is there, has its plots, and can train; what it costs idle."""

from __future__ import annotations

import dataclasses
import statistics
import time
from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import Figure, spread
from tests.bench.say import say
from tests.bench.screen import screen

TITLE = "Start-up, and a window at rest"
NOTES = (
    "Each start is a process of its own, on two cores, from just before the system is asked for it; its files are in the "
    "system's cache, and it is compiled to bytecode, as any installation is. Medians (range). The first paint has the pole "
    "at rest as Qt draws it; the picture is the first one by the environment's own painter. Memory is what is resident in "
    "the whole process."
)
STARTS, REST_S, TRAIN_S = 9, 5.0, 5.0
QUICK_STARTS, QUICK_REST_S, QUICK_TRAIN_S = 1, 0.5, 0.5
MOMENTS = (
    ("first_paint", "first paint", 0.3),
    ("picture", "picture", None),
    ("plots", "plots", 1.0),
    ("ready", "ready to train", 2.5),
)
BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}  # written, even where a machine's settings forbid it to checkouts


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Start the window many times; return a list of seconds, shares and MB for each figure."""
    n_starts, rest_s, train_s = (QUICK_STARTS, QUICK_REST_S, QUICK_TRAIN_S) if quick else (STARTS, REST_S, TRAIN_S)
    say(f"start: {n_starts} starts")
    two = cores()[-2:]
    starts = []
    with screen(two) as variables:
        for _ in range(n_starts + 1):
            about = {"asked_at": time.monotonic(), "rest_s": rest_s, "train_s": train_s}
            with Child("tests.bench.start_child", about, cores=two, variables=variables | BYTECODE) as child:
                starts.append(child.answer())
    counted = starts[1:]  # the first may have read from the disk
    return {name: [start[name] for start in counted] for name in counted[0]}


def figures(measured: dict[str, Any]) -> list[Figure]:
    found = []
    for name, words, at_most in MOMENTS:
        seconds = measured[f"{name}_s"]
        figure = Figure(f"start to {words}", spread(seconds, "{:.2f}") + " s")
        if at_most is not None:
            reached = "at least" if statistics.median(seconds) <= at_most else "**no**"
            figure = dataclasses.replace(figure, at_least=f"≤ {at_most:g} s", reached=reached)
        found.append(figure)
    return [
        *found,
        Figure("processor time while paused, part of one core", spread(measured["paused_cpu"], "{:.2%}")),
        Figure("memory when ready", spread(measured["ready_mb"], "{:.0f}") + " MB"),
        Figure("memory after some training", spread(measured["trained_mb"], "{:.0f}") + " MB"),
    ]
