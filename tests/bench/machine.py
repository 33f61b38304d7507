"""What the figures were measured on: processor, versions, date, and how busy the machine was before."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("torch", "numpy", "gymnasium", "stable-baselines3", "PySide6-Essentials", "pyqtgraph")
BUSY_LOAD = 0.5  # processes that run or wait before we begin; more of them disturb every figure


def describe() -> dict[str, Any]:
    """Return the machine, as JSON. Call it before anything is measured."""
    return {
        "date": date.today().isoformat(),
        "processor": _processor(),
        "cores": len(cores()),
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "pinned": hasattr(os, "sched_setaffinity"),
        "commit": _commit(),
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES},
    }


def in_words(machine: dict[str, Any]) -> str:
    """Return the machine in a sentence or two."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items() if version)
    words = f"{machine['processor']}, {machine['cores']} cores, {machine['system']}; {versions}; commit {machine['commit']}."
    if not machine["pinned"]:
        words += " Processes could not be pinned to a core here."
    if machine["load_before"] is not None and machine["load_before"] > BUSY_LOAD:
        words += f" The machine was busy before (load {machine['load_before']}): read the times with care."
    return words


def cores() -> list[int]:
    """Return the numbers of the cores we may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def say(text: str) -> None:
    """Tell how far the benchmark is; standard output belongs to its result."""
    sys.stderr.write(f"-- {text}\n")
    sys.stderr.flush()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    try:
        return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
