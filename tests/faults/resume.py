"""Resume equals going on: runs cut at random, taken up from their session files.

The state machine of a run opens sessions too, but at a small scale: what the guard remembers, what is spilled and what
is thinned out have other bounds there.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say
from tests.store.sessions import OF_EACH_FORM

TITLE = "Resume from a session file"
NOTES = (
    "Every algorithm, and DQN with averaged weights and with priorities. Episodes are cut off after 60 steps, gamma, the learning rate and "
    "the environment are changed before and after the cuts, and evaluations are held. What is compared is all of the run: networks, optimiser, "
    "generators, environments, guard, the newest 1,000 rows of the log, curves, the best policy."
)
CUTS, STEPS, WITHIN = 50, 5000, 2000  # of each run; env steps after each; calls in which the cuts lie
QUICK_CUTS, QUICK_STEPS, QUICK_WITHIN = 3, 200, 200


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return for each run how many cuts there were, in the middle of what, and how many led elsewhere."""
    cuts, steps, within = (QUICK_CUTS, QUICK_STEPS, QUICK_WITHIN) if quick else (CUTS, STEPS, WITHIN)
    runs = []
    with Child("tests.faults.resume_child") as child:
        for number in range(len(OF_EACH_FORM)):
            found = child.ask("resume", number=number, cuts=cuts, steps=steps, within=within)
            say(f"faults-resume: {found['name']}: {found['cuts'] - found['wrong']} of {found['cuts']} the same")
            runs.append(found)
    return {"runs": runs, "steps": steps}


def figures(measured: dict[str, Any]) -> list[Figure]:
    runs = measured["runs"]
    total: Counter[str] = Counter()
    for run in runs:
        total.update({name: count for name, count in run.items() if name != "name"})
    others = [f"{run['name']}: {run['wrong']} others" for run in runs if run["wrong"]]
    return [
        Figure(
            f"the same bits {measured['steps']:,} steps after a cut",
            f"{total['cuts'] - total['wrong']} of {total['cuts']}",
            "all",
            "all",
            NO if total["wrong"] else AIM,
            f"{len(runs)} runs; in the middle of an episode {total['mid_episode']}, of a target period {total['mid_target_period']}, "
            f"of a rollout {total['mid_rollout']}; after a change {total['after_a_change']}; "
            f"{total['bytes'] // total['cuts'] // 1024} KiB a file" + "; ".join(["", *others]),
        )
    ]
