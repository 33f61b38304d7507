"""Files: processes killed while they save, in every stage of it."""

from __future__ import annotations

from typing import Any

from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Killed while saving"
NOTES = (
    "A process that saves over a file says through a pipe which stage it enters, by wrappers around the functions of `os`; it is killed with "
    "SIGKILL either held at the beginning of a stage or at a random moment of it. Afterwards the file must be, byte for byte, one of the two "
    "that were saved in turns. Policies of 6 KB and of 15 MiB, and every other kind of file. What is counted is the stage it died in. "
    "A process that is killed leaves its part under its own name, which starts with a dot and ends in .playground-part."
)
N_KILLS, IN_EACH = 2_000, 100
STAGES = ("create", "write", "fsync", "read back", "permissions", "rename", "fsync of the folder", "saved")
QUICK_KILLS, QUICK_IN_EACH = 40, 1


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return kills by stage, what was wrong, and the order of the stages for each kind of file."""
    n_kills, in_each = (QUICK_KILLS, QUICK_IN_EACH) if quick else (N_KILLS, IN_EACH)
    say(f"faults-kill: {n_kills:,} kills")
    with Child("tests.faults.kill_child", {"n_kills": n_kills, "in_each": in_each, "seed": 5}) as child:
        return child.answer()


def figures(measured: dict[str, Any]) -> list[Figure]:
    killed, wrong, found = measured["killed"], measured["wrong"], measured["found"]
    fewest = min(killed.get(stage, 0) for stage in STAGES)
    in_order = all(order == list(STAGES) for order in measured["orders"].values())
    return [
        Figure(
            "files broken or missing after kill -9",
            f"{len(wrong)} of {sum(killed.values()):,}",
            "0 of 2,000",
            "0 of 2,000",
            NO if wrong or sum(killed.values()) < N_KILLS else AIM,
            "; ".join(wrong[:10])
            or f"{found.get('parts left', 0):,} parts left beside, {found.get('parts left half written', 0):,} of them half written",
        ),
        Figure(
            "kills in the stage that met fewest",
            f"{fewest}",
            f"{IN_EACH}",
            f"{IN_EACH}",
            AIM if fewest >= IN_EACH else NO,
            ", ".join(f"{stage} {killed.get(stage, 0)}" for stage in STAGES),
        ),
        Figure(
            "the order of the stages",
            " → ".join(next(iter(measured["orders"].values()))),
            "",
            "write, fsync, replace, fsync of the folder",
            AIM if in_order else NO,
            f"the same for {', '.join(measured['orders'])}" if in_order else str(measured["orders"]),
        ),
    ]
