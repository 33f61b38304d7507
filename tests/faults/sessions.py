"""Files: mutated sessions, loaded and, where accepted, gone on with."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say
from tests.faults.loader import ACCEPTED, N_PROCESSES, RETURNS_MEMORY

TITLE = "Damaged and forged sessions"
NOTES = (
    "Each file is made from a short run of one of six algorithms, by the changes of policy files or, with the right checksum, by other numbers "
    "in its tensors, anything anywhere in its manifest, and other types, shapes, offsets and names. It is refused with one of our reasons, "
    "or it is a run that goes on: 40 steps, five back, and into a file again, with no error but one of those that are told to people. What "
    "was changed without the checksum has one right reason. What a forged run would have learned is not judged."
)
N_FILES, QUICK_FILES = 20_000, 300


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return what the processes counted, added up."""
    n_files = QUICK_FILES if quick else N_FILES
    say(f"faults-sessions: {n_files:,} files in {N_PROCESSES} processes")
    shares = [
        Child(
            "tests.faults.sessions_child",
            {"first": first, "n_files": n_files // N_PROCESSES, "step": N_PROCESSES},
            variables=RETURNS_MEMORY,
        )
        for first in range(N_PROCESSES)
    ]
    counted = []
    for child in shares:
        with child:
            counted.append(child.answer())
    return {
        "n_files": n_files,
        "outcomes": dict(sum((Counter(one["outcomes"]) for one in counted), Counter[str]())),
        "n_wrong": sum(one["n_wrong"] for one in counted),
        "wrong": [words for one in counted for words in one["wrong"]],
        "slowest_ms": max(one["slowest_ms"] for one in counted),
        "extra_mb": max(one["extra_mb"] for one in counted),
    }


def figures(measured: dict[str, Any]) -> list[Figure]:
    n_files, n_wrong, outcomes = measured["n_files"], measured["n_wrong"], Counter(measured["outcomes"])
    taken = sum(count for outcome, count in outcomes.items() if outcome.startswith(ACCEPTED))
    return [
        Figure(
            "sessions refused in our words, or runs that go on",
            f"{n_files - n_wrong:,} of {n_files:,}",
            "all",
            "all",
            NO if n_wrong else AIM,
            f"{taken:,} go on; "
            + ", ".join(f"{outcome} {count:,}" for outcome, count in outcomes.most_common())
            + "; ".join(["", *measured["wrong"]]),
        ),
        Figure(
            "the longest that such a session took to load, and the memory of all",
            f"{measured['slowest_ms']:.0f} ms",
            details=f"{measured['extra_mb']:.0f} MB more than before the first",
        ),
    ]
