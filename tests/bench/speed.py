"""Env steps a second, ours beside Stable-Baselines3's DQN: same environment, network, batch, buffer, update ratio.

Each side has a process of its own, both are pinned to the same core, and rounds of the same number of env steps go in
turn, so that whatever disturbs one disturbs the other. Rounds begin after learning has; evaluation is not inside.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import Figure, reaches, spread
from tests.bench.say import say

TITLE = "Speed beside Stable-Baselines3"
NOTES = (
    "Ratios are of neighbouring rounds; median (range). Both sides have their own process on the same core and make "
    "rounds of the same number of env steps and updates in turn, after learning has begun, with one thread, denormals "
    "flushed, Huber's loss, the gradient clipped at 10, Adam, and epsilon 0.05. Stable-Baselines3 runs on "
    "Gymnasium's CartPole-v1 in a DummyVecEnv, without Monitor, environment checker and logger. Ours runs through "
    "Session with its transition log, spilled to a file, and its metrics, as shipped. No evaluation is inside."
)
EPSILON, CLIP, SEED = 0.05, 10.0, 1
ROUND_STEPS, WARM_UP_STEPS, ROUNDS = 10_240, 12_800, 9  # whole rounds of learning for every row
QUICK_ROUND_STEPS, QUICK_WARM_UP_STEPS, QUICK_ROUNDS = 1280, 2560, 2


@dataclass(frozen=True)
class Row:
    """One comparison, in the words of neither side; target_period counts env steps."""

    name: str
    at_least: float
    aim: float
    hidden: tuple[int, ...]
    batch: int
    buffer: int
    learning_rate: float
    target_period: int
    train_every: int = 1
    updates: int = 1
    learning_starts: int = 1000
    gamma: float = 0.99


ROWS = (
    Row("24x24, batch 64, 1 update per step", 15, 20, (24, 24), 64, 50_000, 1e-3, 500),
    Row("120x84, batch 128, 1 update per 10 steps", 4.5, 6, (120, 84), 128, 10_000, 2.5e-4, 500, train_every=10),
    Row("256x256, batch 64, rl-zoo settings", 2.5, 3, (256, 256), 64, 100_000, 2.3e-3, 10, train_every=256, updates=128),
)  # fmt: skip


def measure(*, quick: bool = False, only_ours: bool = False) -> dict[str, Any]:
    """Measure every row; the rates are lists, one number a round."""
    return {row.name: _measure(row, quick=quick, only_ours=only_ours) for row in ROWS}


def figures(measured: dict[str, Any]) -> list[Figure]:
    return [_figure(row, measured[row.name]) for row in ROWS]


def _measure(row: Row, *, quick: bool, only_ours: bool) -> dict[str, Any]:
    n_rounds, n_steps, n_warm_up = ROUNDS, ROUND_STEPS, WARM_UP_STEPS
    if quick:
        n_rounds, n_steps, n_warm_up = QUICK_ROUNDS, QUICK_ROUND_STEPS, QUICK_WARM_UP_STEPS
    say(f"speed: {row.name}: {n_rounds} rounds of {n_steps} env steps a side")
    n_updates = n_steps // row.train_every * row.updates
    core = cores()[-1:]  # the first one serves most interrupts
    sides = ["ours"] if only_ours else ["ours", "sb3"]
    rounds: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    with ExitStack() as stack:
        children = {
            side: stack.enter_context(Child(f"speed_{side}", asdict(row), cores=core)) for side in sides
        }  # fmt: skip
        for child in children.values():
            child.ask("steps", n=n_warm_up)
        for _ in range(n_rounds):
            for side, child in children.items():
                done = child.ask("steps", n=n_steps)
                assert (done["steps"], done["updates"]) == (n_steps, n_updates), (side, done)
                rounds[side].append(done)
    return {
        "steps_per_round": n_steps, "updates_per_round": n_updates, "evaluation_inside": False,
        "steps_per_s": {side: [n_steps / done["seconds"] for done in rounds[side]] for side in sides},
        "ratios": [] if only_ours else _ratios(rounds, "seconds"),
        "ratios_of_cpu_time": [] if only_ours else _ratios(rounds, "cpu_seconds"),  # as if nothing else had run
        "rounds": rounds,
    }  # fmt: skip


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
