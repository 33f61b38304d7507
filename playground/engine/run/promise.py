"""Promise of a run: where the same settings, seed and changes give the same bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.engine.run.settings import Settings
from playground.errors import Term
from playground.i18n import N_

Reach = Literal["every computer", "this computer", "nowhere"]

WORDS: dict[Reach, str] = {
    "every computer": N_("Same on every computer"),
    "this computer": N_("This computer only"),
    "nowhere": N_("Need not repeat"),
}
_EVERYWHERE = N_("portable arithmetic in an environment of this program")
_MIXED = N_("its steps up to {n} were made by another arithmetic or computer; from there on every moment is exact")
_TORCH = N_("its networks compute by torch, whose last bits depend on processor and version")


@dataclass(frozen=True)
class Promise:
    """Where a run repeats bit for bit, and why there."""

    reach: Reach
    why: Term  # words that may follow a colon

    @property
    def everywhere(self) -> bool:
        """Whether it repeats on every computer."""
        return self.reach == "every computer"

    @property
    def words(self) -> Term:
        """The promise in a few words, as a status line has it."""
        return Term(WORDS[self.reach])

    @property
    def sentence(self) -> Term:
        """The promise with its reason."""
        return Term(N_("{promise}: {why}."), promise=self.words, why=self.why)


def uses_torch(settings: Settings) -> bool:
    """Whether networks of such a run compute by torch; a table has none."""
    return getattr(settings.params, "arithmetic", "") == "torch"


def promise_of(settings: Settings) -> Promise:
    """Return the promise of a run with these settings."""
    card = settings.card
    if card.doubt:
        return Promise("nowhere", Term(card.doubt))
    reasons = [Term(_TORCH)] if uses_torch(settings) else []
    if card.only_here:
        reasons.append(Term(card.only_here))
    if not reasons:
        return Promise("every computer", Term(_EVERYWHERE))
    why = reasons[0] if len(reasons) == 1 else Term(N_("{one}; {more}"), one=reasons[0], more=reasons[1])
    return Promise("this computer", why)


def of_mixed_past(n_steps: int) -> Promise:
    """Return the promise of a run that was begun elsewhere.

    Another arithmetic or computer made its first `n_steps` steps.
    """
    return Promise("nowhere", Term(_MIXED, n=f"{n_steps:,}"))
