"""The child of speed.py that steps our Session, with its log and metrics, as the command line does."""

from __future__ import annotations

import tempfile
from time import perf_counter, process_time
from typing import Any

from playground.agents.arrays import prepare_thread
from playground.engine.presets import PRESETS
from playground.engine.session import Session
from tests.bench.child import about, serve
from tests.bench.speed import CLIP, EPSILON, SEED


def values(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of speed.py in our words."""
    return {
        "hidden_layers": tuple(row["hidden"]), "batch_size": row["batch"], "buffer_size": row["buffer"],
        "learning_rate": row["learning_rate"], "gamma": row["gamma"], "train_every": row["train_every"],
        "updates_per_training": row["updates"], "learning_starts": row["learning_starts"],
        "target_period": row["target_period"], "target_unit": "steps", "loss": "huber", "gradient_clip": CLIP,
        "epsilon_schedule": "linear", "epsilon": EPSILON, "epsilon_min": EPSILON, "reward_on_termination": None,
        "seed": SEED,
    }  # fmt: skip


def main() -> None:
    prepare_thread()
    settings = PRESETS.get("tutorial").settings().with_values(values(about()))
    with tempfile.TemporaryFile() as spill:
        session = Session(settings, spill=spill)

        def steps(n: int) -> dict[str, Any]:
            before = session.n_steps, session.agent.n_updates, session.n_episodes
            begun, cpu_begun = perf_counter(), process_time()
            for _ in range(n):
                session.step()
            seconds, cpu_seconds = perf_counter() - begun, process_time() - cpu_begun
            after = session.n_steps, session.agent.n_updates, session.n_episodes
            done = [new - old for new, old in zip(after, before, strict=True)]
            return dict(zip(("steps", "updates", "episodes"), done, strict=True)) | {
                "seconds": seconds, "cpu_seconds": cpu_seconds,
            }  # fmt: skip

        serve({"steps": steps})


if __name__ == "__main__":
    main()
