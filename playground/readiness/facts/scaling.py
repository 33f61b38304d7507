"""How large each screen shows things."""

from __future__ import annotations

from playground.cli.screen import has_screen
from playground.errors import Term
from playground.i18n import N_
from playground.readiness.evidence import Evidence
from playground.readiness.subprocess_check import ChildLost


def look(evidence: Evidence) -> Term | None:
    """Return the scale factor of each screen; None without a screen."""
    probed = evidence.screen if has_screen() else None
    if probed is None or isinstance(probed, ChildLost) or not probed["screens"]:
        return None
    factors = ", ".join(f"{100 * screen['scale']:.0f} %" for screen in probed["screens"])
    return Term(N_("{factors}, by Qt’s platform “{platform}”"), factors=factors, platform=probed["platform"])
