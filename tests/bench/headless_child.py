"""The child that trains without a window, in a process that never saw Qt."""

from __future__ import annotations

import tempfile
from time import perf_counter, process_time
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.engine.run.session import Session
from tests.bench.child import about, serve
from tests.bench.status import resident_mb

ENDLESS = 100_000_000


def main() -> None:
    prepare_thread()
    settings = PRESETS.get(DEFAULT_PRESET).settings().with_values({"run_length": ENDLESS})
    with tempfile.TemporaryFile() as spill:
        session = Session(settings, spill=spill)
        evaluator = Evaluator(session) if about()["evaluate"] else None

        def go_to(stop: int) -> None:
            while session.n_steps < stop:
                session.step()
                if evaluator is not None and evaluator.due():
                    evaluator.run_if_due()

        def steps(start: int, stop: int) -> dict[str, Any]:
            go_to(start)
            begun, cpu_begun = perf_counter(), process_time()
            go_to(stop)
            seconds = perf_counter() - begun
            return {
                "steps": stop - start,
                "seconds": seconds,
                "cpu_seconds": process_time() - cpu_begun,
                "steps_per_s": (stop - start) / seconds,
                "episodes": session.n_episodes,
                "resident_mb": resident_mb(),
            }

        serve({"steps": steps})


if __name__ == "__main__":
    main()
