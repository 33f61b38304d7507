"""`python3 packaging/dev.py bench [NAMES]`: measures, prints and keeps tables."""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

from playground.experiments import machine
from playground.experiments.markdown_blocks import benchmarks_file, write_blocks
from tests.bench import (
    arithmetic,
    changes,
    demonstrations,
    flat,
    frozen_start,
    inside,
    learning,
    lessons,
    memory,
    parts,
    play,
    report,
    speed,
    start,
    timeline,
    window,
)
from tests.bench.say import say
from tests.faults.proofs import PROOFS

PACKAGES = ("stable-baselines3", "PySide6-Essentials", "pyqtgraph")
GROUPS: dict[str, ModuleType] = {
    "speed": speed,
    "parts": parts,
    "arithmetic": arithmetic,
    "window": window,
    "inside": inside,
    "play": play,
    "changes": changes,
    "learning": learning,
    "lessons": lessons,
    "demonstrations": demonstrations,
    "memory": memory,
    "flat": flat,
    "start": start,
    "start-frozen": frozen_start,
    "timeline": timeline,
    **PROOFS,
}


def main(words: list[str]) -> int:
    """Measure what `words` name; return 1 if a group could not be measured."""
    arguments = _parse(words)
    result: dict[str, Any] = {
        "command": _command(arguments),
        "quick": arguments.quick,
        "machine": machine.describe(PACKAGES),
        "groups": {},
    }
    markdown_blocks: dict[str, str] = {}
    for name in _names(arguments.names):
        group = GROUPS[name]
        try:
            result["groups"][name] = measured = group.measure(quick=arguments.quick, **_options(name, arguments))
            markdown_blocks[name] = report.block(name, group.TITLE, group.NOTES, group.figures(measured), result)
            sys.stdout.write(markdown_blocks[name] + "\n\n")
        except Exception:  # noqa: BLE001  the other groups may have taken an hour
            result["groups"][name] = {"failed": traceback.format_exc()}
            say(f"{name} failed:\n{traceback.format_exc()}")
        sys.stdout.flush()
        if arguments.json is not None:
            arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if arguments.write:
        write_blocks(benchmarks_file(), markdown_blocks)
        say(f"Written into {benchmarks_file().relative_to(machine.ROOT)}.")
    return 0 if len(markdown_blocks) == len(result["groups"]) else 1


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 packaging/dev.py bench",
        allow_abbrev=False,
        description="Measure the playground, beside Stable-Baselines3 and rejax where they do the same. The machine should be quiet.",
        epilog="\n".join(f"  {name:20}{group.__doc__.splitlines()[0]}" for name, group in GROUPS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"what to measure: {', '.join(GROUPS)}, or `faults` for all that begin so (default: all)",
    )
    parser.add_argument("--quick", action="store_true", help="only see that it works; the numbers mean nothing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured to this file")
    parser.add_argument("--write", action="store_true", help="put the tables into resources/benchmarks.md")
    parser.add_argument("--steps", type=int, default=0, metavar="N", help="how long `flat` runs (default: 5 million)")
    parser.add_argument("--only-ours", action="store_true", help="`speed` without Stable-Baselines3 and rejax")
    parser.add_argument("--lesson", default="", metavar="NAME", help="`lessons` only of those that begin so")
    arguments = parser.parse_args(words)
    unknown = [name for name in _names(arguments.names) if name not in GROUPS]
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(GROUPS)}")
    if arguments.write and (arguments.quick or arguments.only_ours or arguments.lesson):
        parser.error("--quick, --only-ours and --lesson measure nothing worth writing")
    return arguments


def _names(words: list[str]) -> list[str]:
    """Return the groups that `words` name."""
    return [name for word in words or list(GROUPS) for name in (PROOFS if word == "faults" else (word,))]


def _command(arguments: argparse.Namespace) -> str:
    """Return what to type to measure the same again."""
    steps = ["--steps", str(arguments.steps)] if arguments.steps else []
    flags = [f"--{name.replace('_', '-')}" for name in ("quick", "only_ours", "write") if getattr(arguments, name)]
    lesson = ["--lesson", arguments.lesson] if arguments.lesson else []
    return " ".join(["python3 packaging/dev.py bench", *arguments.names, *steps, *lesson, *flags])


def _options(name: str, arguments: argparse.Namespace) -> dict[str, Any]:
    given = {"speed": ("only_ours",), "flat": ("steps",), "lessons": ("lesson",)}
    return {option: getattr(arguments, option) for option in given.get(name, ())}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
