"""The dice of a run: each purpose has its own generator, and each consumes the same number of draws per step.

So a change to one purpose never shifts another, and two runs that differ in one setting stay comparable.
"""

from __future__ import annotations

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

# A purpose keeps its number for ever: the number is part of every run that was ever saved.
_INITIAL_WEIGHTS, _EXPLORATION, _ACTION, _REPLAY, _EPISODES, _EVALUATION = range(6)


def _generator(seed: int, purpose: int) -> Generator:
    return Generator(PCG64(SeedSequence(seed, spawn_key=(purpose,))))


class Dice:
    """The generators of one run."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.initial_weights = _generator(seed, _INITIAL_WEIGHTS)
        self.exploration = _generator(seed, _EXPLORATION)  # one draw a step: is it below epsilon?
        self.action = _generator(seed, _ACTION)  # one draw a step: the random action, used or not
        self.replay = _generator(seed, _REPLAY)  # batch_size draws an update


def episode_seed(seed: int, environment: int, episode: int) -> int:
    """Return the reset seed of an episode: keyed, so that it depends on nothing that happened before."""
    return int(SeedSequence(seed, spawn_key=(_EPISODES, environment, episode)).generate_state(1)[0])


def evaluation_seeds(seed: int, starts: int, step: int, n: int) -> NDArray[np.uint32]:
    """Return `n` reset seeds for an evaluation; `starts` numbers the set of starts, `step` is when it is held."""
    return SeedSequence(seed, spawn_key=(_EVALUATION, starts, step)).generate_state(n).astype(np.uint32)
