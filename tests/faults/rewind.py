"""Rewind equals the past: changed runs, gone back to and compared bit for bit.

The state machine of a run goes back too, but in small runs, with keyframes where it puts them, and without looking at
the rows that a repeated update learned from.
"""

from __future__ import annotations

from typing import Any

from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Rewind equals the past"
NOTES = (
    "One run of each algorithm, changed thirty times while it goes on: hyperparameters and the environment set, schedules "
    "released, weights loaded, pushes, forced actions, episodes added to the replay buffer, the learner put back by hand "
    "and by the guard. At some moments all bits are hashed: networks, optimiser, generators, environments, log, curves, "
    "which rows the update learned from. Each is then gone to, in any order, and hashed again."
)
MOMENTS, CALLS = 200, 3000  # over all runs; of each run
QUICK_MOMENTS, QUICK_CALLS = 14, 150


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return how many moments were gone to, how many had other bits, and what was changed in the runs."""
    moments, calls = (QUICK_MOMENTS, QUICK_CALLS) if quick else (MOMENTS, CALLS)
    say(f"rewind: {moments} moments of runs of {calls} calls, one run for each algorithm")
    with Child("tests.faults.rewind_child") as child:
        return child.ask("rewind", moments=moments, calls=calls)


def figures(measured: dict[str, Any]) -> list[Figure]:
    n, wrong = measured["moments"], measured["wrong"]
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(measured["inputs"].items()))
    return [
        Figure(
            "rewind equals the past: weights, optimiser, generators, replay indices, observations, log and curves",
            f"{n - wrong} of {n} moments",
            "100 %",
            "",
            AIM if not wrong else NO,
            f"{measured['runs']} runs with live changes ({kinds}); keyframes wherever the clock put them, the way up to {measured['longest']} calls",
        )
    ]
