"""Window = command line = recipe: the same run in each has the same weights."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from typing import Any

from playground.engine.presets.catalogue import PRESETS
from playground.engine.presets.preset import Preset
from tests.bench.child import Child
from tests.bench.figures import AIM, NO, Figure
from tests.bench.say import say

TITLE = "Window = command line = recipe"
NOTES = (
    "Each seed is trained twice in the thread that trains in a window: once left alone, once with gamma set, a schedule held and released and the environment changed wherever the run happens to be. "
    "Left alone it is trained with `playground train` too; both runs are made again from their recipes with `playground run`, in processes of their own. Hashes of the weights at the end are compared."
)

SEEDS, STEPS = 20, 4000
QUICK_SEEDS, QUICK_STEPS = 2, 800


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return every hash, by seed."""
    seeds, steps = (QUICK_SEEDS, QUICK_STEPS) if quick else (SEEDS, STEPS)
    firsts = {preset.algorithm: preset for preset in reversed(list(PRESETS))}.values()
    runs = []
    with Child("tests.faults.same_bits_child") as window, tempfile.TemporaryDirectory() as folder:
        for seed, preset in zip(range(1, seeds + 1), cycle(firsts), strict=False):
            say(f"same bits: seed {seed} of {seeds}, {preset.algorithm} in {preset.environment}")
            pair = {"environment": preset.environment, "algorithm": preset.algorithm, "preset": preset.name}
            about = {**pair, "seed": seed, "steps": steps, "values": _values(preset, steps)}
            alone, changed = (window.ask("train", **about, changes=changes) for changes in (False, True))
            recipe = Path(folder) / "alone.rlr"
            what = f"--env {preset.environment} --algo {preset.algorithm} --preset {preset.name}".split()
            sets = [word for name, value in about["values"].items() for word in ("--set", f"{name}={value}")]
            typed = _playground("train", *what, "--seed", seed, "--steps", steps, "--save-recipe", recipe, *sets)
            hashes = {
                "window": alone["weights_sha256"],
                "train": typed,
                "recipe of train": _playground("run", recipe),
                "recipe of the window": _run(folder, alone["recipe"]),
            }
            changes = {"window": changed["weights_sha256"], "recipe": _run(folder, changed["recipe"])}
            runs.append({**about, "alone": hashes, "changed": changes, "inputs": changed["inputs"]})
    return {"steps": steps, "runs": runs}


def figures(measured: dict[str, Any]) -> list[Figure]:
    runs = measured["runs"]
    alone, changed = (sum(len(set(run[kind].values())) == 1 for run in runs) for kind in ("alone", "changed"))
    differ = sum(run["alone"]["window"] != run["changed"]["window"] for run in runs)
    inputs = [run["inputs"] for run in runs]
    algorithms = len({run["algorithm"] for run in runs})
    return [
        Figure(
            "window = train = their recipes, left alone",
            f"{alone} of {len(runs)} seeds",
            "100 %",
            "",
            _all(alone, runs),
            f"{measured['steps']:,} steps, {algorithms} algorithms in turn",
        ),
        Figure(
            "window = its recipe, changed while it ran",
            f"{changed} of {len(runs)} seeds",
            "100 %",
            "",
            _all(changed, runs),
            f"{min(inputs)} to {max(inputs)} inputs in each; {differ} of them came to other weights than the run that was left alone",
        ),
    ]


def _values(preset: Preset, steps: int) -> dict[str, int]:
    """Return what lets a run learn from early on; some presets begin long after this one has ended."""
    return {"learning_starts": steps // 10} if "learning_starts" in preset.settings().values() else {}


def _all(n: int, runs: list[dict[str, Any]]) -> str:
    return AIM if n == len(runs) else NO


def _run(folder: str, recipe: str) -> str:
    path = Path(folder) / "window.rlr"
    path.write_text(recipe, encoding="utf-8")
    return _playground("run", path)


def _playground(*words: object) -> str:
    """Return the hash that a command prints, run in a process of its own as a person would."""
    command = [sys.executable, "-P", "-m", "playground", *map(str, words), "--json"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    digest: str = json.loads(result.stdout)["weights_sha256"]
    return digest
