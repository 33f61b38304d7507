"""Probabilities of actions: by a softmax of outputs, or a normal distribution.

Outputs are feature-major, (outputs, batch), each column one state. Continuous actions have shape (batch, numbers).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel
from playground.arithmetic.functions import exp32, log32

Array = NDArray[np.float32]
Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]

F = np.float32
HALF_LOG_2PI = F(0.9189385332046727)
HALF = F(0.5)


@kernel("void(float32[:, ::1], float32[:, ::1], float32[:, ::1])")
def log_softmax(outputs: Array, log_p: Array, p: Array) -> None:
    """Put p_a = exp(z_a) / sum_b exp(z_b) and its logarithm into arrays.

    The largest z of a column is taken off all of them first: then nothing overflows.
    """
    n, batch = outputs.shape
    largest, sums = np.empty(batch, np.float32), np.empty(batch, np.float32)
    for s in range(batch):
        largest[s] = outputs[0, s]
        sums[s] = F(0)
    for a in range(1, n):
        for s in range(batch):
            largest[s] = outputs[a, s] if outputs[a, s] > largest[s] else largest[s]
    for a in range(n):
        for s in range(batch):
            log_p[a, s] = outputs[a, s] - largest[s]
            p[a, s] = exp32(log_p[a, s])
            sums[s] += p[a, s]
    for s in range(batch):
        largest[s] = log32(sums[s])
    for a in range(n):
        for s in range(batch):
            log_p[a, s] -= largest[s]
            p[a, s] /= sums[s]


@kernel("void(float32[:, ::1], float64[::1], int64[::1], float32[::1], boolean[::1])")
def categorical_draw(outputs: Array, draws: Numbers, actions: Whole, log_probability: Array, explored: Bools) -> None:
    """Choose the first action whose cumulative probability exceeds the draw.

    `log_probability` gets log pi(a), `explored` whether it is not the first of the likeliest. The cumulative probability
    of the last action is 1, whatever rounding says.
    """
    n, batch = outputs.shape
    log_p, p = np.empty((n, batch), np.float32), np.empty((n, batch), np.float32)
    log_softmax(outputs, log_p, p)
    for s in range(batch):
        action, cumulative, best = 0, F(0), 0
        for a in range(n):
            cumulative += p[a, s]
            action += 1 if a < n - 1 and np.float64(cumulative) <= draws[s] else 0
            best = a if outputs[a, s] > outputs[best, s] else best
        actions[s] = action
        log_probability[s] = log_p[action, s]
        explored[s] = action != best


@kernel("void(float32[:, ::1], int64[::1], float32[:, ::1], float32[:, ::1], float32[::1], float32[::1])")
def categorical_likelihood(
    outputs: Array, actions: Whole, log_p: Array, p: Array, log_probability: Array, entropy: Array
) -> None:
    """Put log pi(a) of the actions and H = -sum_b p_b log p_b into arrays."""
    n, batch = outputs.shape
    log_softmax(outputs, log_p, p)
    for s in range(batch):
        log_probability[s] = log_p[actions[s], s]
        entropy[s] = F(0)
    for a in range(n):
        for s in range(batch):
            entropy[s] -= p[a, s] * log_p[a, s]


@kernel(
    "void(float32[:, ::1], float32[:, ::1], float32[::1], int64[::1], float32[::1], float64, float32[:, ::1])",
)
def categorical_gradient(
    log_p: Array, p: Array, entropy: Array, actions: Whole, by_log_probability: Array, by_entropy: float, out: Array
) -> None:
    """Put dL/dz into `out`, shape (outputs, batch).

    The parts are d log p_a / dz_b = [a = b] - p_b and dH / dz_b = -p_b (log p_b + H).
    """
    n, batch = p.shape
    factor = F(by_entropy)
    for b in range(n):
        for s in range(batch):
            by_log = by_log_probability[s] * ((F(1) if actions[s] == b else F(0)) - p[b, s])
            out[b, s] = by_log - factor * (p[b, s] * (log_p[b, s] + entropy[s]))


@kernel("void(float32[:, ::1], float64[:, ::1], float32[:, ::1], float32[::1])")
def gaussian_draw(outputs: Array, draws: Numbers, actions: Array, log_probability: Array) -> None:
    """Put mean + std x of the normal draws x, (batch, numbers), into `actions`.

    `log_probability` gets log pi(a). The outputs are [means, log standard deviations].
    """
    batch, n = draws.shape
    z, inverse_std = np.empty((n, batch), np.float32), np.empty((n, batch), np.float32)
    entropy = np.empty(batch, np.float32)
    for i in range(n):
        for s in range(batch):
            std = exp32(outputs[n + i, s])
            actions[s, i] = F(np.float64(outputs[i, s]) + np.float64(std) * draws[s, i])
    gaussian_likelihood(outputs, actions, z, inverse_std, log_probability, entropy)


@kernel("void(float32[:, ::1], float32[:, ::1], float32[:, ::1], float32[:, ::1], float32[::1], float32[::1])")
def gaussian_likelihood(
    outputs: Array, actions: Array, z: Array, inverse_std: Array, log_probability: Array, entropy: Array
) -> None:
    """Put log pi(a) and the entropy of each column into arrays.

    `actions` have shape (batch, numbers). With z = (a - mu) / sigma, log p = -z^2 / 2 - log sigma - log(2 pi) / 2 and H = log sigma + log(2 pi e) / 2 of each
    number; those of independent numbers are added up.
    """
    batch, n = actions.shape
    for s in range(batch):
        log_probability[s] = F(0)
        entropy[s] = F(0)
    for i in range(n):
        for s in range(batch):
            inverse_std[i, s] = exp32(-outputs[n + i, s])
        for s in range(batch):
            log_std = outputs[n + i, s]
            z[i, s] = (actions[s, i] - outputs[i, s]) * inverse_std[i, s]
            log_probability[s] -= HALF * z[i, s] * z[i, s] + log_std + HALF_LOG_2PI
            entropy[s] += log_std + HALF_LOG_2PI + HALF


@kernel("void(float32[:, ::1], float32[:, ::1], float32[::1], float64, float32[:, ::1])")
def gaussian_gradient(z: Array, inverse_std: Array, by_log_probability: Array, by_entropy: float, out: Array) -> None:
    """Put dL/d[mu, log sigma] into `out`, shape (outputs, batch).

    The parts are d log p / dmu = z / sigma, d log p / d(log sigma) = z^2 - 1 and dH / d(log sigma) = 1.
    """
    n, batch = z.shape
    factor = F(by_entropy)
    for i in range(n):
        for s in range(batch):
            out[i, s] = z[i, s] * inverse_std[i, s] * by_log_probability[s]
            out[n + i, s] = (z[i, s] * z[i, s] - F(1)) * by_log_probability[s] + factor


@kernel("UniTuple(float64, 3)(float32[::1], float32[::1], float32[::1], float64, float32[::1], float32[::1])")
def clipped_surrogate(
    log_probability: Array, old: Array, advantage: Array, clip: float, ratio: Array, by_log_probability: Array
) -> tuple[float, float, float]:
    """Return the clipped objective -mean[min(r A, clip(r) A)], and two more numbers.

    They are the part of all r beyond 1 +- clip, and mean[(r - 1) - log r]. `ratio` gets r = pi / pi_old, `by_log_probability` dL/d(log pi) = -r A / n, and 0 where the clipped term, which is a
    constant, is the smaller one. Inside the range both are equal, and so is their slope.
    """
    n = len(ratio)
    low, high, part = F(1.0 - clip), F(1.0 + clip), F(-1.0 / n)
    for s in range(n):
        r = exp32(log_probability[s] - old[s])
        c = low if r < low else r
        c = high if c > high else c
        ratio[s] = r
        by_log_probability[s] = F(0) if c * advantage[s] < r * advantage[s] else r * advantage[s] * part
    gain, n_beyond, divergence = 0.0, 0, 0.0
    for s in range(n):
        r = ratio[s]
        c = low if r < low else r
        c = high if c > high else c
        plain, clipped = r * advantage[s], c * advantage[s]
        gain += np.float64(clipped if clipped < plain else plain)
        n_beyond += 1 if abs(r - F(1)) > F(clip) else 0
        divergence += np.float64((r - F(1)) - (log_probability[s] - old[s]))
    return -gain / n, n_beyond / n, divergence / n
