"""The child of speed.py that steps our Session, with its log and metrics, as the command line does."""

from __future__ import annotations

import tempfile
from time import perf_counter, process_time
from typing import Any

from playground.agents.arrays import prepare_thread
from playground.engine.preset import Preset
from playground.engine.session import Session
from tests.bench.child import about, serve
from tests.bench.speed_rows import SEED


def main() -> None:
    prepare_thread()
    row = about()
    values = row["ours"] | {"seed": SEED, "hidden_layers": tuple(row["ours"]["hidden_layers"])}
    plain = Preset("", "", values, row["environment"], row["algorithm"])
    with tempfile.TemporaryFile() as spill:
        session = Session(plain.settings(), spill=spill)

        def steps(n: int) -> dict[str, Any]:
            before = session.n_steps, session.agent.n_updates
            begun, cpu_begun = perf_counter(), process_time()
            while session.n_steps < before[0] + n:
                session.step()
            seconds, cpu_seconds = perf_counter() - begun, process_time() - cpu_begun
            return {
                "steps": session.n_steps - before[0], "updates": session.agent.n_updates - before[1],
                "seconds": seconds, "cpu_seconds": cpu_seconds,
            }  # fmt: skip

        serve({"steps": steps})


if __name__ == "__main__":
    main()
