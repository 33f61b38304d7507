"""The range of numbers that runs take: rewards, observations, weights.

It is wide, and so far within what single precision holds that squares and sums of such numbers stay finite: what a run
took, it can learn from and save.
"""

from __future__ import annotations

LARGEST = 1e12
LARGEST_WORDS = f"{LARGEST:,.0f}"
