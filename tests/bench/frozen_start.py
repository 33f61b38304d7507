"""How soon the frozen program's window is there, beside that of the checkout."""

from __future__ import annotations

import contextlib
import dataclasses
import mmap
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playground.experiments.machine import ROOT, cores
from tests.bench.figures import AT_LEAST, NO, Figure, spread
from tests.bench.say import say
from tests.bench.screen import HEIGHT, WIDTH, screen

TITLE = "Start-up of the frozen program"
NOTES = (
    "Both are watched from outside, by the picture of the X server, read every two milliseconds from just before the "
    "system is asked for the process: the first paint is the first change of the empty screen; it is ready to train when "
    "the Run button has turned from grey to black. One after the other, in turns, each with its files in the system's "
    "cache. Medians (range)."
)
STARTS, QUICK_STARTS = 9, 1
WATCHED_S, EVERY_S = 6.0, 0.002
RUN_BUTTON = (10, 36, 80, 68)  # px: left, top, right, bottom, in a window that fills the screen
FROZEN = ROOT / "packaging" / "build" / "frozen" / "playground" / "playground"
PROGRAMS = {"frozen": [str(FROZEN)], "checkout": [sys.executable, "-P", "-m", "playground"]}
MOMENTS = (("first_paint", "first paint", 0.5), ("ready", "ready to train", 3.0))


class Picture:
    """What the screen shows, without asking the X server."""

    def __init__(self, folder: str) -> None:
        with open(Path(folder, "Xvfb_screen0"), "rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._begin = len(self._bytes) - WIDTH * HEIGHT * 4  # the header of the format XWD goes before

    def part(self, left: int, top: int, right: int, bottom: int) -> bytes:
        """Return the pixels there, row by row."""
        rows = (self._begin + 4 * WIDTH * row for row in range(top, bottom))
        return b"".join(self._bytes[row + 4 * left : row + 4 * right] for row in rows)


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Start both programs in turns; return a list of seconds for each moment of each."""
    if not FROZEN.exists():
        raise RuntimeError("nothing is frozen here yet: python3 packaging/dev.py installer deb")
    n_starts = QUICK_STARTS if quick else STARTS
    say(f"start-frozen: {n_starts} starts of each")
    found: dict[str, list[dict[str, float]]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as compiled:  # by the checkout, in the first start: the frozen program brings it
        for _ in range(n_starts + 1):
            for name, command in PROGRAMS.items():
                found[name].append(_start(command, {"NUMBA_CACHE_DIR": compiled}))
    return {
        f"{name}_{moment}": [start[moment] for start in starts[1:]]  # the first may have read from the disk
        for name, starts in found.items()
        for moment, _, _ in MOMENTS
    }


def _start(command: list[str], more: dict[str, str]) -> dict[str, float]:
    two = cores()[-2:]
    with tempfile.TemporaryDirectory() as folder, screen(two, folder) as variables:
        picture = Picture(folder)
        empty, button = picture.part(0, 0, WIDTH, 16), b""
        begun = time.monotonic()
        with _running(command, os.environ | variables | more):
            first, ready = 0.0, 0.0
            while (now := time.monotonic() - begun) < WATCHED_S:
                if not first and picture.part(0, 0, WIDTH, 16) != empty:
                    first = now
                if (latest := picture.part(*RUN_BUTTON)) != button:
                    button, ready = latest, now
                time.sleep(EVERY_S)
    return {"first_paint": first, "ready": ready}


@contextlib.contextmanager
def _running(command: list[str], variables: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=variables, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def figures(measured: dict[str, Any]) -> list[Figure]:
    found = []
    for moment, words, at_most in MOMENTS:
        frozen, checkout = measured[f"frozen_{moment}"], measured[f"checkout_{moment}"]
        figure = Figure(
            f"frozen: {words}", spread(frozen, "{:.2f}") + " s", details=f"checkout {spread(checkout, '{:.2f}')} s"
        )
        reached = AT_LEAST if sorted(frozen)[len(frozen) // 2] <= at_most else NO
        found.append(dataclasses.replace(figure, at_least=f"≤ {at_most:g} s", reached=reached))
    return found
