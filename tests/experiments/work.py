"""What workers do in these tests: functions of a module, for each worker imports them anew."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass

from playground.engine.presets.catalogue import PRESETS
from playground.experiments.experiment import Experiment
from playground.experiments.markdown_blocks import markdown_table
from playground.registry import Registry


def doubled(value, tell):
    tell(value)
    return 2 * value


def as_told(what, tell):
    """Do what a test names."""
    if what == "raise":
        raise ValueError("no such luck")
    if what == "panic":
        raise KeyboardInterrupt("as an environment can")
    if what == "leave":
        os._exit(7)
    if what == "wait":
        threading.Event().wait()
    return os.getpid(), signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@dataclass(frozen=True)
class SmallRow:
    name: str
    gamma: float = 0.9
    version: int = 1
    minutes: float = 0.1
    preset: str = "tutorial"

    def settings(self, seed):
        return PRESETS.get(self.preset).settings().with_values({"gamma": self.gamma, "seed": seed, "run_length": 10})


def measured(row, seed, tell):
    """Come to nothing, never end, or say the seed, as the row is called."""
    return {"score": seed + row.gamma, "process": as_told(row.name, tell)[0]}


def news(result):
    return f"score {result['score']}"


def table(found, words):
    lines = [[row, str(seed), str(result["score"])] for row, of in found.items() for seed, result in of.items()]
    return markdown_table(("row", "seed", "score"), lines)


def experiment(*rows):
    known = Registry("row")
    for row in rows:
        known.add(row.name, row)
    return Experiment("small", "small", "Small", known, range(1, 4), measured, news, table, "These are notes.")
