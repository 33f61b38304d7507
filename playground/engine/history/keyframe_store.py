"""The keyframes of a run within a budget of memory.

The newest lie close together, the older ones farther apart.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from playground.engine.history.keyframe import Keyframe

BUDGET = 256 << 20  # bytes
_AROUND = 2048  # bytes of a keyframe besides its arrays, at most
_THINNED_TO = 0.9  # of the budget, so that thinning is seldom done

_n_calls = attrgetter("n_calls")


class KeyframeStore:
    """Keyframes in the order of their steps."""

    def __init__(self, keyframes: Iterable[Keyframe] = (), budget: int = BUDGET) -> None:
        self._kept: list[Keyframe] = []
        self._sizes: list[int] = []  # bytes of each
        self._budget = budget
        self.version = 0  # grows with every change
        for keyframe in keyframes:
            self.add(keyframe)

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Keyframe]:
        return iter(self._kept)

    @property
    def n_bytes(self) -> int:
        """The memory they take."""
        return sum(self._sizes)

    def add(self, keyframe: Keyframe) -> None:
        """Keep a keyframe newer than all others.

        Where the budget is used up, older ones go.
        """
        self._kept.append(keyframe)
        self._sizes.append(size_of(keyframe))
        self.version += 1
        if self.n_bytes > self._budget:
            self._thin()

    def before(self, n_calls: int) -> list[Keyframe]:
        """Return the keyframes up to this moment."""
        return self._kept[: bisect_right(self._kept, n_calls, key=_n_calls)]

    def _thin(self) -> None:
        """Drop the keyframes that matter least.

        Those are the ones whose neighbours are near each other for their age.
        """
        newest = self._kept[-1].n_calls
        n_bytes = self.n_bytes
        while n_bytes > _THINNED_TO * self._budget and len(self._kept) > 2:
            calls = [0, *map(_n_calls, self._kept)]
            gaps = [
                (after - before) / (newest - at + 1)
                for before, at, after in zip(calls, calls[1:-1], calls[2:], strict=False)
            ]
            least = gaps.index(min(gaps))
            n_bytes -= self._sizes[least]
            del self._kept[least], self._sizes[least]


def size_of(item: Any) -> int:
    """Return about how many bytes a keyframe takes.

    What it shares with another one counts for both.
    """
    if isinstance(item, Keyframe):
        return _AROUND + size_of(item.agent) + size_of(item.guard)
    if hasattr(item, "nbytes"):  # an array
        return int(item.nbytes)
    if isinstance(item, dict):
        return sum(map(size_of, item.values()))
    if isinstance(item, str):
        return len(item)
    if dataclasses.is_dataclass(item):
        return size_of(vars(item))
    if isinstance(item, Iterable):
        return sum(map(size_of, item))
    return 0
