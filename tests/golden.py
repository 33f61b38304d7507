"""Golden bits: what short runs come to on every computer, and the command that writes them anew.

python -P -m tests.golden           print them, as JSON
python -P -m tests.golden --write   keep them in tests/golden.json: a new version of the arithmetic
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from playground.agents.base import ALGORITHMS
from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import weights_sha256
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings

KEPT = Path(__file__).with_suffix(".json")
N_STEPS = 2_000
LEARNING_STARTS = 500  # at the latest: some presets play for longer than all of this before they learn
LIVE = {"gamma": 0.9}  # changed half way, as a person would
ELSEWHERE = ("LunarLander-v3",)  # Box2D computes it, with bits of its own


def golden_settings() -> dict[str, Settings]:
    """Return the settings of every golden run by name: all presets of ours, and each algorithm's own values."""
    found: dict[str, Settings] = {}
    for preset in PRESETS:
        if preset.environment not in ELSEWHERE:
            found[f"{preset.environment} {preset.algorithm} {preset.name}"] = _short(preset.settings())
    for algorithm in ALGORITHMS:
        environment = "Pendulum-v1" if algorithm.name == "ddpg" else "CartPole-v1"
        found[f"{environment} {algorithm.name}"] = _short(Settings(environment, algorithm.name, algorithm.params()))
    return found


def _short(settings: Settings) -> Settings:
    values = settings.values()
    changes = {"arithmetic": "portable"} if "arithmetic" in values else {}
    if values.get("learning_starts", 0) > LEARNING_STARTS:
        changes["learning_starts"] = LEARNING_STARTS
    return settings.with_values(changes)


def run(settings: Settings) -> str:
    """Return the hash of weights and transitions after a short run with a live change."""
    session = Session(settings)
    while session.n_steps < N_STEPS:
        if session.n_steps == N_STEPS // 2:
            for name, value in LIVE.items():
                session.submit("set_hyper", {"name": name, "value": value})
        session.step()
    digest = hashlib.sha256(weights_sha256(session.agent.weights()).encode())
    digest.update(session.log.read(session.log.first, session.log.n_rows).astype("<f4").tobytes())
    return digest.hexdigest()[:32]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", default="", help="a part of the names")
    words = parser.parse_args()
    prepare_thread()
    hashes = {name: run(settings) for name, settings in golden_settings().items() if words.only in name}
    text = json.dumps(hashes, indent=2, sort_keys=True) + "\n"
    if words.write:
        KEPT.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
