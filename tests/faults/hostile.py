"""Files: hostile ones of every kind, opened under an audit hook."""

from __future__ import annotations

from typing import Any

from playground.store.safe.errors import REASONS
from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Hostile files"
NOTES = (
    "Pickles of every protocol, files of PyTorch and NumPy, archives and bombs, programs, names that ask for a module to be imported, links, "
    "devices, pipes, sockets, folders, 8 GiB of nothing, names that a shell would run. From the moment one is opened until its "
    "refusal is in words, the hook (`sys.addaudithook`, in a process of its own that had opened one good file of the kind before) notes "
    "every import, exec, compile, unpickling, program, socket, change to a file, and every file that is opened beside the one in question."
)
SOUND = {"a preset that is a path"}  # a preset's name is a text that is shown, and nothing is looked up by it


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return what came of every file; it takes seconds, so quick is the same."""
    say("faults-hostile: hostile files of every kind")
    with Child("tests.faults.hostile_child") as child:
        return child.answer()


def figures(measured: dict[str, Any]) -> list[Figure]:
    found = []
    for kind, files in measured["files"].items():
        left_behind = files["left behind"]
        opened = {name: one for name, one in files.items() if name != "left behind"}
        events = [f"{name}: {event}" for name, one in opened.items() for event in one["events"]]
        astray = [
            f"{name}: {one['outcome']}"
            for name, one in opened.items()
            if one["outcome"] not in REASONS and (name, one["outcome"]) not in {(sound, "accepted") for sound in SOUND}
        ]
        found.append(
            Figure(
                f"what ran, was imported, opened, written or sent while hostile files were opened as a {kind}",
                f"{len(events) + len(left_behind)} in {len(opened)} files",
                "0 in 40",
                "0 in 40",
                AIM if measured["hook_works"] and not events and not left_behind and len(opened) >= 40 else NO,
                "; ".join(events + left_behind)
                or f"the longest took {max(one['ms'] for one in opened.values()):.0f} ms",
            )
        )
        found.append(
            Figure(
                f"of these, not refused as a {kind} in our words",
                f"{len(astray)}",
                "0",
                "0",
                NO if astray else AIM,
                "; ".join(astray) or f"but for {', '.join(SOUND)}, which is only a text",
            )
        )
    return found
