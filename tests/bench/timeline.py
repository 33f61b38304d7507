"""The cost of recording the past, and how long going back in a long run takes."""

from __future__ import annotations

import statistics
from typing import Any

from tests.bench.child import Child
from tests.bench.figures import Figure, percentile, reaches, spread
from tests.bench.say import say

TITLE = "The time machine"
NOTES = (
    "Recording: two runs of the same settings in one process, in turn, 500 steps at a time, one with keyframes and one "
    "without; processor seconds, no evaluations. Going back: a run with its evaluations, then the way to moments drawn "
    "evenly over it, each with the numbers of its step, and then one step back after the other from its middle."
)
PRESETS = ("fast", "tutorial")
ROUNDS, RECORDED, STEPS, MOMENTS = 5, 20_000, 100_000, 200
QUICK_ROUNDS, QUICK_RECORDED, QUICK_STEPS, QUICK_MOMENTS = 1, 1000, 2000, 5
PIECE = 500


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return ratios and milliseconds for each preset."""
    rounds, recorded, steps, moments = (
        (QUICK_ROUNDS, QUICK_RECORDED, QUICK_STEPS, QUICK_MOMENTS) if quick else (ROUNDS, RECORDED, STEPS, MOMENTS)
    )
    found: dict[str, Any] = {}
    for preset in PRESETS:
        say(f"timeline: {preset}, {rounds} rounds of {recorded:,} steps, and {moments} moments of {steps:,} steps")
        with Child("tests.bench.timeline_child") as child:
            pairs = [child.ask("record", preset=preset, steps=recorded, piece=PIECE) for _ in range(rounds)]
            gone = child.ask("go", preset=preset, steps=steps, moments=moments)
        found[preset] = {"ratios": [pair["kept"] / pair["plain"] for pair in pairs], **gone, "steps": steps}
    return found


def figures(measured: dict[str, Any]) -> list[Figure]:
    return [figure for preset, found in measured.items() for figure in _figures(preset, found)]


def _figures(preset: str, found: dict[str, Any]) -> list[Figure]:
    cost = 100 * (statistics.median(found["ratios"]) - 1)
    kept = f"{found['keyframes']} keyframes, {found['mb']:.1f} MB"
    rows = [
        Figure(
            f"recording ({preset})",
            f"{cost:+.1f} %",
            "+5 %",
            "+2 %",
            reaches(cost, 5, 2),
            f"with over without, {spread(found['ratios'], '{:.3f}')}",
        )
    ]
    ways = (("goto", "the way to any moment", 60, 30), ("back", "one step back", 150, 75))
    for name, words, at_least, aim in ways:
        took = found[name]
        worst = max(took)
        rows.append(
            Figure(
                f"{words} of {found['steps']:,} steps ({preset}), the slowest",
                f"{worst:.0f} ms",
                f"{at_least} ms",
                f"{aim} ms",
                reaches(worst, at_least, aim),
                f"median {statistics.median(took):.0f}, p95 {percentile(took, 95):.0f} ms; {kept}",
            )
        )
    return rows
