"""Limits to what is seen of the window and can be changed in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Names of what is shown alone, of what cannot be changed, and of what is hidden."""

    shown: frozenset[str] = frozenset()  # settings and plots; none: all
    locked: frozenset[str] = frozenset()  # settings
    hidden: frozenset[str] = frozenset()

    def hides(self, name: str) -> bool:
        """Return whether a setting or plot is not to be seen."""
        return name in self.hidden or (bool(self.shown) and name not in self.shown)


NO_LIMITS = Limits()
