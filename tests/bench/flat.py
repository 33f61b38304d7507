"""Whether a long run costs at its end what it cost at its start."""

from __future__ import annotations

import statistics
from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import Figure
from tests.bench.say import say
from tests.bench.screen import screen

TITLE = "A long run"
NOTES = (
    "The tutorial preset. Start and end are the first and the last tenth of the run; speeds are medians over its parts. "
    "Without a window: one core, no evaluation inside. In the window: 1280x800 (Xvfb), two cores, evaluation inside, as "
    "shipped; drawing is the processor time of the window's thread as a part of the time. Memory is what is resident."
)
STEPS = 5_000_000
QUICK_STEPS = 20_000
PARTS = 50
WINDOW_PART_S = 10.0
QUICK_WINDOW_PART_S = 0.5
MOST_LOST = 0.1


def measure(*, quick: bool = False, steps: int = 0) -> dict[str, Any]:
    """Run `steps` env steps (5 million) without a window, and about as many in one."""
    steps = steps or (QUICK_STEPS if quick else STEPS)
    return {"steps": steps, "headless": _headless(steps), "window": _window(steps, quick=quick)}


def figures(measured: dict[str, Any]) -> list[Figure]:
    found = []
    for name, words in (("headless", "without a window"), ("window", "in the window")):
        parts = measured[name]
        first, last = _tenths(parts)
        rates = [statistics.median(part["steps_per_s"] for part in tenth) for tenth in (first, last)]
        change = rates[1] / rates[0] - 1
        details = f"{rates[0]:,.0f} to {rates[1]:,.0f} steps/s"
        found.append(
            Figure(
                f"{measured['steps']:,} steps {words}: speed at the end against the start",
                f"{change:+.1%}",
                "≥ -10 %",
                reached="at least" if change >= -MOST_LOST else "**no**",
                details=details,
            )
        )
        memory = [parts[len(first) - 1]["resident_mb"], parts[-1]["resident_mb"]]
        found.append(
            Figure(
                "... memory at the end against the start",
                f"{memory[1] - memory[0]:+.0f} MB",
                "bounded",
                details=f"{memory[0]:.0f} to {memory[1]:.0f} MB",
            )
        )
    drawing = [statistics.median(part["gui_share"] for part in tenth) for tenth in _tenths(measured["window"])]
    reached = "at least" if max(drawing) <= MOST_LOST else "**no**"
    found.append(
        Figure(
            "... drawing, part of wall time, start / end", f"{drawing[0]:.1%} / {drawing[1]:.1%}", "≤ 10 %", "", reached
        )
    )
    return found


def _headless(steps: int) -> list[dict[str, Any]]:
    say(f"flat: {steps:,} steps without a window")
    ends = [steps * part // PARTS for part in range(PARTS + 1)]
    with Child("tests.bench.headless_child", {"evaluate": False}, cores=cores()[-1:]) as child:
        return [child.ask("steps", start=ends[part], stop=ends[part + 1]) for part in range(PARTS)]


def _window(steps: int, *, quick: bool) -> list[dict[str, Any]]:
    say(f"flat: {steps:,} steps in the window")
    two = cores()[-2:]
    seconds = QUICK_WINDOW_PART_S if quick else WINDOW_PART_S
    parts: list[dict[str, Any]] = []
    with screen(two) as variables, Child("tests.bench.window_child", cores=two, variables=variables) as window:
        window.answer()
        while not parts or parts[-1]["to_step"] < steps:
            parts.append(window.ask("train", seconds=seconds, with_timer=False))
    return parts


def _tenths(parts: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    n = max(1, len(parts) // 10)
    return parts[:n], parts[-n:]
