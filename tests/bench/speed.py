"""Env steps a second, ours beside Stable-Baselines3 and rejax with the same settings.

Each side has a process of its own, all are pinned to the same core, and rounds of the same number of env steps go in
turn, so that whatever disturbs one disturbs the others. Rounds begin after learning has; evaluation is not inside.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from typing import Any

from playground.experiments.machine import cores
from tests.bench import speed_first
from tests.bench.child import Child
from tests.bench.figures import Figure, reaches, spread
from tests.bench.rejax_python import MissingError, rejax_python, versions
from tests.bench.say import say
from tests.bench.speed_rows import ROWS, Row
from tests.bench.speed_sides import ON_HOST, ours, peer

TITLE = "Speed beside Stable-Baselines3 and rejax"
NOTES = (
    "Ratios are of neighbouring rounds; median (range). All sides have their own process on the same core and make "
    "rounds of the same number of env steps and updates in turn, after learning has begun, with one thread. Ours by "
    "portable arithmetic is compiled for the processor named beside it, as an installed program has it; where torch "
    "computes it too, the faster of the two counts. dqn: Huber's loss, the gradient clipped at 10, Adam, epsilon 0.05; "
    "beside rejax the squared error, which is the one it has, not clipped. a2c, ppo and ddpg: the optimisers, initial "
    "weights and everything else that each side does by these names. Stable-Baselines3 runs as its users run it, on "
    "Gymnasium's own environments one after the other in a DummyVecEnv, which makes part of the difference; denormals "
    f"flushed, without Monitor, environment checker and logger. {versions()} runs as its users run it too: its train() "
    "compiled whole, the environment inside. What compiling takes is told apart. It draws each minibatch without "
    "replacement, which takes a random number for every place of its buffer. Ours runs through Session with its transition "
    "log, spilled to a file, and its metrics, as shipped. No evaluation is inside. From process start: from just before the "
    "system is asked for a process until it says that it has made its steps, imports and compiling inside, on that core and "
    "in turn too; “nothing compiled before” is with an empty folder of compiled kernels, as on the first start on a "
    "computer."
)
ROUNDS, QUICK_ROUNDS = 9, 2
HOST = "host"  # our portable side once more, compiled for this very processor


def measure(*, quick: bool = False, only_ours: bool = False) -> dict[str, Any]:
    """Measure every row; the rates are lists, one number a round."""
    why_not = "" if only_ours else _why_no_rejax()
    found = {}
    for row in ROWS:
        with_peer = not only_ours and not (row.peer == "rejax" and why_not)
        found[row.name] = _measure(row, quick=quick, with_peer=with_peer)
    if not only_ours:
        found[speed_first.NAME] = speed_first.measure(quick=quick, with_rejax=not why_not)
    return found | {"why_no_rejax": why_not}


def figures(measured: dict[str, Any]) -> list[Figure]:
    why_not = measured["why_no_rejax"]
    rows = [_figure(row, measured[row.name], why_not if row.peer == "rejax" else "") for row in ROWS]
    return rows + (speed_first.figures(measured[speed_first.NAME], why_not) if speed_first.NAME in measured else [])


def _why_no_rejax() -> str:
    """Install rejax where it is missing; say why where that cannot be done."""
    try:
        rejax_python()
    except MissingError as error:
        say(str(error))
        return str(error)
    return ""


def _measure(row: Row, *, quick: bool, with_peer: bool) -> dict[str, Any]:
    n_rounds, n_steps, n_warm_up = ROUNDS, row.round_steps, row.warm_up_steps
    if quick:
        n_rounds, n_steps, n_warm_up = QUICK_ROUNDS, row.quick_round_steps, row.quick_warm_up_steps
    say(f"speed: {row.name}: {n_rounds} rounds of {n_steps} env steps a side")
    with ExitStack() as stack:
        children = _children(row, stack, with_peer=with_peer)
        warm_up = {side: child.ask("steps", n=n_warm_up) for side, child in children.items()}
        rounds: dict[str, list[dict[str, Any]]] = {side: [] for side in children}
        for _ in range(n_rounds):
            for side, child in children.items():
                done = child.ask("steps", n=n_steps)
                assert (done["steps"], done["updates"]) == (n_steps, row.n_updates(n_steps)), (side, done)
                rounds[side].append(done)
    sides = [side for side in rounds if side != row.peer]
    return {
        "steps_per_round": n_steps,
        "updates_per_round": row.n_updates(n_steps),
        "evaluation_inside": False,
        "steps_per_s": {side: [n_steps / done["seconds"] for done in each] for side, each in rounds.items()},
        "ratios": {side: _ratios(rounds, side, row.peer, "seconds") for side in sides},
        "ratios_of_cpu_time": {side: _ratios(rounds, side, row.peer, "cpu_seconds") for side in sides},  # as if alone
        "compile_seconds": warm_up.get(row.peer, {}).get("compile_seconds"),
        "compiled_for": {side: warm_up[side]["compiled_for"] for side in sides},
        "rounds": rounds,
    }


def _children(row: Row, stack: ExitStack, *, with_peer: bool) -> dict[str, Child]:
    core = cores()[-1:]  # the first one serves most interrupts
    found = {arithmetic: stack.enter_context(ours(row, core, arithmetic)) for arithmetic in row.arithmetics}
    if row.with_host:
        found[HOST] = stack.enter_context(ours(row, core, variables=ON_HOST))
    if with_peer:
        found[row.peer] = stack.enter_context(peer(row, core))
    return found


def _ratios(rounds: dict[str, list[dict[str, Any]]], side: str, peer: str, clock: str) -> list[float]:
    if peer not in rounds:
        return []
    return [theirs[clock] / ours[clock] for ours, theirs in zip(rounds[side], rounds[peer], strict=True)]


def _figure(row: Row, measured: dict[str, Any], why_not: str) -> Figure:
    ratios = {side: each for side, each in measured["ratios"].items() if each}
    name = f"env steps/s, {row.name}, ours / {row.peer}"
    targets = f"{row.at_least:g}", f"{row.aim:g}"
    details = [_in_words(side, measured) for side in measured["ratios"]]
    if not ratios:
        return Figure(
            name, why_not and "not measured", *targets, details="; ".join([*details, *filter(None, [why_not])])
        )
    best = max(row.arithmetics, key=lambda side: statistics.median(ratios[side]))
    reached = reaches(statistics.median(ratios[best]), row.at_least, row.aim)
    details.append(f"{row.peer} {spread(measured['steps_per_s'][row.peer], '{:,.0f}')}")
    if measured["compile_seconds"] is not None:
        details.append(f"its compiling took {measured['compile_seconds']:.1f} s")
    return Figure(name, spread(ratios[best]), *targets, reached, "; ".join([*details, "evaluation inside: no"]))


def _in_words(side: str, measured: dict[str, Any]) -> str:
    """Return how fast one of our sides was, and which it is."""
    processor = measured["compiled_for"][side]
    name = {"torch": "by torch", HOST: f"compiled for this very processor, {processor},"}.get(side, f"for {processor}")
    words = f"ours {name} {spread(measured['steps_per_s'][side], '{:,.0f}')}"
    ratios = measured["ratios"][side]
    return f"{words}: {spread(ratios)}" if ratios and len(measured["ratios"]) > 1 else words
