"""The child of parts.py: a session whose parts are called through clocks."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session

WARM_UP = 3072


class Clocks:
    """Counts the time between two marks for the part that was running then."""

    def __init__(self) -> None:
        self.ns: dict[str, int] = defaultdict(int)
        self.calls: dict[str, int] = defaultdict(int)
        self._running = ["step"]
        self._since = 0

    def around(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and is clocked."""

        def clocked(*words: Any, **named: Any) -> Any:
            now = perf_counter_ns()
            self.ns[self._running[-1]] += now - self._since
            self.calls[part] += 1
            self._running.append(part)
            self._since = perf_counter_ns()
            result = function(*words, **named)
            now = perf_counter_ns()
            self.ns[part] += now - self._since
            self._running.pop()
            self._since = perf_counter_ns()
            return result

        return clocked

    def start(self) -> None:
        self.ns.clear()
        self.calls.clear()
        self._since = perf_counter_ns()

    def stop(self) -> None:
        self.ns["step"] += perf_counter_ns() - self._since


def with_clocks(session: Session, clocks: Clocks) -> None:
    """Put a clock around each part of a DQN session."""
    agent = session.agent
    parts = [
        (session.shown.environment, "step", "environment"),
        (agent, "act", "act"),
        (session.log, "append", "log"),
        (agent, "update", "update"),
        (agent, "_draw", "draw"),
        (agent._networks, "forward", "forward"),
        (agent._networks, "backward", "backward"),
        (agent._optimizer, "step", "optimizer"),
        (session.metrics, "add_step", "metrics"),
    ]
    for owner, name, part in parts:
        setattr(owner, name, clocks.around(part, getattr(owner, name)))


def cost_of_a_clock(n: int = 20_000) -> float:
    """Return the nanoseconds that a clock adds to what it is around, beyond an ordinary call."""
    clocks = Clocks()
    clocked = clocks.around("nothing", _nothing)
    clocks.start()
    for _ in range(n):
        clocked()
    clocks.stop()
    inside = clocks.ns["nothing"] / n
    begun = perf_counter_ns()
    for _ in range(n):
        _nothing()
    return max(0.0, inside - (perf_counter_ns() - begun) / n)


def _nothing() -> None:
    pass


def main() -> None:
    preset, rounds, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    prepare_thread()
    plain, profiled = (Session(PRESETS.get(preset).settings()) for _ in range(2))
    clocks, found = Clocks(), defaultdict(list)
    for session in (plain, profiled):
        for _ in range(WARM_UP):
            session.step()
    with_clocks(profiled, clocks)
    clock_ns = cost_of_a_clock()
    for _ in range(rounds):
        begun = perf_counter_ns()
        for _ in range(steps):
            plain.step()
        found["unclocked"].append((perf_counter_ns() - begun) / steps / 1000)
        clocks.start()
        for _ in range(steps):
            profiled.step()
        clocks.stop()
        for part, ns in clocks.ns.items():
            found[part].append((ns - clock_ns * clocks.calls[part]) / steps / 1000)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
