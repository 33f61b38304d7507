"""The part of a run's past whose steps cannot be made again here with their bits.

An older arithmetic made it, or another computer did by an arithmetic of its own. Of such a part the moments that were
kept can be shown, and no other; from its end on each step can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.engine.run.fingerprint import differences, fingerprint, in_one
from playground.engine.run.settings import Settings
from playground.errors import Term


@dataclass(frozen=True)
class MadeElsewhere:
    """The end of the part, and the fingerprint of what made it."""

    n_calls: int  # calls done where the run went on here
    fingerprint: Mapping[str, str]

    def why(self, settings: Settings) -> Term:
        """Return in words that may follow a colon why its steps cannot be made again here."""
        return in_one(differences(self.fingerprint, fingerprint(settings)))


def made_elsewhere(
    settings: Settings, n_calls: int, theirs: Mapping[str, str], before: MadeElsewhere | None
) -> MadeElsewhere | None:
    """Return what of the past of a kept run was made elsewhere, None if nothing.

    It goes on here after `n_calls`, was kept where the fingerprint was `theirs`, and then had `before` in its past.
    """
    return MadeElsewhere(n_calls, theirs) if differences(theirs, fingerprint(settings)) else before
