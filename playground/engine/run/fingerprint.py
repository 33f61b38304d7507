"""Fingerprint of machine, build and versions, on which the bits depend too.

Two runs with the same fingerprint are the same, bit for bit. With another they agree in their statistics only.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from playground import __version__
from playground.agents.nn.backend import THREADS
from playground.errors import Term
from playground.i18n import N_, _

_WORDS = {
    "playground": N_("version {theirs} of this program there, {ours} here"),
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


@cache
def fingerprint() -> dict[str, str]:
    """Return the fingerprint of this process, by the names in NAMES.

    Nobody writes to it.
    """
    import torch  # not when only versions are asked for

    return {
        **versions(),
        "processor": processor(),  # libraries choose their own way to multiply for each kind
        "cpu": torch.backends.cpu.get_cpu_capability(),  # which instructions torch adds up with
        "threads": str(THREADS),
        "platform": f"{platform.system()} {platform.machine()}",
    }


def processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def differences(theirs: Mapping[str, str], ours: Mapping[str, str], doubt: str = "") -> list[Term]:
    """Return every way in which two fingerprints differ, in words.

    They are translated when shown. A `doubt` of the environment's card is one more reason why bits differ.
    """
    found = [
        Term(text, theirs=theirs.get(name) or Term(_NOT_SAID), ours=ours.get(name) or Term(_NOT_SAID))
        for name, text in _WORDS.items()
        if theirs.get(name) != ours.get(name)
    ]
    return [*found, Term(doubt)] if doubt else found


def in_words(differences: Sequence[Term]) -> str:
    """Return them in one line, in the language of the moment."""
    text = ""
    for term in differences:
        text = _("{one}; {more}").format(one=text, more=term) if text else str(term)
    return text
