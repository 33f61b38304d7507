"""What the workspace Inside costs: the loop, the buffer and the minibatch beside a run that races."""

from __future__ import annotations

import statistics
from typing import Any

from tests.bench import window
from tests.bench.figures import Figure, reaches, spread

TITLE = "The workspace Inside beside a run without a window"
NOTES = (
    "As the table of the window, with the workspace Inside in place of Watch: the loop, the inspector, the minibatch and "
    "the buffer are open, the plots hidden."
)


def measure(*, quick: bool = False) -> dict[str, Any]:
    return window.measure(quick=quick, workspace="inside")


def figures(measured: dict[str, Any]) -> list[Figure]:
    rates, late = measured["steps_per_s"], measured["lateness_ms"]
    later = late["timer"]["p99"] - late["idle"]["p99"]
    return [
        Figure(
            "Inside, “as fast as it goes” / headless, 2 cores",
            spread(measured["ratios"], "{:.2f}"),
            "0.7",
            "0.85",
            reaches(statistics.median(measured["ratios"]), 0.7, 0.85),
            f"window {spread(rates['window'], '{:,.0f}')}; headless {spread(rates['headless'], '{:,.0f}')}",
        ),
        Figure("... view frames/s", spread(measured["frames_per_s"])),
        Figure("... drawing, part of wall time", spread(measured["drawing"], "{:.1%}")),
        Figure(
            "GUI timer (16 ms) lateness while training, p99, beside idle",
            f"{later:+.1f} ms",
            "+5 ms",
            "+3 ms",
            reaches(later, 5, 3),
        ),
    ]
