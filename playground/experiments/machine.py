"""Description of the machine that figures were measured on.

It says processor, versions, date, and how busy the machine was before.
"""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import playground
from playground.engine.run.fingerprint import processor

ROOT = Path(playground.__file__).resolve().parent.parent  # of the checkout, where this is one
PACKAGES = ("torch", "numpy", "gymnasium")
BUSY_LOAD = 0.5  # processes that run or wait before we begin; more of them disturb every figure


def describe(more_packages: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the machine, as JSON. Call it before anything is measured."""
    return {
        "date": date.today().isoformat(),
        "processor": processor(),
        "cores": len(cores()),
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "pinned": hasattr(os, "sched_setaffinity"),
        "commit": commit(),
        "versions": versions(more_packages),
    }


def in_words(machine: dict[str, Any]) -> str:
    """Return the machine in a sentence or two, in English."""
    words = f"{hardware_in_words(machine)}; commit {machine['commit']}."
    if not machine["pinned"]:
        words += " Processes could not be pinned to a core here."
    if machine["load_before"] is not None and machine["load_before"] > BUSY_LOAD:
        words += f" The machine was busy before (load {machine['load_before']}): read the times with care."
    return words


def hardware_in_words(machine: dict[str, Any]) -> str:
    """Return processor, system and versions, in English."""
    names = ", ".join(f"{name} {version}" for name, version in machine["versions"].items() if version)
    return f"{machine['processor']}, {machine['cores']} cores, {machine['system']}; {names}"


def cores() -> list[int]:
    """Return the numbers of the cores we may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def versions(more_packages: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the versions of Python and of the numeric packages.

    One that is not installed has an empty version.
    """
    return {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES + more_packages}


def commit() -> str:
    """Return the commit of the sources, or the version where there are no sources."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    if not (ROOT / ".git").exists():
        return f"of version {playground.__version__}"
    try:
        return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
