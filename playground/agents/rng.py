"""Random number generators of a run, one for each purpose.

Each generator makes the same number of draws per step, used or not. So a change to one purpose never shifts another,
and two runs that differ in one setting stay comparable.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

# A purpose keeps its number for ever: the number is part of every run that was ever saved.
_INITIAL_WEIGHTS, _EXPLORATION, _ACTION, _REPLAY, _EPISODES, _EVALUATION, _NOISE, _TARGET_NOISE = range(8)


def _generator(seed: int, purpose: int) -> Generator:
    return Generator(PCG64(SeedSequence(seed, spawn_key=(purpose,))))


class RunRng:
    """Generators of one run."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.initial_weights = _generator(seed, _INITIAL_WEIGHTS)
        self.exploration = _generator(seed, _EXPLORATION)  # one draw a step, to hold against epsilon
        self.action = _generator(seed, _ACTION)  # one draw a step and environment: the random action, used or not
        self.replay = _generator(seed, _REPLAY)  # batch_size draws an update, or the order of an epoch
        self.noise = _generator(seed, _NOISE)  # normal draws, one a step for each number of a continuous action
        self.target_noise = _generator(seed, _TARGET_NOISE)  # likewise for each sample of an update

    def state(self) -> dict[str, Any]:
        """Return copies of the generators' states, by name."""
        generators = {name: value for name, value in vars(self).items() if isinstance(value, Generator)}
        return {name: generator.bit_generator.state for name, generator in generators.items()}

    def restore(self, state: dict[str, Any]) -> None:
        """Restore the states that state() returned."""
        for name, generator_state in state.items():
            getattr(self, name).bit_generator.state = generator_state


def episode_seed(seed: int, environment: int, episode: int) -> int:
    """Return the reset seed of an episode.

    It follows from these three numbers alone, so it depends on nothing that happened before.
    """
    return int(SeedSequence(seed, spawn_key=(_EPISODES, environment, episode)).generate_state(1)[0])


def evaluation_seeds(seed: int, starts: int, step: int, n: int) -> NDArray[np.uint32]:
    """Return `n` reset seeds for an evaluation, shape (n,).

    `starts` is the number of the set of starts, `step` when the evaluation is held.
    """
    return SeedSequence(seed, spawn_key=(_EVALUATION, starts, step)).generate_state(n).astype(np.uint32)
