"""`playground doctor`: all checks of this computer, and a conclusion."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from playground import __version__
from playground.engine.run.fingerprint import processor
from playground.errors import Term
from playground.experiments.machine import cores
from playground.i18n import N_
from playground.readiness import checks_computer as computer
from playground.readiness import checks_learning as learning
from playground.readiness import checks_parts as parts
from playground.readiness.check_result import CheckResult, Verdict, fails, worst
from playground.readiness.evidence import Evidence


@dataclass(frozen=True)
class Check:
    """One check; `name` is what --json calls it."""

    name: str
    title: str
    run: Callable[[Evidence], CheckResult]


CHECKS = (
    Check("program", N_("Program"), computer.check_program),
    Check("packages", N_("Packages"), computer.check_packages),
    Check("runtime", N_("C++ runtime"), computer.check_runtime),
    Check("folders", N_("Own folders"), computer.check_folders),
    Check("disk", N_("Disk"), computer.check_disk),
    Check("memory", N_("Memory"), computer.check_memory),
    Check("clock", N_("Clock"), computer.check_clock),
    Check("window", N_("Window"), parts.check_window),
    Check("screen", N_("Screen"), parts.check_screen),
    Check("opengl", N_("OpenGL"), parts.check_opengl),
    Check("letters", N_("Letters"), parts.check_letters),
    Check("chinese", N_("Chinese"), parts.check_chinese),
    Check("arithmetic", N_("Arithmetic"), learning.check_arithmetic),
    Check("learning", N_("Learning"), learning.check_learning),
    Check("speed", N_("Speed"), learning.check_speed),
    Check("torch", N_("Torch"), learning.check_torch),
    Check("video", N_("Video"), parts.check_video),
)


@dataclass(frozen=True)
class Examination:
    """The results of all checks, on which computer, and when."""

    findings: dict[str, CheckResult] = field(default_factory=dict)  # by the name of the check
    facts: dict[str, Term] = field(default_factory=dict)  # by the name of the fact
    computer: str = field(default_factory=lambda: platform.node() or "?")
    moment: datetime = field(default_factory=lambda: datetime.now().astimezone())
    system: str = field(default_factory=lambda: f"{platform.system()} {platform.release()}, {platform.machine()}")
    processor: str = field(default_factory=processor)
    n_cores: int = field(default_factory=lambda: len(cores()))
    program: str = __version__

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of all checks."""
        return worst(list(self.findings.values()))


def examine(
    checks: tuple[Check, ...] = CHECKS, evidence: Evidence | None = None
) -> Iterator[tuple[Check, CheckResult]]:
    """Run the checks; yield each with its result.

    An error in a check is its result.
    """
    evidence = evidence or Evidence()
    for check in checks:
        try:
            finding = check.run(evidence)
        except Exception as error:  # noqa: BLE001  a report with one hole is better than none
            finding = fails(
                N_("This could not be looked at: {error}."),
                N_("Send this report with a description of the computer."),
                error=_in_a_line(error),
                details=traceback.format_exc(),
            )
        yield check, finding


def _in_a_line(error: Exception) -> str:
    text = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:300]


def conclusion(verdict: Verdict) -> Term:
    """Return the conclusion in a sentence."""
    return Term(_CONCLUSIONS[verdict])


_CONCLUSIONS = {
    Verdict.READY: N_("This computer is ready."),
    Verdict.LIMIT: N_("This computer is ready, with limits."),
    Verdict.FAILS: N_("This computer is not ready: do what is said where something will not work, and check again."),
}
