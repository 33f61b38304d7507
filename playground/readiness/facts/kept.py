"""What the program keeps on this computer, and how large it is."""

from __future__ import annotations

from playground.arithmetic.machine_code.folders import base_folder
from playground.errors import Term
from playground.folders import size_of, state_folder
from playground.i18n import N_
from playground.readiness.evidence import Evidence
from playground.readiness.subprocess_check import ChildLost


def look(evidence: Evidence) -> Term:
    """Return what the kernels are compiled for, and how large is what is kept."""
    probed = evidence.arithmetic
    return Term(
        N_("kernels for “{target}”, {kernels} MB in {folder}; runs {runs} MB in {state}"),
        target="–" if isinstance(probed, ChildLost) else probed.get("target", "–"),
        kernels=_megabytes(size_of(base_folder())),
        folder=base_folder(),
        runs=_megabytes(size_of(state_folder())),
        state=state_folder(),
    )


def _megabytes(n_bytes: int) -> float:
    return round(n_bytes / 1e6, 1)
