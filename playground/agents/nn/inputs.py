"""Inputs of a network for the observations of an environment.

A number that counts, such as the place on a map, says which of a few it is and not how much. So it becomes as many
inputs as it has values, of which the one of its value is 1 and the others are 0 (one-hot).
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from playground.agents.nn.backend import Array


class ObservationForm(Protocol):
    """What is to be known of observations: a Space has it."""

    @property
    def scale(self) -> tuple[float, ...]: ...
    @property
    def counts(self) -> tuple[int, ...]: ...
    @property
    def ranges(self) -> tuple[tuple[float, float], ...]: ...


class NetworkInputs:
    """From observations to what a network takes.

    Where nothing counts, that is the observations themselves. With `scaled`, each number that does not count is divided
    by its usual size.
    """

    def __init__(self, form: ObservationForm, *, scaled: bool) -> None:
        counts = form.counts or (0,) * len(form.scale)
        widths = [count or 1 for count in counts]
        self.n_numbers, self.n_inputs = len(counts), sum(widths)
        self.spreads = any(counts)
        scales = (1.0 if count else scale for scale, count in zip(form.scale, counts, strict=True))
        by_input = np.repeat(np.fromiter(scales, np.float32, len(counts)), widths)
        self.scale: Array | None = by_input if scaled and not all(counts) else None  # of each input
        self.counts = np.array(counts, np.int64)  # of each number; 0 where it does not count
        self.lows = np.array([low for low, _ in form.ranges] or [0.0] * len(counts))  # from where it counts
        begins = self.begins = np.cumsum([0, *widths[:-1]])  # the first input of each
        self._counted = np.flatnonzero(counts)
        self._plain = np.flatnonzero(np.equal(counts, 0))
        self._begins, self._places = begins[self._counted], begins[self._plain]
        if self.spreads:
            self._firsts = np.array([form.ranges[number][0] for number in self._counted])
            self._last = np.array(counts)[self._counted] - 1

    def __call__(self, observations: Array) -> Array:
        """Return the inputs for observations (batch, numbers) or one of them, (numbers,)."""
        spread = self.spread(observations)
        return spread if self.scale is None else spread / self.scale

    def spread(self, observations: Array) -> Array:
        """Return the same before any is divided by its usual size."""
        if not self.spreads:
            return observations
        rows = observations.reshape(-1, self.n_numbers)
        inputs = np.zeros((len(rows), self.n_inputs), np.float32)
        inputs[:, self._places] = rows[:, self._plain]
        value = np.clip(np.nan_to_num(rows[:, self._counted] - self._firsts), 0, self._last).astype(np.int64)
        inputs[np.arange(len(rows))[:, None], self._begins + value] = 1.0
        return inputs.reshape(*observations.shape[:-1], self.n_inputs)
