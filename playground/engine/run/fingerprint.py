"""Fingerprint of a run: what its bits depend on besides what defines it.

Two runs with the same fingerprint are the same, bit for bit. With another they agree in their statistics only. Where the
bits are the same on every computer it is the version of the arithmetic alone; else the machine, its build and the
versions of what computes are part of it.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from playground import __version__, cpp_runtime
from playground.agents.nn.backend import THREADS
from playground.arithmetic.version import VERSION
from playground.engine.run.promise import promise_of, uses_torch
from playground.engine.run.settings import Settings
from playground.errors import Term
from playground.i18n import N_

ARITHMETIC = "arithmetic"
_WORDS = {
    ARITHMETIC: N_("version {theirs} of the arithmetic there, {ours} here"),
    "python": N_("Python {theirs} there, {ours} here"),
    "torch": N_("torch {theirs} there, {ours} here"),
    "numpy": N_("NumPy {theirs} there, {ours} here"),
    "gymnasium": N_("Gymnasium {theirs} there, {ours} here"),
    "processor": N_("another processor ({theirs} there, {ours} here)"),
    "cpu": N_("instructions of the processor: {theirs} there, {ours} here"),
    "threads": N_("{theirs} threads for torch there, {ours} here"),
    "platform": N_("{theirs} there, {ours} here"),
}
NAMES = tuple(_WORDS)
NAMES_BEFORE = frozenset(NAMES) - {ARITHMETIC} | {"playground"}  # of every run, until there was an arithmetic of ours
EVERYWHERE = {ARITHMETIC: str(VERSION)}  # of a run that is the same on every computer
_OF_TORCH = ("torch", "cpu", "threads")
_OLDER = N_(
    "it was made by an older arithmetic, whose last bits were those of its computer, and small differences grow as a run learns"
)
_NOT_SAID = N_("something unknown")


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of this program and of what it computes with."""
    found = {"playground": __version__, "python": platform.python_version()}
    for package in ("torch", "numpy", "gymnasium"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # a frozen program may carry none of the metadata
            found[package] = "unknown"
    return found


def _names_of(settings: Settings) -> frozenset[str]:
    """Return the names in the fingerprint of a run with these settings."""
    if promise_of(settings).everywhere:
        return frozenset(EVERYWHERE)
    return frozenset(NAMES) - frozenset(() if uses_torch(settings) else _OF_TORCH)


def fingerprint(settings: Settings) -> dict[str, str]:
    """Return the fingerprint of a run with these settings in this process.

    It has some of NAMES.
    """
    names = _names_of(settings)
    known = EVERYWHERE
    if names != known.keys():
        machine = {"processor": processor(), "platform": f"{platform.system()} {platform.machine()}"}
        known = {**known, **versions(), **machine}
    if "torch" in names:
        cpp_runtime.load()
        import torch  # nobody else has to wait for it

        known = known | {"cpu": torch.backends.cpu.get_cpu_capability(), "threads": str(THREADS)}
    return {name: known[name] for name in NAMES if name in names}


@cache
def processor() -> str:
    """Return the name of the processor.

    Libraries choose their own way to multiply for each kind.
    """
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def differences(theirs: Mapping[str, str], ours: Mapping[str, str], doubt: str = "") -> list[Term]:
    """Return every way in which `theirs` differs from `ours`, in words.

    What the bits of `ours` do not depend on is no difference. They are translated when shown. A `doubt` of the
    environment's card is one more reason why bits differ.
    """
    found = [
        Term(text, theirs=theirs.get(name) or Term(_NOT_SAID), ours=ours[name])
        for name, text in _WORDS.items()
        if name in ours and theirs.get(name) != ours[name]
    ]
    if found and ARITHMETIC in ours and ARITHMETIC not in theirs:
        found[0] = Term(_OLDER)
    return [*found, Term(doubt)] if doubt else found


def in_one(differences: Sequence[Term]) -> Term:
    """Return them as one, to be translated when shown."""
    found = differences[0] if differences else Term(_NOT_SAID)
    for term in differences[1:]:
        found = Term(N_("{one}; {more}"), one=found, more=term)
    return found


def in_words(differences: Sequence[Term]) -> str:
    """Return them in one line, in the language of the moment."""
    return str(in_one(differences)) if differences else ""
