"""Report of an experiment, for a person and for resources/benchmarks.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from playground.experiments import machine
from playground.experiments.experiment import Experiment, Found, Translate, plan
from playground.experiments.markdown_blocks import block
from playground.experiments.results import Key


def as_text(experiment: Experiment, found: Found, words: Translate) -> str:
    """Return table and notes in the language of `words`; "" without results."""
    if not any(found.values()):
        return ""
    return f"{experiment.table(found, words)}\n\n{words(experiment.notes)}"


def as_block(experiment: Experiment, stored: Mapping[Key, dict[str, Any]]) -> str:
    """Return the block of resources/benchmarks.md, in English.

    It has all rows and seeds, as far as a results file has them.
    """
    made = plan(experiment, experiment.rows, experiment.seeds, stored)
    commits = ", ".join(sorted({str(stored[key].get("commit")) for key in made.done}))
    source = (
        f"`playground bench {experiment.name} --write` on {machine.hardware_in_words(machine.describe())};"
        f" runs made at commit {commits}."
    )
    heading = f"## {experiment.title}, {date.today().isoformat()}"
    return block(experiment.block, heading, source, as_text(experiment, made.found, str))
