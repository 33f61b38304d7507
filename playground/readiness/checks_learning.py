"""Checks of what trains: the compiled arithmetic, learning, its speed, and torch.

All were probed in other processes.
"""

from __future__ import annotations

from typing import Any

from playground.errors import Term
from playground.i18n import N_
from playground.readiness.check_result import CheckResult, fails, limit, ready
from playground.readiness.evidence import Evidence
from playground.readiness.reference import DATE, MACHINE, STEPS_PER_S
from playground.readiness.subprocess_check import ChildLost

_AGAIN = N_("Install the program again. If that does not help, send this report with a description of the computer.")

# Where the compiled kernels came from, and how that is said.
_ORIGINS = {
    "shipped": N_("compiled for “{target}” by numba {numba}; they came with the program, in {folder} ({size} MB)"),
    "kept": N_("compiled for “{target}” by numba {numba} at an earlier start, and kept in {folder} ({size} MB)"),
    "new": N_("compiled for “{target}” by numba {numba} in {seconds} s just now, and kept in {folder} ({size} MB)"),
    "not compiled": N_("not compiled, for NUMBA_DISABLE_JIT is set: training is some thousand times slower"),
}

# How fast beside the reference, from which share on, and how that is said.
_SPEEDS = (
    (1.25, N_("faster than the reference computer")),
    (0.8, N_("as fast as the reference computer")),
    (0.4, N_("about half as fast as the reference computer")),
    (0.2, N_("about a quarter as fast as the reference computer")),
    (0.0, N_("much slower than the reference computer")),
)
SLOW = 0.2


def check_arithmetic(evidence: Evidence) -> CheckResult:
    """Check that kernels can be compiled and run here, and say where they are kept."""
    probed = evidence.arithmetic
    if isinstance(probed, ChildLost):
        return fails(
            N_("The arithmetic does not work here: {reason}."), _AGAIN, reason=probed.reason, details=probed.details
        )
    problem: Term | None = probed["problem"]
    values = {name: value for name, value in probed.items() if name != "problem"}
    if problem is not None:
        return limit(N_("{problem}"), N_("Do what it says, and check again."), problem=problem, **values)
    return ready(N_("{n} kernels, {origin}."), **values | {"origin": Term(_ORIGINS[probed["origin"]], **values)})


def check_learning(evidence: Evidence) -> CheckResult:
    """Check that a network learns here, by the kernels."""
    probed = evidence.learning
    if isinstance(probed, ChildLost):
        return fails(
            N_("Nothing can be trained: {reason}."),
            N_(
                "Install the program again. If it ends by itself again, the processor may be too old for NumPy, and another computer is needed."
            ),
            reason=probed.reason,
            details=probed.details,
        )
    if not (probed["learned"] and probed["finite"]):
        return fails(N_("Training gives wrong numbers on this computer."), _AGAIN, **probed)
    return ready(N_("Training works, and is ready {ready_s} s after the start."), **probed)


def check_speed(evidence: Evidence) -> CheckResult:
    """Compare the speed of training with that of a known computer."""
    probed = evidence.learning
    if isinstance(probed, ChildLost):
        return fails(N_("The speed is not known, for nothing can be trained."), N_("See “Learning”."))
    rates = probed["steps_per_s"]
    shares = [rates[name] / reference for name, reference in STEPS_PER_S.items()]
    share = (shares[0] * shares[1]) ** (1 / len(shares))
    said = next(text for least, text in _SPEEDS if share >= least)
    values: dict[str, Any] = {
        "steps": rates["fast"],
        "said": Term(said),
        "share": round(share, 2),
        "date": DATE,
        "machine": MACHINE,
    }
    text = N_("{steps:,.0f} steps a second with the preset “fast”: {said}.")
    if share < SLOW:
        return limit(
            text, N_("Connect the charger, choose the power mode for performance, and close other programs."), **values
        )
    return ready(text, **values)


def check_torch(evidence: Evidence) -> CheckResult:
    """Check that torch computes here; it trains where arithmetic is "torch"."""
    probed = evidence.torch
    if isinstance(probed, ChildLost):
        return limit(
            N_("Torch does not work here: {reason}. All that is trained with arithmetic=portable does."),
            N_("Choose arithmetic=portable. If you need torch, install the program again."),
            reason=probed.reason,
            details=probed.details,
        )
    if not probed["autograd"]:
        return limit(
            N_("Torch gives wrong numbers on this computer (torch {torch}, {capability})."),
            N_("Choose arithmetic=portable. If you need torch, install the program again."),
            **probed,
        )
    if probed["threads"] != 1:
        return limit(
            N_("Torch uses {threads} threads, which makes small networks many times slower and other bits."),
            N_("Remove the environment variables OMP_NUM_THREADS and MKL_NUM_THREADS, and start the program again."),
            **probed,
        )
    return ready(N_("Torch {torch} works ({capability}, imported in {import_s} s)."), **probed)
