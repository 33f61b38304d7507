"""How long saving takes where copies of the run are kept.

A virus scanner that looks into each new file shows here, and so does a folder on another computer.
"""

from __future__ import annotations

import os
import tempfile
import time
from functools import partial
from pathlib import Path

from playground.errors import Term
from playground.folders import existing_parent, state_folder
from playground.i18n import N_
from playground.readiness.evidence import Evidence
from playground.store.safe.atomic import write_file
from playground.store.safe.errors import SaveError

N_SAVES = 50
N_BYTES = 30_000  # a keyframe of a small network
PATIENCE_S = 15.0  # for all of them


def look(evidence: Evidence) -> Term:
    """Return how long some saves took, one after the other.

    Raises SaveError or OSError where nothing can be saved.
    """
    taken = times_of_saves(existing_parent(state_folder()))
    return Term(
        N_("{n} files in {seconds:.2f} s, the slowest in {slowest:.0f} ms"),
        n=len(taken),
        seconds=round(sum(taken), 2),
        slowest=round(1000 * max(taken)),
    )


def times_of_saves(folder: Path) -> list[float]:
    """Save some files whole or not at all, below `folder`; return the seconds of each.

    Nothing is left behind. Raises SaveError or OSError.
    """
    taken, began = list[float](), time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:
        while len(taken) < N_SAVES and time.perf_counter() - began < PATIENCE_S:
            data = os.urandom(N_BYTES)
            before = time.perf_counter()
            write_file(Path(place, f"{len(taken) % 5}.bin"), data, partial(_check, data))
            taken.append(time.perf_counter() - before)
    return taken


def _check(data: bytes, written: Path) -> None:
    if written.read_bytes() != data:
        raise SaveError(N_("The disk did not keep a file as it was written."))
