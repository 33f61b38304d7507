"""What the window costs: training in it beside the same run without one.

A phase of training in the window is measured between two of its steps; then the run without a window makes those very
steps. Both evaluate, as shipped. Two cores, which the X server shares.
"""

from __future__ import annotations

import statistics
from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import Figure, percentile, reaches, spread
from tests.bench.say import say
from tests.bench.screen import screen

TITLE = "The window beside a run without one"
NOTES = (
    "The tutorial preset in the window at 1280x800 (Xvfb), as fast as it goes, beside the same env steps of the same "
    "run in a process without Qt; neighbouring phases are compared. Evaluation is inside both, as shipped. Frames are "
    "counted as they are painted. Lateness is how much more than 16 ms lies between two calls of a precise 16 ms timer; "
    "it is measured in phases of its own, training and idle in turn. Drawing is the processor time of the window's "
    "thread as a part of the time."
)
LEAST_FRAMES, LEAST_REDRAWS = 25.0, 5.0  # a second; below that the window does not count as drawing
TIMER_MS = 16
ROUNDS, PHASE_S = 7, 8.0
QUICK_ROUNDS, QUICK_PHASE_S = 1, 1.5


def measure(*, quick: bool = False, workspace: str = "watch") -> dict[str, Any]:
    """Measure in rounds: train in the window, the same without it, timer while idle, timer while training.

    The window shows one of its workspaces.
    """
    n_rounds, seconds = (QUICK_ROUNDS, QUICK_PHASE_S) if quick else (ROUNDS, PHASE_S)
    say(f"window, {workspace}: {n_rounds} rounds of four phases of {seconds:g} s")
    two = cores()[-2:]
    rounds: list[dict[str, Any]] = []
    with screen(two) as variables, Child("tests.bench.window_child", cores=two, variables=variables) as window:
        size = window.answer()["size"]
        with Child("tests.bench.headless_child", {"evaluate": True}, cores=two) as headless:
            for _ in range(n_rounds):
                shown = window.ask("train", seconds=seconds, with_timer=False, workspace=workspace)
                alone = headless.ask("steps", start=shown["from_step"], stop=shown["to_step"])
                idle = window.ask("idle", seconds=seconds, workspace=workspace)
                timer = window.ask("train", seconds=seconds, with_timer=True, workspace=workspace)
                rounds.append({"window": shown, "headless": alone, "idle": idle, "timer": timer})
    late = {name: [1000 * s for each in rounds for s in each[name].pop("lateness_s")] for name in ("idle", "timer")}
    return {
        "evaluation_inside": True,
        "window_size": size,
        "steps_per_s": {name: [each[name]["steps_per_s"] for each in rounds] for name in ("window", "headless")},
        "ratios": [each["window"]["steps_per_s"] / each["headless"]["steps_per_s"] for each in rounds],
        "frames_per_s": [each["window"]["frames_per_s"] for each in rounds],
        "redraws_per_s": [each["window"]["redraws_per_s"] for each in rounds],  # of one plot
        "drawing": [each["window"]["gui_share"] for each in rounds],
        "lateness_ms": {name: _lateness(late[name]) for name in late},
        "rounds": rounds,
    }


def figures(measured: dict[str, Any]) -> list[Figure]:
    ratio = statistics.median(measured["ratios"])
    frames, redraws = measured["frames_per_s"], measured["redraws_per_s"]
    draws = min(frames) >= LEAST_FRAMES and min(redraws) >= LEAST_REDRAWS
    rates = measured["steps_per_s"]
    idle, training = measured["lateness_ms"]["idle"], measured["lateness_ms"]["timer"]
    later = training["p99"] - idle["p99"]
    return [
        Figure(
            "window visible and drawing, “as fast as it goes” / headless, 2 cores",
            spread(measured["ratios"], "{:.2f}"),
            "0.85",
            "0.95",
            reaches(ratio, 0.85, 0.95) if draws else "**not drawing**",
            f"window {spread(rates['window'], '{:,.0f}')}; headless {spread(rates['headless'], '{:,.0f}')}; "
            "evaluation inside: yes, both",
        ),
        Figure("... view frames/s", spread(frames), f"{LEAST_FRAMES:g}"),
        Figure("... redraws/s of each plot", spread(redraws), f"{LEAST_REDRAWS:g}"),
        Figure("... drawing, part of wall time", spread(measured["drawing"], "{:.1%}"), "≤ 10 %"),
        Figure(
            "GUI timer (16 ms) lateness while training at full speed, p99, beside the same window idle",
            f"{later:+.1f} ms",
            "+3 ms",
            "+1 ms",
            reaches(later, 3, 1),
            f"training {_in_words(training)}; idle {_in_words(idle)}",
        ),
    ]


def _lateness(late_ms: list[float]) -> dict[str, float]:
    return {
        "p50": percentile(late_ms, 50),
        "p99": percentile(late_ms, 99),
        "max": max(late_ms),
        "ticks": len(late_ms),
    }


def _in_words(late: dict[str, float]) -> str:
    return f"p50 {late['p50']:.1f}, p99 {late['p99']:.1f}, worst {late['max']:.1f} ms"
