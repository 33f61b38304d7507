"""Orthonormal columns, whose sums are made in the order of their terms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Matrix = NDArray[np.float64]


@kernel("void(float64[:, ::1])")
def orthonormalize(columns: Matrix) -> None:
    """Replace columns, (length, number), by orthonormal ones: the Q of A = Q R.

    R's diagonal is positive. Modified Gram-Schmidt, twice: once leaves errors as large as the columns were alike, a
    second time none ("twice is enough", Parlett 1980, section 6.9). `columns` must be independent of each other.
    """
    length, number = columns.shape
    parts = np.empty(number)
    for _time in range(2):
        for i in range(number):
            square = 0.0
            for k in range(length):
                square += columns[k, i] * columns[k, i]
            size = np.sqrt(square)
            for k in range(length):
                columns[k, i] = columns[k, i] / size
            for j in range(number):
                parts[j] = 0.0
            for k in range(length):  # how much of column i is in each one after it
                for j in range(i + 1, number):
                    parts[j] += columns[k, i] * columns[k, j]
            for k in range(length):  # and that much out of it
                for j in range(i + 1, number):
                    columns[k, j] -= columns[k, i] * parts[j]
