"""How much longer than asked a wait is: the tick of this system's timer."""

from __future__ import annotations

import statistics
import threading
import time

from playground.errors import Term
from playground.i18n import N_
from playground.readiness.evidence import Evidence

ASKED_S = 0.001
N_WAITS = 30
PATIENCE_S = 2.0  # for all of them


def look(evidence: Evidence) -> Term:
    """Return how long short waits are, as those of training are made."""
    taken = sorted(1000 * seconds for seconds in times_of_waits())
    return Term(
        N_("a wait of {asked:.0f} ms takes {median:.1f} ms as a rule and {longest:.1f} ms at most"),
        asked=1000 * ASKED_S,
        median=round(statistics.median(taken), 1),
        longest=round(taken[-1], 1),
    )


def times_of_waits() -> list[float]:
    """Return how many seconds some waits of ASKED_S took."""
    condition, taken, began = threading.Condition(), list[float](), time.perf_counter()
    with condition:
        while len(taken) < N_WAITS and time.perf_counter() - began < PATIENCE_S:
            before = time.perf_counter()
            condition.wait(ASKED_S)
            taken.append(time.perf_counter() - before)
    return taken
