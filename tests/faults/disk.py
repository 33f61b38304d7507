"""Files: saving to disks that fail, are full, or may not be written to."""

from __future__ import annotations

from typing import Any

from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Failing disks"
NOTES = (
    "Every call of a save to `os` (open, write, fsync, close, chmod, replace, stat, fstat) fails once with each of EIO, ENOSPC, EDQUOT, "
    "EACCES and EROFS, every file being written in six pieces. A save is either refused in words, with the old file byte for byte and "
    "nothing left beside it, or, where only the folder could not be synchronised, done. The full and the read-only disk are real ones in "
    "memory; the ordinary user is one who may not do what the folder or the file forbids. The run that is saved meanwhile has the weights of "
    "one that nobody saved."
)
LIMIT_MS = 1000


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return what came of each fault; it takes seconds, so quick is the same."""
    say("faults-disk: every call failed once, and bad places")
    with Child("tests.faults.disk_child") as child:
        return child.answer()


def figures(measured: dict[str, Any]) -> list[Figure]:
    calls, places = measured["calls"], measured["places"]
    wrong = [words for one in calls.values() for words in one["wrong"]]
    refused, saved = (sum(sum(one[key].values()) for one in calls.values()) for key in ("refused", "saved"))
    bad = [(f"{kind}, {name}", one) for kind, found in places.items() for name, one in found.items()]
    ill = [f"{name}: {one['words']}" for name, one in bad if one["is_wrong"]]
    slowest = max([one["slowest_ms"] for one in calls.values()] + [one["ms"] for _, one in bad])
    return [
        Figure(
            "calls that failed while saving, and left neither the old file nor the whole new one",
            f"{len(wrong)} of {refused + saved}",
            "0",
            "0",
            NO if wrong else AIM,
            "; ".join(wrong[:10]) or f"{refused} refused, {saved} saved all the same; {', '.join(calls)}",
        ),
        Figure(
            "bad places where the old file was not as before, or the cause was not said",
            f"{len(ill)} of {len(bad)}",
            "0",
            "0",
            NO if ill else AIM,
            "; ".join(ill) or ", ".join(next(iter(places.values()))),
        ),
        Figure(
            "the longest until it was said",
            f"{slowest:.0f} ms",
            f"{LIMIT_MS} ms",
            f"{LIMIT_MS} ms",
            AIM if slowest <= LIMIT_MS else NO,
        ),
        Figure(
            "training goes on as if nobody had saved",
            "yes" if measured["training_continues"] else "no",
            "yes",
            "yes",
            AIM if measured["training_continues"] else NO,
            "equal weights",
        ),
    ]
