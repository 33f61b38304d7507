"""The child of speed.py that steps our Session, with its log and metrics."""

from __future__ import annotations

import tempfile
from functools import partial
from time import perf_counter, process_time
from typing import Any, BinaryIO

from playground.agents.nn.backend import prepare_thread
from playground.arithmetic.machine_code.target import current
from playground.engine.presets.preset import Preset
from playground.engine.run.session import Session
from tests.bench.child import about, serve
from tests.bench.speed_rows import SEED


def make_session(row: dict[str, Any], spill: BinaryIO) -> Session:
    """Return the run of what a row of speed_rows.py calls ours."""
    values = row["ours"] | {"seed": SEED, "hidden_layers": tuple(row["ours"]["hidden_layers"])}
    return Session(Preset("", "", values, row["environment"], row["algorithm"]).settings(), spill=spill)


def steps(session: Session, n: int) -> dict[str, Any]:
    """Make `n` env steps; return how many it were, with the updates and the time they took."""
    before = session.n_steps, session.agent.n_updates
    begun, cpu_begun = perf_counter(), process_time()
    while session.n_steps < before[0] + n:
        session.step()
    seconds, cpu_seconds = perf_counter() - begun, process_time() - cpu_begun
    return {
        "steps": session.n_steps - before[0],
        "updates": session.agent.n_updates - before[1],
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "compiled_for": current().name,
    }


def main() -> None:
    prepare_thread()
    with tempfile.TemporaryFile() as spill:
        serve({"steps": partial(steps, make_session(about(), spill))})


if __name__ == "__main__":
    main()
