"""Points of one curve, kept whole and thinned for drawing to their extremes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.float64], NDArray[np.float64]]  # x and y, of one length

MAX_POINTS = 1_000  # the canvas is seldom wider than a few hundred pixels
_N_BINS = MAX_POINTS // 2  # each gives its lowest and its highest point
_BINS_PER_MEAN = 2
_FEW = 400  # points that are drawn as they are


class Series:
    """A curve that only grows, to the right.

    What is drawn of all of it is updated with what is new alone. The bins are as wide as a power of two, so they
    fall together two by two as the curve grows, and it makes no difference in which portions the points came.
    """

    def __init__(self) -> None:
        self._xs = np.empty(1024)
        self._ys = np.empty(1024)
        self.n_points = 0
        self._width = 1.0
        self._low = np.full((2, _N_BINS), np.inf)  # x and y of the lowest point of each bin
        self._high = np.full((2, _N_BINS), -np.inf)
        self._sums = np.zeros((3, _N_BINS))  # how many points each bin has, the sums of their x and y
        self._overview: Points | None = None

    def extend(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        """Add points, x rising from 0 on; those that are no number are left out."""
        finite = np.isfinite(ys)
        if not finite.all():
            xs, ys = xs[finite], ys[finite]
        if not len(xs):
            return
        self._keep(xs, ys)
        while xs[-1] >= self._width * _N_BINS:
            self._widen()
        self._bin(xs, ys)
        self._overview = None

    @property
    def last_x(self) -> float:
        """The end of the curve, 0 for an empty one."""
        return float(self._xs[self.n_points - 1]) if self.n_points else 0.0

    @property
    def last_y(self) -> float | None:
        """The newest value, None for an empty curve."""
        return float(self._ys[self.n_points - 1]) if self.n_points else None

    @property
    def steps(self) -> NDArray[np.float64]:
        """The x of all points; not to be written to."""
        return self._xs[: self.n_points]

    def y_of(self, x: float) -> float | None:
        """Return the value of the newest point at exactly `x`, None where there is none."""
        number = int(np.searchsorted(self.steps, x, side="right"))
        return float(self._ys[number - 1]) if number and self._xs[number - 1] == x else None

    def y_at(self, x: float) -> float | None:
        """Return the newest value up to `x`, None where the curve begins later."""
        number = int(np.searchsorted(self._xs[: self.n_points], x, side="right"))
        return float(self._ys[number - 1]) if number else None

    def overview(self) -> Points:
        """Return at most MAX_POINTS points of the whole curve, the extremes of every bin."""
        if self._overview is None:
            self._overview = _joined(self._low, self._high)
        return self._overview

    def between(self, first: float, last: float) -> Points:
        """Return at most MAX_POINTS points from `first` to `last`, and one on either side."""
        begin, end = self._part(first, last)
        xs, ys = self._xs[begin:end], self._ys[begin:end]
        if len(xs) <= MAX_POINTS:
            return xs.copy(), ys.copy()
        if len(xs) == self.n_points:
            return self.overview()
        low = np.full((2, _N_BINS), np.inf)
        high = np.full((2, _N_BINS), -np.inf)
        _lower_and_raise(low, high, _even_bins(xs), xs, ys)
        return _joined(low, high)

    def trend(self, first: float, last: float) -> Points:
        """Return the trend from `first` to `last`: few points as they are, else means."""
        begin, end = self._part(first, last)
        if end - begin <= _FEW:
            return self._xs[begin:end].copy(), self._ys[begin:end].copy()
        if begin == 0 and end == self.n_points:
            return _means(self._sums)
        xs, ys = self._xs[begin:end], self._ys[begin:end]
        return _means(_sums(_even_bins(xs), xs, ys))

    def _part(self, first: float, last: float) -> tuple[int, int]:
        xs = self._xs[: self.n_points]
        begin = max(int(np.searchsorted(xs, first, "left")) - 1, 0)
        return begin, min(int(np.searchsorted(xs, last, "right")) + 1, self.n_points)

    def _keep(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        n_points = self.n_points + len(xs)
        if n_points > len(self._xs):
            room = max(n_points, 2 * len(self._xs))
            self._xs, self._ys = np.resize(self._xs, room), np.resize(self._ys, room)
        self._xs[self.n_points : n_points] = xs
        self._ys[self.n_points : n_points] = ys
        self.n_points = n_points

    def _widen(self) -> None:
        half = _N_BINS // 2
        for extremes, better in ((self._low, np.less), (self._high, np.greater)):
            left, right = extremes[:, ::2], extremes[:, 1::2]
            merged = np.where(better(right[1], left[1]), right, left)
            extremes[:, :half] = merged
        self._low[:, half:] = np.inf
        self._high[:, half:] = -np.inf
        self._sums[:, :half] = self._sums[:, ::2] + self._sums[:, 1::2]
        self._sums[:, half:] = 0.0
        self._width *= 2

    def _bin(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        bins = (xs / self._width).astype(np.int64)
        _lower_and_raise(self._low, self._high, bins, xs, ys)
        self._sums += _sums(bins, xs, ys)


def _even_bins(xs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the number of the bin of each point, all bins being of one width."""
    width = (xs[-1] - xs[0]) / _N_BINS
    return np.minimum(((xs - xs[0]) / width).astype(np.int64), _N_BINS - 1)


def _sums(bins: NDArray[np.int64], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each bin how many points it has, and the sums of their x and y."""
    return np.stack([np.bincount(bins, weights, _N_BINS) for weights in (None, xs, ys)]).astype(np.float64)


def _means(sums: NDArray[np.float64]) -> Points:
    """Return the mean point of every few bins that have any."""
    counts, xs, ys = sums.reshape(3, -1, _BINS_PER_MEAN).sum(axis=2)
    used = counts > 0
    return xs[used] / counts[used], ys[used] / counts[used]


def _lower_and_raise(
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    bins: NDArray[np.int64],
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
) -> None:
    """Update the lowest and highest points of the bins of new points.

    `bins` rise; of equals the first stays.
    """
    begins = np.flatnonzero(np.diff(bins, prepend=-1))
    number = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(bins)))  # of the bin among those touched
    touched = bins[begins]
    for extremes, best_of, better in ((low, np.minimum, np.less), (high, np.maximum, np.greater)):
        best = best_of.reduceat(ys, begins)
        at = np.flatnonzero(ys == best[number])
        first = at[np.flatnonzero(np.diff(number[at], prepend=-1))]
        improved = better(best, extremes[1, touched])
        extremes[0, touched[improved]] = xs[first[improved]]
        extremes[1, touched[improved]] = best[improved]


def _joined(low: NDArray[np.float64], high: NDArray[np.float64]) -> Points:
    """Return the lowest and highest points of all bins that have any, left to right."""
    used = np.isfinite(low[0])
    low, high = low[:, used], high[:, used]
    low_first = low[0] <= high[0]
    pairs = np.stack((np.where(low_first, low, high), np.where(low_first, high, low)), axis=2)
    distinct = np.ones(pairs.shape[1:], np.bool_)
    distinct[:, 1] = low[0] != high[0]
    return pairs[0][distinct], pairs[1][distinct]
