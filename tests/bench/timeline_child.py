"""The child that records runs and goes back in them."""

from __future__ import annotations

import itertools
from time import perf_counter, thread_time
from typing import Any

import numpy as np

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from tests.bench.child import serve

NEVER = 1 << 60  # env steps between evaluations


def _timeline(preset: str, every: int | None = None) -> Timeline:
    settings = PRESETS.get(preset).settings()
    session = Session(settings)
    return Timeline(session, Evaluator(session, every))


def record(preset: str, steps: int, piece: int) -> dict[str, Any]:
    """Run twice at once, piece by piece in turn: with keyframes and without; return the seconds of each."""
    plain, kept = _timeline(preset, NEVER), _timeline(preset, NEVER)
    seconds = [0.0, 0.0]
    for number in range(steps // piece):
        order = (0, 1) if number % 2 else (1, 0)
        for which in order:
            step = kept.step if which else plain.session.step
            begun = thread_time()
            for _ in range(piece):
                step()
            seconds[which] += thread_time() - begun
    return {"plain": seconds[0], "kept": seconds[1], "keyframes": len(kept.keyframes)}


def go(preset: str, steps: int, moments: int) -> dict[str, Any]:
    """Make a run with its evaluations, then go to moments all over it, and step back from one; return milliseconds."""
    timeline = _timeline(preset)
    while timeline.session.n_calls < steps:
        timeline.step()
    rng = np.random.default_rng(1)
    anywhere = rng.integers(1, steps, moments).tolist()
    back = range(steps // 2, steps // 2 - moments, -1)
    found = {}
    for name, where in (("goto", anywhere), ("back", back)):
        found[name] = took = []
        for n_calls in itertools.islice(where, moments):
            begun = perf_counter()
            timeline.goto(n_calls, Trace())
            took.append(1e3 * (perf_counter() - begun))
    return found | {"keyframes": len(timeline.keyframes), "mb": timeline.keyframes.n_bytes / 1e6}


if __name__ == "__main__":
    prepare_thread()
    serve({"record": record, "go": go})
