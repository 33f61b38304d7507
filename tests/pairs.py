"""Pairs of environment and algorithm for tests that go over the tables of both."""

from __future__ import annotations

from playground.agents.base import ALGORITHMS, PairError
from playground.engine.presets.catalogue import PRESETS
from playground.engine.presets.preset import Preset
from playground.envs.base import ENVIRONMENTS
from playground.errors import HyperError


def suits(environment: str, algorithm: str) -> bool:
    """Whether an algorithm can act in an environment, with the settings that the pair begins with."""
    try:
        PRESETS.first(environment, algorithm).settings()
    except (PairError, HyperError):
        return False
    return True


def preset_of(algorithm: str) -> Preset:
    """Return a preset of an algorithm: one that somebody made or, where nobody did, its own values where it suits."""
    made = [preset for preset in PRESETS if preset.algorithm == algorithm]
    suited = (name for name in ENVIRONMENTS.names() if suits(name, algorithm))
    return made[0] if made else PRESETS.first(next(suited), algorithm)


def all_pairs() -> dict[tuple[str, str], Preset]:
    """Return the last preset of every pair that somebody made one for, and a pair for whatever is in none of these."""
    pairs = {(preset.environment, preset.algorithm): preset for preset in PRESETS}
    for algorithm in ALGORITHMS.names():
        if algorithm not in {name for _environment, name in pairs}:
            preset = preset_of(algorithm)
            pairs[preset.environment, algorithm] = preset
    for environment in ENVIRONMENTS.names():
        if environment not in {name for name, _algorithm in pairs}:
            algorithm = next(name for name in ALGORITHMS.names() if suits(environment, name))
            pairs[environment, algorithm] = PRESETS.first(environment, algorithm)
    return pairs


def presets_of_all() -> list[Preset]:
    """Return few presets in which every environment and every algorithm occurs."""
    found, seen = [], set()
    for environment in ENVIRONMENTS.names():
        suited = [algorithm for algorithm in ALGORITHMS.names() if suits(environment, algorithm)]
        algorithm = next((name for name in suited if name not in seen), suited[0])
        seen.add(algorithm)
        found.append(PRESETS.first(environment, algorithm))
    return found + [preset_of(algorithm) for algorithm in ALGORITHMS.names() if algorithm not in seen]
