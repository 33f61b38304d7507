"""How soon the window is there, has its plots, and can train; what it costs idle."""

from __future__ import annotations

import dataclasses
import statistics
import tempfile
import time
from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import AT_LEAST, NO, Figure, reaches, spread
from tests.bench.say import say
from tests.bench.screen import screen

TITLE = "Start-up, and a window at rest"
NOTES = (
    "Each start is a process of its own, on two cores, from just before the system is asked for it; its files are in the "
    "system's cache, and it is compiled to bytecode, as any installation is. So is the arithmetic, but for the very first "
    "start, which finds an empty folder of compiled kernels. Medians (range). The first paint has the pole at rest as Qt "
    "draws it; the picture is the first one by the environment's own painter. Memory is what is resident in the whole "
    "process."
)
STARTS, REST_S, TRAIN_S = 9, 5.0, 5.0
QUICK_STARTS, QUICK_REST_S, QUICK_TRAIN_S = 1, 0.5, 0.5
FIRST_STARTS, QUICK_FIRST_STARTS = 3, 1
MOMENTS: tuple[tuple[str, str, float | None, float | None], ...] = (  # at least, and the aim
    ("first_paint", "first paint", 0.3, 0.25),
    ("picture", "picture", None, None),
    ("plots", "plots", 1.0, None),
    ("ready", "ready to train", 1.2, 0.8),
    ("first_ready", "ready to train on the very first start", 8.0, 5.0),
)
READY_MB = 330
BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}  # written, even where a machine's settings forbid it to checkouts


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Start the window many times; return a list of seconds, shares and MB for each figure."""
    n_starts, rest_s, train_s = (QUICK_STARTS, QUICK_REST_S, QUICK_TRAIN_S) if quick else (STARTS, REST_S, TRAIN_S)
    n_first = QUICK_FIRST_STARTS if quick else FIRST_STARTS
    say(f"start: {n_starts} starts, and {n_first} with nothing compiled")
    two = cores()[-2:]
    with screen(two) as variables:

        def start(rest_s: float, train_s: float, **more: str) -> dict[str, Any]:
            about = {"asked_at": time.monotonic(), "rest_s": rest_s, "train_s": train_s}
            with Child("tests.bench.start_child", about, cores=two, variables=variables | BYTECODE | more) as child:
                return child.answer()

        starts = [start(rest_s, train_s) for _ in range(n_starts + 1)]
        first = []
        for _ in range(n_first):
            with tempfile.TemporaryDirectory() as empty:
                first.append(start(QUICK_REST_S, QUICK_TRAIN_S, NUMBA_CACHE_DIR=empty)["ready_s"])
    counted = starts[1:]  # the first read from the disk, and compiled
    return {name: [each[name] for each in counted] for name in counted[0]} | {"first_ready_s": first}


def figures(measured: dict[str, Any]) -> list[Figure]:
    found = []
    for name, words, at_most, aim in MOMENTS:
        seconds = measured[f"{name}_s"]
        figure = Figure(f"start to {words}", spread(seconds, "{:.2f}") + " s")
        if at_most is not None:
            figure = dataclasses.replace(
                figure,
                at_least=f"≤ {at_most:g} s",
                aim="" if aim is None else f"≤ {aim:g} s",
                reached=_reached(statistics.median(seconds), at_most, aim),
            )
        found.append(figure)
    ready_mb = measured["ready_mb"]
    return [
        *found,
        Figure("processor time while paused, part of one core", spread(measured["paused_cpu"], "{:.2%}")),
        Figure(
            "memory when ready",
            spread(ready_mb, "{:.0f}") + " MB",
            f"≤ {READY_MB} MB",
            reached=_reached(statistics.median(ready_mb), READY_MB, None),
        ),
        Figure("memory after some training", spread(measured["trained_mb"], "{:.0f}") + " MB"),
    ]


def _reached(value: float, at_most: float, aim: float | None) -> str:
    if aim is None:
        return AT_LEAST if value <= at_most else NO
    return reaches(value, at_most, aim)
