"""Peak memory of training without a window, over that of a bare `import torch`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from typing import Any

from tests.bench.child import ONE_THREAD
from tests.bench.figures import Figure, reaches, spread
from tests.bench.say import say

TITLE = "Memory"
NOTES = (
    "The peak of resident memory of `playground train --preset NAME --steps 50000`, evaluation inside, over that of a "
    "process that only imports torch; each process by itself, medians (range)."
)
PRESETS = ("tutorial", "fast", "rl-zoo")
RUNS, STEPS = 3, 50_000
QUICK_RUNS, QUICK_STEPS = 1, 1000


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return peaks in MB, a list for each kind of process."""
    n_runs, n_steps = (QUICK_RUNS, QUICK_STEPS) if quick else (RUNS, STEPS)
    say(f"memory: {n_runs} runs of {n_steps} steps for each of {len(PRESETS)} presets")
    train = ["-P", "-m", "playground", "train", "--json", "--steps", str(n_steps), "--preset"]
    return {
        "import torch": [_peak_mb(["-c", "import torch"]) for _ in range(n_runs)],
        "presets": {name: [_peak_mb([*train, name]) for _ in range(n_runs)] for name in PRESETS},
    }


def figures(measured: dict[str, Any]) -> list[Figure]:
    bare = statistics.median(measured["import torch"])
    found = []
    for name, peaks in measured["presets"].items():
        more = statistics.median(peaks) - bare
        found.append(
            Figure(
                f"peak memory of a headless training process ({name}) over the bare `import torch`",
                f"+{more:.0f} MB",
                "+60 MB",
                "+30 MB",
                reaches(more, 60, 30),
                f"training {spread(peaks, '{:.0f}')}; bare {spread(measured['import torch'], '{:.0f}')} MB",
            )
        )
    return found


def _peak_mb(words: list[str]) -> float:
    """Run Python with `words` to its end. The peak counts from our own, so this process must stay small."""
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, env=os.environ | ONE_THREAD)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"python {' '.join(words)} ended with exit code {process.returncode}")
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
