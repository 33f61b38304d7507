"""Files: 200,000 mutated policies, and the heaviest: refused, why, how fast."""

from __future__ import annotations

from collections import Counter
from typing import Any

from playground.store.safe.errors import REASONS
from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Damaged and forged policy files"
NOTES = (
    "Each file is made from a good one, of every schema, algorithm and environment, by changes that its number decides: bits, bytes and "
    "blocks; the keys, values, names, types, shapes and offsets of its parts; its header as text; Unicode; what is no file at all. "
    "Every change says, by a reading of the rules of its own, for which reason the file is to be refused, or that it is a valid policy: "
    "such a one is saved and loaded again, and its every number looked at. Memory is the peak of what is resident over that before."
)
N_FILES, QUICK_FILES = 200_000, 2_000
N_PROCESSES = 2
ACCEPTED = "accepted"  # an outcome beside the reasons of a refusal
OF_OTHER_KINDS = {"inputs", "state"}  # what no policy holds cannot be wrong in one
LIMIT_MS, LIMIT_MB = 250, 64
RETURNS_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}  # glibc keeps freed memory else


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return what the processes counted, added up, and what each of the heaviest files took."""
    n_files = QUICK_FILES if quick else N_FILES
    say(f"faults-loader: {n_files:,} files in {N_PROCESSES} processes")
    shares = [
        Child(
            "tests.faults.loader_child",
            {"first": first, "n_files": n_files // N_PROCESSES, "step": N_PROCESSES},
            variables=RETURNS_MEMORY,
        )
        for first in range(N_PROCESSES)
    ]
    counted = []
    for child in shares:
        with child:
            counted.append(child.answer())
    say("faults-loader: the heaviest")
    with Child("tests.faults.heavy_files_child", variables=RETURNS_MEMORY) as child:
        heavy = child.answer()
    return {
        "counts": {
            key: dict(sum((Counter(one["counts"][key]) for one in counted), Counter()))
            for key in ("group", "outcome", "change")
        },
        "n_wrong": sum(one["n_wrong"] for one in counted),
        "wrong": [words for one in counted for words in one["wrong"]],
        "slowest_ms": max(one["slowest_ms"] for one in counted),
        "extra_mb": max(one["extra_mb"] for one in counted),
        "heavy": heavy,
    }


def figures(measured: dict[str, Any]) -> list[Figure]:
    groups, outcomes = measured["counts"]["group"], measured["counts"]["outcome"]
    n_files = sum(groups[name] for name in ("signed", "unsigned", "place"))
    reasons = {reason: outcomes.get(reason, 0) for reason in REASONS if reason not in OF_OTHER_KINDS}
    unknown = set(outcomes) - set(REASONS) - {ACCEPTED}
    slipped = groups.get("unsigned and accepted", 0)
    slowest = max(measured["slowest_ms"], *(one["ms"] for one in measured["heavy"].values()))
    heaviest = max(measured["heavy"], key=lambda name: measured["heavy"][name]["extra_mb"])
    most = max(measured["extra_mb"], measured["heavy"][heaviest]["extra_mb"])
    return [
        Figure(
            "files refused for the right reason, or a valid policy",
            f"{n_files - measured['n_wrong']:,} of {n_files:,}",
            "all",
            "all",
            AIM if not measured["n_wrong"] and not unknown else NO,
            f"{len(measured['counts']['change'])} kinds of change, {groups['signed']:,} with the right checksum, "
            f"{outcomes.get(ACCEPTED, 0):,} valid" + "; ".join(["", *measured["wrong"]]),
        ),
        Figure(
            "accepted although changed without the checksum",
            f"{slipped}",
            "0",
            "0",
            AIM if not slipped else NO,
            f"of {groups['unsigned']:,}",
        ),
        Figure(
            "reasons that were met",
            f"{sum(map(bool, reasons.values()))} of {len(reasons)}",
            "all",
            "all",
            AIM if all(reasons.values()) else NO,
            ", ".join(f"{reason} {count:,}" for reason, count in sorted(reasons.items(), key=lambda item: -item[1])),
        ),
        Figure(
            "the longest that any file took",
            f"{slowest:.0f} ms",
            f"{LIMIT_MS} ms",
            f"{LIMIT_MS} ms",
            AIM if slowest <= LIMIT_MS else NO,
            f"{len(measured['heavy'])} of the heaviest among them",
        ),
        Figure(
            "the most extra memory that any file took",
            f"{most:.0f} MB",
            f"{LIMIT_MB} MiB",
            f"{LIMIT_MB} MiB",
            AIM if most <= LIMIT_MB * 1.048576 else NO,
            f"{heaviest} ({measured['heavy'][heaviest]['outcome']})",
        ),
    ]
