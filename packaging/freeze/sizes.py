"""Sizes of the frozen program's parts, as a Markdown table for README.md.

From folder packaging: `python3 -m freeze.sizes FOLDER`, with a frozen program that has its list, sbom.cdx.json.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from freeze import archives, sbom
from freeze.inventory import OURS

USAGE = "python3 -m freeze.sizes FOLDER: print what the frozen program in FOLDER consists of, by size"
SHOWN = 16  # rows; what is smaller stands together in the last one
LEVEL = "-19"  # of zstd, as the installers are packed


@dataclass(frozen=True)
class Size:
    """Size of one part, unpacked and packed by itself, in bytes."""

    name: str
    installed: int
    packed: int


def sizes(folder: Path) -> list[Size]:
    """Return the sizes of the parts of the frozen program, largest first.

    It is in `folder`; the parts of one package are together.
    """
    made = json.loads((folder / OURS / sbom.NAME).read_text(encoding="utf-8"))
    parts = defaultdict[str, list[str]](list)
    for entry in [made["metadata"]["component"], *made["components"]]:
        within = "".join(one["value"] for one in entry.get("properties", ()) if one["name"].endswith(":brought-by"))
        name = (
            "Python and libraries of Linux"
            if entry["purl"].startswith(("pkg:deb", "pkg:generic/CPython"))
            else entry["name"]
        )
        parts[within or name] += [one["name"] for one in entry["components"] if one["type"] == "file"]
    modules = {f"{path.name}!{name}": data for path in _programs(folder) for name, data in archives.contents(path)}
    found = [_size(name, files, folder, modules) for name, files in parts.items()]
    return sorted(found, key=lambda size: -size.installed)


def table(found: list[Size]) -> str:
    """Return the sizes in MB as a Markdown table."""
    rows = [*found[:SHOWN]]
    if rest := found[SHOWN:]:
        rows.append(Size(f"{len(rest)} more", sum(size.installed for size in rest), sum(size.packed for size in rest)))
    rows.append(Size("**together**", sum(size.installed for size in found), sum(size.packed for size in found)))
    lines = ["| part | installed, MB | packed, MB |", "|---|---|---|"]
    lines += [f"| {size.name} | {size.installed / 1e6:.1f} | {size.packed / 1e6:.1f} |" for size in rows]
    return "\n".join(lines) + "\n"


def _programs(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_file()]


def _size(name: str, files: list[str], folder: Path, modules: dict[str, bytes]) -> Size:
    """Return the size of one part.

    In an executable, what it holds counts for those whose it is.
    """
    data = []
    for file in sorted(files):
        if file in modules:
            data.append(modules[file])
        elif "/" in file:
            data.append((folder / file).read_bytes())
    joined = b"".join(data)
    command = [shutil.which("zstd") or "zstd", LEVEL, "--long", "--threads=0", "--quiet", "--stdout"]
    packed = subprocess.run(command, input=joined, capture_output=True, check=True).stdout
    return Size(name, len(joined), len(packed))


def main(words: list[str]) -> int:
    """Print the table for the folder named by `words`; return the exit code."""
    if len(words) != 1 or not Path(words[0], OURS, sbom.NAME).is_file():
        print(USAGE, file=sys.stderr)
        return 2
    print(table(sizes(Path(words[0]))), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
