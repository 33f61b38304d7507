"""Standings of a person beside the agent, the rule and chance, on the same starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.arithmetic.plain_sums import mean_of
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.engine.evaluation.scores import Scores

PLAYERS = {"you": N_("you"), "agent": N_("agent"), "random": N_("random"), "rule": N_("rule")}


@dataclass
class Standings:
    """Returns by start, which is a reset seed.

    Of several tries from one start the last one counts.
    """

    yours: dict[int, float] = field(default_factory=dict)
    others: dict[int, Scores] = field(default_factory=dict)

    @property
    def n_starts(self) -> int:
        """How many starts a person has played to the end."""
        return len(self.yours)

    def on(self, player: str, seed: int) -> float | None:
        """Return what a player returned from a start, None where that is not known."""
        if player == "you":
            return self.yours.get(seed)
        scores = self.others.get(seed)
        return None if scores is None else getattr(scores, player)

    def mean(self, player: str) -> float | None:
        """Return a player's mean over the starts that the person played.

        None where one of them is not known.
        """
        found = [self.on(player, seed) for seed in self.yours]
        known = [total for total in found if total is not None]
        return mean_of(known) if known and len(known) == len(found) else None
