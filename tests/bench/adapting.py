"""Whether a solved preset learns again after the pole is given another length."""

from __future__ import annotations

import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from math import inf
from multiprocessing import get_context
from statistics import median
from typing import Any

from playground.experiments.machine import cores
from tests.bench.figures import Figure, or_never, percentile
from tests.bench.say import say

NOTES = (
    "“Solved again”: the run goes on from its end at step 25,000 with another length of the pole, and is evaluated right "
    "after the change and every 500 steps, always with the new pole, for at most 25,000 further steps. 0 steps: it never "
    "stopped solving. A longer pole falls more slowly, so that a good policy may simply go on holding it; a tenth of the "
    "length is there because that pole falls fast."
)
PRESET = "fast"
SEEDS = tuple(range(1001, 1021))
N_STEPS, FURTHER, EVERY = 25_000, 25_000, 500
QUICK_SEEDS, QUICK_STEPS = (0, 1), 1500  # the others are kept for the day they count
CHANGES = {"doubled": 2.0, "divided by ten": 0.1}


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Run all seeds with every change, two at a time."""
    seeds = QUICK_SEEDS if quick else SEEDS
    n_steps, further = (QUICK_STEPS, QUICK_STEPS) if quick else (N_STEPS, FURTHER)
    runs = {}
    with ProcessPoolExecutor(min(2, len(cores())), get_context("spawn")) as pool:
        for change, factor in CHANGES.items():
            say(f"learning: {PRESET}, length {change}: {len(seeds)} seeds, {n_steps:,} + up to {further:,} steps each")
            runs[change] = list(pool.map(partial(run_seed, factor, n_steps, further), seeds))
    return {"n_steps": n_steps, "further": further, "runs": runs}


def run_seed(factor: float, n_steps: int, further: int, seed: int) -> dict[str, Any]:
    """Train on one seed, change the length and train on; return the means around the change and the steps it took."""
    from playground.agents.nn.backend import prepare_thread
    from playground.engine.evaluation.evaluation import Evaluator
    from playground.engine.presets.catalogue import PRESETS
    from playground.engine.run.session import Session
    from playground.errors import DivergedError

    prepare_thread()
    found: dict[str, Any] = {"seed": seed, "before": None, "right_after": None, "steps": None, "evaluations": []}
    with tempfile.TemporaryFile() as spill, suppress(DivergedError):  # a run that ends there has not solved it
        session = Session(PRESETS.get(PRESET).settings().with_values({"seed": seed}), spill=spill)
        while session.n_steps < n_steps:
            session.step()
        evaluator = Evaluator(session, every=EVERY)
        found["before"] = evaluator.ask().mean
        length = session.environment_params.length
        session.submit("set_environment", {"name": "length", "value": factor * length})
        found["right_after"] = evaluator.ask().mean  # the same starts
        evaluator.run()
        while evaluator.solved_at is None and session.n_steps < n_steps + further:
            session.step()
            if evaluator.due():
                evaluator.run_if_due()
        rows = session.metrics.evaluations.since(2)
        found["evaluations"] = [[int(step), mean] for step, mean in rows[:, :2].tolist()]
        if evaluator.solved_at is not None:
            found["steps"] = evaluator.solved_at - n_steps
    return found


def figures(measured: dict[str, Any]) -> list[Figure]:
    return [_figure(change, runs, measured) for change, runs in measured["runs"].items()]


def _figure(change: str, runs: list[dict[str, Any]], measured: dict[str, Any]) -> Figure:
    steps = [inf if run["steps"] is None else run["steps"] for run in runs]
    again = sum(number < inf for number in steps)
    words = [f"{again}/{len(runs)} within {measured['further']:,} steps, worst {or_never(max(steps), ',.0f')}"]
    for when in ("before", "right_after"):
        means = [run[when] for run in runs if run[when] is not None]
        if means:
            words.append(
                f"mean return {when.replace('_', ' ')} {median(means):.0f} ({min(means):.0f} to {max(means):.0f})"
            )
    at = f"{measured['n_steps']:,}"
    return Figure(
        f"... steps until solved again after the pole's length is {change} live at step {at}, median / p90",
        f"{or_never(percentile(steps, 50), ',.0f')} / {or_never(percentile(steps, 90), ',.0f')}",
        details="; ".join(words),
    )
