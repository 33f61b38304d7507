"""The installers, which of them this system can build, and building them."""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from pathlib import Path

from bundle.laptop import held_files
from freeze.build import WORK
from freeze.lock import ROOT
from talk import StopError, say

DIST = ROOT / "packaging" / "dist"
TARGETS = {  # name: the system that builds it, and what it is
    "deb": ("linux", "a package for Debian and Ubuntu"),
    "tar": ("linux", "a folder for any Linux, which runs from a stick"),
    "windows": ("win32", "an installer and a portable folder for Windows"),
    "macos": ("darwin", "a disk image for macOS"),
    "bundle": ("", "wheels and a script that installs them without a network, for computers with Python"),
}


def main(words: list[str]) -> int:
    """Build what `words` name into packaging/dist.

    Or show how two builds differ. Returns the exit code.
    """
    parser = argparse.ArgumentParser(
        prog="dev.py installer",
        description="Builds what is given to users into packaging/dist: "
        + "; ".join(f"{name}: {what}" for name, (_, what) in TARGETS.items())
        + ".",
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all that this system can build")
    parser.add_argument("--compare", action="store_true", help="freeze the program once more and compare every file")
    chosen = parser.parse_args(words)
    unknown = [name for name in chosen.targets if name not in TARGETS]
    if unknown:
        parser.error(f"there is no {' or '.join(unknown)}; there are {', '.join(TARGETS)}")
    if chosen.compare:
        return _compare()
    names = chosen.targets or [name for name, (system, _) in TARGETS.items() if system in ("", sys.platform)]
    for name in names:
        if TARGETS[name][0] not in ("", sys.platform):
            raise StopError(
                f"{name} is built on {TARGETS[name][0]}, and this is {sys.platform}. Hosted machines build all of them: "
                ".github/workflows/installers.yml. Nothing was built."
            )
    for name in names:
        _build(name)
    from freeze import checksums

    checksums.write(DIST)
    return 0


def _build(name: str) -> None:
    begun = time.monotonic()
    for folder in (DIST, WORK):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="made-", dir=WORK) as made_here:
        made: list[Path] = importlib.import_module(f"{name}.build").build(Path(made_here))
        for path in made:  # whole files only: packing takes minutes, and one who stops it leaves what was handed out
            done = held_files.replace(path, DIST / path.name)
            size, took = done.stat().st_size / 1e6, time.monotonic() - begun
            say(f"{done.relative_to(ROOT)}: {size:.0f} MB, made in {took:.0f} s.")


def _compare() -> int:
    from freeze.build import freeze
    from freeze.compare import compare, table

    differences = compare(freeze().folder, freeze(WORK / "again").folder)
    print(table(differences))
    return 0 if not differences else 1
