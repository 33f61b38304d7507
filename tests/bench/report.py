"""The block of one group of figures in resources/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.experiments import machine, markdown_blocks
from tests.bench.figures import Figure, table


def block(name: str, title: str, notes: str, figures: Sequence[Figure], run: dict[str, Any]) -> str:
    """Return the block of one group; `run` is the machine and the command."""
    return markdown_blocks.block(
        name,
        f"## {title}, {run['machine']['date']}",
        f"`{run['command']}` on {machine.in_words(run['machine'])}",
        table(figures),
        notes,
    )
