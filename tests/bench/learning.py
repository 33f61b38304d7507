"""Whether presets learn what they promise: solved, how soon, and for how long."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import inf
from multiprocessing import get_context
from typing import Any

from playground.experiments.machine import cores
from tests.bench import adapting
from tests.bench.figures import Figure, or_never, percentile, reaches, worst
from tests.bench.say import say

TITLE = "Learning CartPole-v1"
NOTES = (
    "“Solved” is a mean return of 475 or more over 100 selection starts and again over 100 fresh ones; evaluation every "
    "500 steps, on the environment's own reward, of the weights that the preset acts by. Runs that never solve count as "
    "never in medians. Times are from runs of their own, each in a fresh process with nothing beside it, imports done. "
    + adapting.NOTES
)
EVERY = 500
GOOD = 475.0


@dataclass(frozen=True)
class Runs:
    """One set of settings over many seeds."""

    name: str
    preset: str
    seeds: tuple[int, ...]
    n_steps: int
    values: dict[str, Any] = field(default_factory=dict)
    in_full: bool = True  # with figures on how soon and whether it lasts


RUNS = (
    Runs("fast", "fast", tuple(range(1001, 1021)), 25_000),
    Runs(
        "fast, stock reward, values that begin at 200",
        "fast",
        tuple(range(1001, 1021)),
        25_000,
        {"reward_on_termination": None, "initial_value": 200.0},
    ),
    Runs("rl-zoo", "rl-zoo", tuple(range(1001, 1011)), 50_000, in_full=False),
)
QUICK_SEEDS, QUICK_STEPS = (0, 1), 1500  # the others are kept for the day they count
SOLVED_AGAIN = "fast, solved again"


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Run all seeds, two at a time; then once more alone, each until it is solved, for the times."""
    measured = {runs.name: _measure(runs, quick=quick) for runs in RUNS if _differs(runs)}
    return measured | {SOLVED_AGAIN: adapting.measure(quick=quick)}


def run_seed(
    preset: str, values: dict[str, Any], n_steps: int, seed: int, *, until_solved: bool = False
) -> dict[str, Any]:
    """Train on one seed; return what experiments.trial says of it."""
    from playground.engine.presets.catalogue import PRESETS
    from playground.experiments.trial import run_trial

    settings = PRESETS.get(preset).settings().with_values(values | {"seed": seed, "run_length": n_steps})
    return run_trial(settings, every=EVERY, until_solved=until_solved)


def figures(measured: dict[str, Any]) -> list[Figure]:
    found = []
    for runs in RUNS:
        if runs.name in measured:
            found.append(_solved_figure(runs, measured[runs.name]))
            found += _how_soon_and_how_long(measured[runs.name]) if runs.in_full else []
        if runs.name == adapting.PRESET and SOLVED_AGAIN in measured:
            found += adapting.figures(measured[SOLVED_AGAIN])
    return found


def _differs(runs: Runs) -> bool:
    """Whether the values that a set of runs changes are not the preset's own already."""
    from playground.engine.presets.catalogue import PRESETS

    own = PRESETS.get(runs.preset).settings().values()
    return not runs.values or any(own[name] != value for name, value in runs.values.items())


def _measure(runs: Runs, *, quick: bool) -> dict[str, Any]:
    seeds = QUICK_SEEDS if quick else runs.seeds
    n_steps = QUICK_STEPS if quick else runs.n_steps
    say(f"learning: {runs.name}: {len(seeds)} seeds, {n_steps:,} steps each")
    run = partial(run_seed, runs.preset, runs.values, n_steps)
    spawn = get_context("spawn")
    with ProcessPoolExecutor(min(2, len(cores())), spawn) as pool:
        measured: dict[str, Any] = {"n_steps": n_steps, "runs": list(pool.map(run, seeds))}
    if runs.in_full:
        with ProcessPoolExecutor(1, spawn, max_tasks_per_child=1) as pool:
            timed = list(pool.map(partial(run, until_solved=True), seeds))
        assert [each["solved_at"] for each in timed] == [each["solved_at"] for each in measured["runs"]], "same runs"
        measured["seconds_until_solved"] = [
            each["train_seconds"] + each["eval_seconds"] for each in timed if each["solved_at"] is not None
        ]
    return measured


def _how_soon_and_how_long(measured: dict[str, Any]) -> list[Figure]:
    each = measured["runs"]
    n, n_steps = len(each), measured["n_steps"]
    steps = [run["solved_at"] or inf for run in each]
    median, p90 = percentile(steps, 50), percentile(steps, 90)
    seconds = [*measured["seconds_until_solved"], *[inf] * (n - len(measured["seconds_until_solved"]))]
    ends = [dict(run["evaluations"]).get(n_steps, 0.0) for run in each]
    at_end = sum(mean >= GOOD for mean in ends)
    after = [[mean for step, mean in run["evaluations"] if step > run["solved_at"]] for run in each if run["solved_at"]]
    whole = [run["evaluations"][-1][0] == n_steps for run in each if run["solved_at"]]  # not cut short by diverging
    held = sum(is_whole and all(mean >= GOOD for mean in means) for is_whole, means in zip(whole, after, strict=True))
    dips = [min(means) for means in after if means and min(means) < GOOD]
    return [
        Figure(
            "... steps to the confirmed solution, median / p90",
            f"{or_never(median, ',.0f')} / {or_never(p90, ',.0f')}",
            "2,000 / 5,000",
            "1,000 / 2,000",
            worst([reaches(median, 2000, 1000), reaches(p90, 5000, 2000)]),
            f"worst {or_never(max(steps), ',.0f')}",
        ),
        Figure(
            "... time from the first step to the confirmed solution, evaluation included, median",
            or_never(statistics.median(seconds), ".2f", " s"),
            "0.15 s",
            "0.1 s",
            reaches(statistics.median(seconds), 0.15, 0.1),
            f"{or_never(min(seconds), '.2f', ' s')} to {or_never(max(seconds), '.2f', ' s')}",
        ),
        Figure(
            f"... policy >= 475 at step {n_steps:,}",
            f"{at_end}/{n}",
            "19/20",
            "20/20",
            reaches(at_end / n, 0.95, 1),
            f"means {min(ends):.0f} to {max(ends):.0f}",
        ),
        Figure(
            "... >= 475 at every evaluation after solving",
            f"{held}/{n}",
            "16/20",
            "20/20",
            reaches(held / n, 0.8, 1),
            f"lowest {min(dips):.0f}" if dips else "",
        ),
    ]


def _solved_figure(runs: Runs, measured: dict[str, Any]) -> Figure:
    each = measured["runs"]
    solved = sum(run["solved_at"] is not None for run in each)
    at_least = len(runs.seeds) if runs.in_full else len(runs.seeds) - 1
    seeds: Sequence[int] = [run["seed"] for run in each]
    return Figure(
        f"`{runs.name}`, seeds {seeds[0]}-{seeds[-1]}: solved (confirmed) within {measured['n_steps']:,} steps",
        f"{solved}/{len(each)}",
        f"{at_least}/{len(runs.seeds)}",
        f"{len(runs.seeds)}/{len(runs.seeds)}",
        reaches(solved / len(each), at_least / len(runs.seeds), 1),
    )
