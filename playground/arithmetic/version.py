"""Version of the arithmetic that a run computes by.

Whatever changes a single bit of a run in portable arithmetic (a kernel, an environment of ours, an algorithm, numba or
NumPy) makes a new one, with a line in the changelog. Files name it: with the same one, the same settings, seed and
changes give the same bits on every computer.
"""

from __future__ import annotations

VERSION = 1
