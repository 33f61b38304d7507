"""Golden bits: what short runs come to on every computer, and the command that writes them anew.

python -P -m tests.golden           print them, as JSON
python -P -m tests.golden --write   keep them in tests/golden.json: a new version of the arithmetic
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import ALGORITHMS
from playground.agents.nn.backend import prepare_thread
from playground.arithmetic.functions import exp64, exponentials, log64, logarithms, power64, tanhs
from playground.arithmetic.normals import standard_normals
from playground.arithmetic.trigonometry import sine_and_cosine
from playground.engine.evaluation.evaluation import evaluate_policy
from playground.engine.evaluation.policy import policy_of, weights_sha256
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.promise import promise_of
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings

KEPT = Path(__file__).with_suffix(".json")
FUNCTIONS = "functions"  # the name of what is not a run
N_STEPS = 2_000
PLAYED_FIRST = 500  # steps before learning, at most: some presets play for longer than all of this
LIVE = {"gamma": 0.9}  # changed half way, as a person would
SMALL = 128  # units in each layer, at most: such a run takes a second or so, others up to half a minute


def golden_settings() -> dict[str, Settings]:
    """Return the settings of every golden run by name: all presets of ours, and each algorithm's own values."""
    found: dict[str, Settings] = {}
    for preset in PRESETS:
        found[f"{preset.environment} {preset.algorithm} {preset.name}"] = _short(preset.settings())
    for algorithm in ALGORITHMS:
        environment = "Pendulum-v1" if algorithm.name == "ddpg" else "CartPole-v1"
        found[f"{environment} {algorithm.name}"] = _short(Settings(environment, algorithm.name, algorithm.params()))
    return {name: settings for name, settings in found.items() if promise_of(settings).everywhere}


def golden() -> dict[str, Callable[[], str]]:
    """Return what computes each hash, by name."""
    found: dict[str, Callable[[], str]] = {FUNCTIONS: functions}
    for name, settings in golden_settings().items():
        found[name] = functools.partial(run, settings)
    return found


def small() -> list[str]:
    """Return the names of what takes a second or so, together a few."""
    found = [FUNCTIONS]
    for name, settings in golden_settings().items():
        if max(settings.values().get("hidden_layers", ()), default=0) <= SMALL:
            found.append(name)
    return found


def handful() -> list[str]:
    """Return a few of the small ones that have every algorithm and environment of all of them."""
    found, seen = [FUNCTIONS], set[str]()
    everything = golden_settings()
    for name in small()[1:]:
        both = {everything[name].algorithm, everything[name].environment}
        if not both <= seen:
            found.append(name)
            seen |= both
    return found


def _short(settings: Settings) -> Settings:
    values = settings.values()
    changes = {"arithmetic": "portable"} if "arithmetic" in values else {}
    if values.get("learning_starts", 0) > PLAYED_FIRST:
        changes["learning_starts"] = PLAYED_FIRST
    if values.get("rollout_steps", 0) * values.get("n_environments", 1) > PLAYED_FIRST:
        changes["rollout_steps"] = PLAYED_FIRST // values["n_environments"]
    return settings.with_values(changes)


def run(settings: Settings) -> str:
    """Return the hash of weights, transitions and greedy episodes after a short run with a live change."""
    session = Session(settings)
    while session.n_steps < N_STEPS:
        if session.n_steps == N_STEPS // 2:
            for name, value in LIVE.items():
                session.submit("set_hyper", {"name": name, "value": value})
        session.step()
    assert session.agent.n_updates, f"{settings} learned nothing"
    policy = policy_of(session)
    greedy = evaluate_policy(policy, episodes=3, seed=1)
    digest = hashlib.sha256(weights_sha256(policy.weights).encode())
    digest.update(session.log.read(session.log.first, session.log.n_rows).astype("<f4").tobytes())
    digest.update(np.array([greedy.returns, greedy.lengths], "<f8").tobytes())
    return digest.hexdigest()[:32]


def functions() -> str:
    """Return the hash of what our own functions come to for thousands of numbers, small, large and none."""
    numbers = np.random.default_rng(1)
    n = 4_000
    usual = (numbers.random(n) - 0.5) * 200.0
    any32 = numbers.integers(0, 2**32, n, np.uint32).view(np.float32)  # every kind of bits: denormal, infinite, NaN
    any64 = numbers.integers(0, 2**64, n, np.uint64).view(np.float64)
    unlikely = np.ldexp(numbers.random(n), -(np.arange(n) % 53))  # a uniform number this small is hardly ever drawn
    digest = hashlib.sha256()

    def add(results: NDArray[np.floating]) -> None:
        results[np.isnan(results)] = np.nan  # processors give it bits of their own
        digest.update(results.astype(f"<f{results.itemsize}").tobytes())

    for several in (usual.astype(np.float32), any32):
        for function in (exponentials, logarithms, tanhs):
            out = np.empty_like(several)
            function(several, out)
            add(out)
    for many in (usual, any64):
        for one in (exp64, log64, sine_and_cosine):
            add(np.array([one(x) for x in many.tolist()]))
        add(np.array([power64(abs(x), y) for x, y in zip(many.tolist(), usual[::-1].tolist(), strict=True)]))
    for uniforms in (unlikely, 1.0 - unlikely[unlikely >= 2.0**-53]):
        out = np.empty_like(uniforms)
        standard_normals(uniforms, out)
        add(out)
    return digest.hexdigest()[:32]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these alone, printed one after the other")
    words = parser.parse_args()
    prepare_thread()
    everything = golden()
    if words.only:
        for name in words.only:
            sys.stdout.write(json.dumps({name: everything[name]()}) + "\n")
            sys.stdout.flush()
        return 0
    text = json.dumps({name: compute() for name, compute in everything.items()}, indent=2, sort_keys=True) + "\n"
    if words.write:
        KEPT.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
