"""Matrix products whose sums are made in the order of their terms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Array = NDArray[np.float32]

F = np.float32


@kernel("void(float32[:, ::1], float32[:, ::1], float32[:, ::1])")
def add_product(a: Array, b: Array, out: Array) -> None:
    """Add a @ b to `out`: shapes (n, m), (m, columns) and (n, columns).

    The bits are those of add_product_plain(), in tiles of 4 rows and 2 terms, for which 16 vector registers are enough.
    The inner loops run along rows of `b` and `out`, so that they become vector instructions as they stand.
    """
    n, m, columns = a.shape[0], a.shape[1], out.shape[1]
    rows, terms = n - n % 4, m - m % 2
    for i in range(0, rows, 4):
        for k in range(0, terms, 2):
            p0, p1, q0, q1 = a[i, k], a[i, k + 1], a[i + 1, k], a[i + 1, k + 1]
            r0, r1, s0, s1 = a[i + 2, k], a[i + 2, k + 1], a[i + 3, k], a[i + 3, k + 1]
            for j in range(columns):
                b0, b1 = b[k, j], b[k + 1, j]
                out[i, j] = out[i, j] + p0 * b0 + p1 * b1
                out[i + 1, j] = out[i + 1, j] + q0 * b0 + q1 * b1
                out[i + 2, j] = out[i + 2, j] + r0 * b0 + r1 * b1
                out[i + 3, j] = out[i + 3, j] + s0 * b0 + s1 * b1
        for k in range(terms, m):
            for row in range(i, i + 4):
                for j in range(columns):
                    out[row, j] += a[row, k] * b[k, j]
    for i in range(rows, n):
        for k in range(m):
            for j in range(columns):
                out[i, j] += a[i, k] * b[k, j]


@kernel("void(float32[:, ::1], float32[:, ::1], float32[:, ::1])")
def add_product_plain(a: Array, b: Array, out: Array) -> None:
    """Do what add_product() does, as the formula reads."""
    for i in range(a.shape[0]):
        for k in range(a.shape[1]):
            for j in range(out.shape[1]):
                out[i, j] += a[i, k] * b[k, j]


@kernel("void(float32[:, ::1], float32[:, ::1])")
def transpose(a: Array, out: Array) -> None:
    """Put the transpose of `a`, (n, m), into `out`, (m, n).

    By tiles of 4 rows and columns: twice as fast where `a` is larger than the nearest cache.
    """
    n, m = a.shape
    rows, columns = n - n % 4, m - m % 4
    for i in range(0, rows, 4):
        for j in range(0, columns, 4):
            p0, p1, p2, p3 = a[i, j], a[i, j + 1], a[i, j + 2], a[i, j + 3]
            q0, q1, q2, q3 = a[i + 1, j], a[i + 1, j + 1], a[i + 1, j + 2], a[i + 1, j + 3]
            r0, r1, r2, r3 = a[i + 2, j], a[i + 2, j + 1], a[i + 2, j + 2], a[i + 2, j + 3]
            s0, s1, s2, s3 = a[i + 3, j], a[i + 3, j + 1], a[i + 3, j + 2], a[i + 3, j + 3]
            out[j, i], out[j, i + 1], out[j, i + 2], out[j, i + 3] = p0, q0, r0, s0
            out[j + 1, i], out[j + 1, i + 1], out[j + 1, i + 2], out[j + 1, i + 3] = p1, q1, r1, s1
            out[j + 2, i], out[j + 2, i + 1], out[j + 2, i + 2], out[j + 2, i + 3] = p2, q2, r2, s2
            out[j + 3, i], out[j + 3, i + 1], out[j + 3, i + 2], out[j + 3, i + 3] = p3, q3, r3, s3
        for j in range(columns, m):
            for row in range(i, i + 4):
                out[j, row] = a[row, j]
    for i in range(rows, n):
        for j in range(m):
            out[j, i] = a[i, j]


@kernel("void(float32[:, ::1], float32[::1])")
def add_row_sums(a: Array, out: Array) -> None:
    """Add the sum of each row of `a`, (n, columns), to `out`, (n,).

    Each sum is in order; four rows are taken at a time, so that four sums are made side by side.
    """
    n = a.shape[0]
    rows = n - n % 4
    for i in range(0, rows, 4):
        s0, s1, s2, s3 = F(0), F(0), F(0), F(0)
        for j in range(a.shape[1]):
            s0 += a[i, j]
            s1 += a[i + 1, j]
            s2 += a[i + 2, j]
            s3 += a[i + 3, j]
        out[i] += s0
        out[i + 1] += s1
        out[i + 2] += s2
        out[i + 3] += s3
    for i in range(rows, n):
        one = F(0)
        for j in range(a.shape[1]):
            one += a[i, j]
        out[i] += one
