"""Progress of the benchmark, for whoever waits."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Tell it on standard error; standard output belongs to the result."""
    sys.stderr.write(f"-- {text}\n")
    sys.stderr.flush()
