"""How soon the first steps are trained: from the start of a process on, compiling inside.

Ours and rejax in turn, each in a process of its own on the same core.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from time import perf_counter
from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import Figure, reaches, spread
from tests.bench.say import say
from tests.bench.speed_rows import WITH_REJAX
from tests.bench.speed_sides import ours, peer

NAME = "from process start"  # among the rows of the speed
ROW = WITH_REJAX[0]
ROUNDS, STEPS = 5, 10_000
QUICK_ROUNDS, QUICK_STEPS = 1, 2560
AT_LEAST, AIM = 4, 6
WARM, COLD, PEER = "kernels compiled before", "nothing compiled before", "rejax"


def measure(*, quick: bool, with_rejax: bool) -> dict[str, Any]:
    """Return the seconds from before each process to so many steps after it; a list for each kind of start."""
    n_rounds, n_steps = (QUICK_ROUNDS, QUICK_STEPS) if quick else (ROUNDS, STEPS)
    say(f"speed: {NAME} to {n_steps:,} steps: {n_rounds} starts of each side, and one that does not count")
    core = cores()[-1:]
    starts: dict[str, Callable[[str], Child]] = {
        WARM: lambda _: ours(ROW, core),
        COLD: lambda empty: ours(ROW, core, variables={"NUMBA_CACHE_DIR": empty}),
    }
    if with_rejax:
        starts[PEER] = lambda _: peer(ROW, core)
    rounds = [{kind: _start(start, n_steps) for kind, start in starts.items()} for _ in range(n_rounds + 1)]
    counted = rounds[1:]  # the first read from the disk
    return {
        "steps": n_steps,
        "rounds": counted,
        "seconds": {kind: [r[kind]["all"] for r in counted] for kind in starts},
    }


def _start(start: Callable[[str], Child], n_steps: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as empty:
        begun = perf_counter()
        with start(empty) as child:
            done = child.ask("steps", n=n_steps)
            seconds = perf_counter() - begun
    assert done["steps"] == n_steps, done
    return done | {"all": seconds}


def figures(measured: dict[str, Any], why_not: str) -> list[Figure]:
    """Return the two rows of the table; `why_not` says why there is no rejax in them."""
    found = []
    for kind, at_least, aim in ((WARM, AT_LEAST, AIM), (COLD, None, None)):
        ours_s, theirs_s = measured["seconds"][kind], measured["seconds"].get(PEER, [])
        ratios = [theirs / mine for mine, theirs in zip(ours_s, theirs_s, strict=bool(theirs_s))]
        details = [f"ours {spread(ours_s, '{:.2f}')} s"]
        if theirs_s:
            compiling = [each[PEER]["compile_seconds"] for each in measured["rounds"]]
            details += [f"rejax {spread(theirs_s, '{:.2f}')} s, {spread(compiling, '{:.2f}')} s of it compiling"]
        found.append(
            Figure(
                f"{NAME} to {measured['steps']:,} steps trained, {ROW.name}, {kind}, rejax / ours",
                spread(ratios) if ratios else why_not and "not measured",
                "" if at_least is None else f"{at_least:g} times sooner",
                "" if aim is None else f"{aim:g}",
                reaches(statistics.median(ratios), at_least, aim) if ratios and at_least is not None else "",
                "; ".join([*details, *filter(None, [why_not])]),
            )
        )
    return found
