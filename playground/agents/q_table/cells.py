"""Grids of cells over the observations of an environment."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.backend import Array


class Cells:
    """Grid over observations: each number's usual range is cut into equal parts.

    The outermost parts have no end. A cell is numbered as NumPy counts a table of shape `bins`: the last number of an
    observation runs fastest.
    """

    def __init__(self, bins: tuple[int, ...], ranges: tuple[tuple[float, float], ...]) -> None:
        self.bins = bins
        self.n_cells = math.prod(bins)
        self._axes = [(low, n / (high - low), n) for n, (low, high) in zip(bins, ranges, strict=True)]
        self._lows, self._per_unit, sizes = (np.array(column, np.float64) for column in zip(*self._axes, strict=True))
        self._last = sizes - 1.0
        self._strides = [math.prod(bins[axis + 1 :]) for axis in range(len(bins))]

    def number(self, observation: list[float]) -> int:
        """Return the number of the cell that an observation lies in.

        NaN lies in the first part.
        """
        number = 0
        for value, (low, per_unit, n) in zip(observation, self._axes, strict=True):
            place = (value - low) * per_unit
            number *= n
            if place >= n:
                number += n - 1
            elif place > 0.0:
                number += int(place)
        return number

    def numbers(self, observations: Array) -> NDArray[np.int64]:
        """Return the cells of observations (batch, numbers), shape (batch,).

        They are the same as number() gives one by one.
        """
        places = (observations - self._lows) * self._per_unit
        np.fmax(places, 0.0, out=places)
        np.fmin(places, self._last, out=places)
        numbers = np.zeros(len(observations), np.int64)
        for axis, stride in enumerate(self._strides):
            numbers += places[:, axis].astype(np.int64) * stride
        return numbers

    def place(self, number: int) -> tuple[int, ...]:
        """Return the part of each number's range that a cell covers, counted from 0."""
        return tuple(int(part) for part in np.unravel_index(number, self.bins))
