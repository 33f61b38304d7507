"""Puts figures into resources/benchmarks.md: one dated block for each group, and nothing else there is touched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.bench import machine
from tests.bench.figures import Figure, table

PATH = machine.ROOT / "resources" / "benchmarks.md"


def block(name: str, title: str, notes: str, figures: Sequence[Figure], run: dict[str, Any]) -> str:
    """Return the block of one group; `run` is the machine and the command."""
    return "\n\n".join(
        [
            f"<!-- bench {name}: begin -->",
            f"## {title}, {run['machine']['date']}",
            f"`{run['command']}` on {machine.in_words(run['machine'])}",
            table(figures),
            notes,
            f"<!-- bench {name}: end -->",
        ]
    )


def with_block(text: str, name: str, new: str) -> str:
    """Return `text` with the group's block replaced, or put at the end where there was none."""
    old = re.compile(f"<!-- bench {name}: begin -->.*<!-- bench {name}: end -->", re.DOTALL)
    if old.search(text):
        return old.sub(lambda _: new, text)
    return f"{text.rstrip()}\n\n{new}\n"


def write(blocks: dict[str, str]) -> None:
    """Replace these blocks in resources/benchmarks.md."""
    text = PATH.read_text(encoding="utf-8") if PATH.exists() else "# Benchmarks\n"
    for name, new in blocks.items():
        text = with_block(text, name, new)
    PATH.write_text(text, encoding="utf-8")
