"""Tables in resources/benchmarks.md, each in a block between two markers.

Nothing else in that file is touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from playground.resources import resource_folder
from playground.store.safe.atomic import write_file


def benchmarks_file() -> Path:
    """Return where the tables are kept."""
    return resource_folder() / "benchmarks.md"


def block(name: str, *paragraphs: str) -> str:
    """Return a block: its markers around its paragraphs."""
    return "\n\n".join([f"<!-- bench {name}: begin -->", *paragraphs, f"<!-- bench {name}: end -->"])


def with_block(text: str, name: str, new: str) -> str:
    """Return `text` with the block of this name replaced.

    Where there was none, it is put at the end.
    """
    old = re.compile(f"<!-- bench {name}: begin -->.*<!-- bench {name}: end -->", re.DOTALL)
    if old.search(text):
        return old.sub(lambda _: new, text)
    return f"{text.rstrip()}\n\n{new}\n"


def write_blocks(path: Path, blocks: Mapping[str, str]) -> None:
    """Replace these blocks in the file, which need not exist yet.

    Raises SaveError with the file as it was.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    for name, new in blocks.items():
        text = with_block(text, name, new)
    data = text.encode("utf-8")

    def check(written: Path) -> None:
        if written.read_bytes() != data:
            raise OSError

    write_file(path, data, check)


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, without the columns that would be empty."""
    kept = [column for column in range(len(head)) if any(row[column] for row in rows)]
    lines = [[head[column] for column in kept], ["---"] * len(kept)]
    lines += [[row[column] for column in kept] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
