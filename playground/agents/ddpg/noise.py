"""Noise that DDPG adds to its actions, and to those that its targets think of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.agents.ddpg.params import DDPGParams
from playground.agents.nn.backend import Array
from playground.arithmetic.normals import draw_normals

PULL_BACK = 0.15  # a step: theta of the Ornstein-Uhlenbeck process, Lillicrap et al. 2016, section 7


class ActionNoise:
    """Random process N, a number for each of an action; `newest` is its newest value."""

    def __init__(self, params: DDPGParams, n_numbers: int, rng: np.random.Generator) -> None:
        """Begin at 0; `params` is read at every draw."""
        self._params, self._n_numbers, self._rng = params, n_numbers, rng
        self.newest: NDArray[np.float64] = np.zeros(n_numbers)

    def begin(self) -> None:
        """Begin anew at 0, as with every episode."""
        self.newest = np.zeros(self._n_numbers)

    def draw(self) -> NDArray[np.float64]:
        """Return the noise of the next step, shape (numbers,).

        Gaussian noise is a new draw; Ornstein-Uhlenbeck's adds it to what is left of the step before.
        """
        params = self._params
        kept = 1 - PULL_BACK if params.noise_kind == "ornstein-uhlenbeck" else 0.0
        self.newest = kept * self.newest + params.noise * draw_normals(self._rng, self._n_numbers)
        return self.newest


def smoothed(next_policy: Array, params: DDPGParams, rng: np.random.Generator) -> Array:
    """Return a' = mu'(s') + clipped noise, Fujimoto et al. 2018, equation 14.

    The shape is (numbers, batch). Without target noise, as in DDPG, a' = mu'(s').
    """
    noise = draw_normals(rng, *next_policy.shape).astype(np.float32)  # also when unused [next_action:]
    if params.target_noise == 0:
        return next_policy
    clipped = np.clip(params.target_noise * noise, -params.target_noise_clip, params.target_noise_clip)
    moved: Array = np.clip(next_policy + clipped, -1.0, 1.0)
    return moved
