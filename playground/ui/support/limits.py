"""Limits to what is seen of the window and can be changed in it, for as long as somebody sets them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Names of settings, plots and panels that are shown alone, that cannot be changed, and that are hidden."""

    shown: frozenset[str] = frozenset()  # settings and plots; none: all
    locked: frozenset[str] = frozenset()  # settings
    hidden: frozenset[str] = frozenset()

    def hides(self, name: str) -> bool:
        """Return whether a setting or plot is not to be seen."""
        return name in self.hidden or (bool(self.shown) and name not in self.shown)


NO_LIMITS = Limits()
