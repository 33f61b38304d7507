"""Kernels of minibatches: from rows of a log to what a learner takes of them.

A row is [observation, next observation, action..., reward, terminated, truncated]; the rows lie in a ring. Arrays of a
minibatch are feature-major: each column is one sample.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

F = np.float32
NEARLY_ONE = 1 - 2**-40  # so that rounding never leads past the newest row

Array = NDArray[np.float32]


@kernel("void(float64[::1], int64, int64, int64, int64[::1])")
def draw_places(uniforms: NDArray[np.float64], n_rows: int, oldest: int, length: int, out: NDArray[np.int64]) -> None:
    """Cut so many rows from the oldest on into equal parts, and draw one from each.

    `uniforms` are in [0, 1), one for each part; `out` gets places in a ring of this length.
    """
    batch = len(uniforms)
    part = np.float64(n_rows) / np.float64(batch) * NEARLY_ONE
    for s in range(batch):
        place = oldest + int((uniforms[s] + np.float64(s)) * part)
        out[s] = place % length


@kernel(
    "void(float32[:, ::1], int64[::1], int64[::1], float64, float64, float32[::1], float32[:, :, ::1],"
    " float32[:, ::1], float32[::1], float32[::1])"
)
def gather(
    ring: Array,
    places: NDArray[np.int64],
    longest: NDArray[np.int64],
    gamma: float,
    reward_on_termination: float,
    factors: Array,
    both: Array,
    actions: Array,
    returns: Array,
    discounts: Array,
) -> None:
    """Gather the windows that begin at `places`, each of up to its `longest` rows.

    returns = r_1 + gamma r_2 + ..., up to the step that ends the episode; discounts = gamma^k of the k steps taken, or 0
    where the last of them terminated; `both` gets the first observation and the last next one, each number multiplied
    by its own of `factors`. With `reward_on_termination`, unless it is NaN, that is the reward of what terminated.
    """
    n_features, n_numbers, length, width = len(factors), len(actions), ring.shape[0], ring.shape[1]
    is_shaped = not np.isnan(reward_on_termination)
    for s in range(len(places)):
        first = last = places[s]
        total, power, is_over = F(0), F(1), False
        for step in range(longest[s]):
            last = first + step
            if last >= length:
                last %= length
            is_over = ring[last, width - 2] != F(0)
            reward = F(reward_on_termination) if is_over and is_shaped else ring[last, width - 3]
            total = total + power * reward
            power = power * F(gamma)
            if is_over or ring[last, width - 1] != F(0):
                break
        returns[s] = total
        discounts[s] = F(0) if is_over else power
        for f in range(n_features):
            both[0, f, s] = ring[first, f] * factors[f]
            both[1, f, s] = ring[last, n_features + f] * factors[f]
        for a in range(n_numbers):
            actions[a, s] = ring[first, 2 * n_features + a]


@kernel("void(float32[:, ::1], int64[::1])")
def choices(numbers: Array, out: NDArray[np.int64]) -> None:
    """Tell which discrete actions the numbers (1, batch) of a log mean."""
    for s in range(len(out)):
        out[s] = int(numbers[0, s])


@kernel("void(float64[::1], float32[::1], int64[::1], float32[:, :, ::1], int64[::1])")
def mirror(
    uniforms: NDArray[np.float64], signs: Array, images: NDArray[np.int64], both: Array, actions: NDArray[Any]
) -> None:
    """Replace about half of the samples by their mirror images.

    Late digits of the random numbers that drew the rows say which, so nothing more is drawn. Each number of an
    observation has a sign, 1 or -1, in its image; each action has its image in `images`.
    """
    for s in range(len(uniforms)):
        digits = uniforms[s] * 2.0**20
        if digits - np.floor(digits) < 0.5:
            actions[s] = images[actions[s]]
            for f in range(len(signs)):
                both[0, f, s] = both[0, f, s] * signs[f]
                both[1, f, s] = both[1, f, s] * signs[f]


def is_mirrored(uniforms: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which samples mirror() replaces for these random numbers, shape (batch,)."""
    digits = uniforms * 2.0**20
    return digits - np.floor(digits) < 0.5


@kernel("void(float32[:, :, ::1], int64[::1], float64[::1], float32[:, :, ::1])")
def spread(numbers: Array, counts: NDArray[np.int64], lows: NDArray[np.float64], out: Array) -> None:
    """Give a number that counts as many inputs as it has values (one-hot).

    That of its value is 1, the others are 0. `numbers` is (2, numbers, batch); `counts` has 0 for one that does not
    count, which stays what it is. A number counts from its own of `lows` on.
    """
    for half in range(len(numbers)):
        place = 0
        for n in range(len(counts)):
            count = counts[n]
            for s in range(numbers.shape[2]):
                number = numbers[half, n, s]
                if count == 0:
                    out[half, place, s] = number
                else:
                    value = np.float64(number) - lows[n]
                    nearest = 0  # where it is not a number, too
                    if value >= np.float64(count - 1):
                        nearest = count - 1
                    elif value > 0.0:
                        nearest = int(value)
                    for v in range(count):
                        out[half, place + v, s] = F(1) if v == nearest else F(0)
            place += max(1, count)
