"""Env steps a second, ours beside Stable-Baselines3 with the same settings.

Each side has a process of its own, both are pinned to the same core, and rounds of the same number of env steps go in
turn, so that whatever disturbs one disturbs the other. Rounds begin after learning has; evaluation is not inside.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import Figure, reaches, spread
from tests.bench.say import say
from tests.bench.speed_rows import ROWS, Row

TITLE = "Speed beside Stable-Baselines3"
NOTES = (
    "Ratios are of neighbouring rounds; median (range). Both sides have their own process on the same core and make "
    "rounds of the same number of env steps and updates in turn, after learning has begun, with one thread and denormals "
    "flushed. dqn: Huber's loss, the gradient clipped at 10, Adam, epsilon 0.05. a2c, ppo and ddpg: the optimisers, "
    "initial weights and everything else that each side does by these names. Stable-Baselines3 runs as its users run it, on "
    "Gymnasium's own environments one after the other in a DummyVecEnv, which makes part of the difference; without "
    "Monitor, environment checker and logger. Ours runs through Session with its transition log, spilled to a file, and "
    "its metrics, as shipped. No evaluation is inside."
)
ROUNDS, QUICK_ROUNDS = 9, 2


def measure(*, quick: bool = False, only_ours: bool = False) -> dict[str, Any]:
    """Measure every row; the rates are lists, one number a round."""
    return {row.name: _measure(row, quick=quick, only_ours=only_ours) for row in ROWS}


def figures(measured: dict[str, Any]) -> list[Figure]:
    return [_figure(row, measured[row.name]) for row in ROWS]


def _measure(row: Row, *, quick: bool, only_ours: bool) -> dict[str, Any]:
    n_rounds, n_steps, n_warm_up = ROUNDS, row.round_steps, row.warm_up_steps
    if quick:
        n_rounds, n_steps, n_warm_up = QUICK_ROUNDS, row.quick_round_steps, row.quick_warm_up_steps
    say(f"speed: {row.name}: {n_rounds} rounds of {n_steps} env steps a side")
    core = cores()[-1:]  # the first one serves most interrupts
    sides = ["ours"] if only_ours else ["ours", "sb3"]
    rounds: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    with ExitStack() as stack:
        children = {
            side: stack.enter_context(Child(f"tests.bench.speed_{side}", asdict(row), cores=core)) for side in sides
        }
        for child in children.values():
            child.ask("steps", n=n_warm_up)
        for _ in range(n_rounds):
            for side, child in children.items():
                done = child.ask("steps", n=n_steps)
                assert (done["steps"], done["updates"]) == (n_steps, row.n_updates(n_steps)), (side, done)
                rounds[side].append(done)
    return {
        "steps_per_round": n_steps,
        "updates_per_round": row.n_updates(n_steps),
        "evaluation_inside": False,
        "steps_per_s": {side: [n_steps / done["seconds"] for done in rounds[side]] for side in sides},
        "ratios": [] if only_ours else _ratios(rounds, "seconds"),
        "ratios_of_cpu_time": [] if only_ours else _ratios(rounds, "cpu_seconds"),  # as if nothing else had run
        "rounds": rounds,
    }


def _ratios(rounds: dict[str, list[dict[str, Any]]], clock: str) -> list[float]:
    return [theirs[clock] / ours[clock] for ours, theirs in zip(rounds["ours"], rounds["sb3"], strict=True)]


def _figure(row: Row, measured: dict[str, Any]) -> Figure:
    rates, ratios = measured["steps_per_s"], measured["ratios"]
    name = f"env steps/s, {row.name}, ours / SB3"
    details = f"ours {spread(rates['ours'], '{:,.0f}')}"
    if not ratios:
        return Figure(name, "", f"{row.at_least:g}", f"{row.aim:g}", details=details)
    reached = reaches(statistics.median(ratios), row.at_least, row.aim)
    details += f"; SB3 {spread(rates['sb3'], '{:,.0f}')}; evaluation inside: no"
    return Figure(name, spread(ratios), f"{row.at_least:g}", f"{row.aim:g}", reached, details)
