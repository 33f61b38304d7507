"""Statistics over runs or episodes: interquartile mean and bootstrap interval.

They follow the method of rliable. Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the Statistical
Precipice", sections 4.1 and 4.3: few runs say little, so an interval belongs beside every figure; and the mean of the
middle half of the runs is neither moved by one lucky or failed run, as the mean is, nor blind to all but one, as the
median is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Samples = NDArray[np.float64]  # (..., scores)

N_RESAMPLES = 50_000  # rliable's own number for aggregates
CONFIDENCE = 0.95
SEED = 0
_AT_ONCE = 8_000_000  # scores that are drawn before their statistic is taken: what 50,000 resamples of 160 runs take


def mean(samples: Samples) -> Samples:
    """Return the mean over the last axis."""
    return np.asarray(samples.mean(axis=-1))


def interquartile_mean(samples: Samples) -> Samples:
    """Return the mean without the lowest and the highest quarter.

    It goes over the last axis. A quarter that is no whole number is rounded down: of ten scores six are left, of three
    all.
    """
    n = samples.shape[-1]
    cut = n // 4
    return np.asarray(np.sort(samples, axis=-1)[..., cut : n - cut].mean(axis=-1))


def bootstrap_interval(
    scores: ArrayLike,
    statistic: Callable[[Samples], Samples] = interquartile_mean,
    *,
    n_resamples: int = N_RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = SEED,
) -> tuple[float, float]:
    """Return the percentile interval of `statistic` under the stratified bootstrap.

    `scores` are those of the runs, shape (runs,), or (runs, tasks): then each task's runs are drawn anew among
    themselves, with replacement, and the statistic is taken of all of them. The same scores give the same interval.
    """
    array = np.asarray(scores, np.float64)
    table = array[:, np.newaxis] if array.ndim == 1 else array
    n_runs, n_tasks = table.shape
    rng, found = np.random.default_rng(seed), []
    for first in range(0, n_resamples, many := max(1, _AT_ONCE // table.size)):
        n = min(many, n_resamples - first)  # the same draws as all at once, in less memory
        drawn = rng.integers(n_runs, size=(n, n_runs, n_tasks))
        found.append(statistic(table[drawn, np.arange(n_tasks)].reshape(n, n_runs * n_tasks)))
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(found), (tail, 1 - tail))
    return float(low), float(high)
