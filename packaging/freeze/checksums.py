"""SHA256SUMS of all files that are handed out, for `sha256sum --check`."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def write(dist: Path) -> Path:
    """Write the sums of all files in `dist` beside them; return the new file."""
    lines = []
    for path in sorted(dist.rglob("*")):
        if path.is_file() and path.name != NAME:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            lines.append(f"{digest}  {path.relative_to(dist).as_posix()}\n")
    made = dist / NAME
    made.write_text("".join(lines), encoding="utf-8", newline="\n")
    return made
