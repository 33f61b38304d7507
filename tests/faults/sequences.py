"""State machines: thousands of random sequences of actions on runs and windows.

The tests make a few of each, always the same; here there are thousands.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Anything, in any order"
NOTES = (
    "Chance decides what is done to a run, or by a person at the window: step, run, pause, edit what is allowed and what is not, diverge, go to any "
    "moment, fork, promote, close the fork, evaluate, save, open good and damaged files, repeat a recipe, reset, close the window and open it again. "
    "After each of these, every moment that was seen before has the bits it had, all that the window shows is what the trainer has, and Qt warned of "
    "nothing; at the end of each sequence its run is made again from its settings and inputs alone and goes through every moment that was seen."
)
N_RUN, N_WINDOW, LENGTH = 1600, 400, 40  # sequences; things that are done in each, at most
QUICK_RUN, QUICK_WINDOW, QUICK_LENGTH = 20, 2, 12
AT_ONCE = {"run": 100, "window": 20}  # sequences between two looks
N_PROCESSES = 2


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return for each machine how many sequences were made, what was done in them and what did not hold."""
    n = {"run": QUICK_RUN, "window": QUICK_WINDOW} if quick else {"run": N_RUN, "window": N_WINDOW}
    length = QUICK_LENGTH if quick else LENGTH
    shares = [(machine, n[machine] // N_PROCESSES, length, first) for machine in n for first in range(N_PROCESSES)]
    with ThreadPoolExecutor(N_PROCESSES) as pool:
        parts = list(pool.map(_share, shares))
    found: dict[str, Any] = {}
    for machine in n:
        mine = [part for part in parts if part["machine"] == machine]
        done: Counter[str] = sum((Counter(part["done"]) for part in mine), Counter())
        found[machine] = {
            "n": sum(part["n"] for part in mine),
            "done": dict(done),
            "wrong": [one for part in mine for one in part["wrong"]],
        }
    return found


def _share(share: tuple[str, int, int, int]) -> dict[str, Any]:
    machine, n, length, first = share
    done: Counter[str] = Counter()
    wrong: list[str] = []
    number = first
    with Child("tests.faults.sequences_child") as child:
        while done["sequences"] < n:
            here = min(AT_ONCE[machine], n - done["sequences"])
            answer = child.ask("sequences", machine=machine, n=here, length=length, number=number)
            number += N_PROCESSES
            done.update(answer["done"])
            if answer["wrong"]:
                wrong.append(answer["wrong"])
                say(f"faults-sequences: {machine} {number}: {answer['words']}")
    n_made = done.pop("sequences")
    say(f"faults-sequences: {machine}: {n_made:,} sequences, {len(wrong)} in which something did not hold")
    return {"machine": machine, "n": n_made, "done": done, "wrong": wrong}


def figures(measured: dict[str, Any]) -> list[Figure]:
    return [
        Figure(
            f"sequences {where} in which something did not hold",
            f"{len(found['wrong'])} of {found['n']:,}",
            "0",
            "0",
            NO if found["wrong"] else AIM,
            "; ".join([_counts(found["done"]), *found["wrong"]]),
        )
        for where, found in (("over a run", measured["run"]), ("over the window", measured["window"]))
    ]


def _counts(done: dict[str, int]) -> str:
    return ", ".join(f"{what} {count:,}" for what, count in sorted(done.items(), key=lambda item: -item[1]))
