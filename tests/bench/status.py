"""How much memory this process holds, as the system counts it."""

from __future__ import annotations

from pathlib import Path


def resident_mb(which: str = "VmRSS") -> float:
    """Return the resident memory in MB, or with VmHWM its peak; Linux only."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(which + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ValueError(which)
