"""Lines of an algorithm's file that did a stage of its step, found by a marker.

A marker is a comment, its name in brackets. Alone on a line it begins a block, which ends before the next such line,
an empty line, or one that is indented less; at the end of a line it means that line:

    q = self.look(observation)  # [q_values]

    # [target]
    y = batch.returns + batch.discounts * q_next.max(axis=0)
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Sequence
from functools import cache
from types import ModuleType

_MARKER = re.compile(r"\s*# \[(\w+)\]$")
PACKAGE = "playground.agents."


def module_of(algorithm_module: str | ModuleType, marker: str) -> str:
    """Return the name of the module that a marker is in.

    It is the algorithm's own, unless the marker names another of playground.agents before a colon:
    "policy_gradient.learner:choose".
    """
    place, colon, _name = marker.rpartition(":")
    if colon:
        return PACKAGE + place
    return algorithm_module if isinstance(algorithm_module, str) else algorithm_module.__name__


def lines_of(algorithm_module: str | ModuleType, marker: str) -> tuple[int, list[str]]:
    """Return the number of the first line that a marker means, and the lines.

    They are without the marker, and indented as little as they can be. Raises LookupError where the marker is not
    there, and FileNotFoundError where the source is not.
    """
    lines = _source(module_of(algorithm_module, marker))
    name = marker.rpartition(":")[2]
    for number, line in enumerate(lines):
        found = _MARKER.search(line)
        if found and found[1] == name:
            code = line[: found.start()].strip()
            return (number + 1, [code]) if code else (number + 2, _block(lines[number + 1 :], _indent(line)))
    raise LookupError(f"no marker {name!r} in {module_of(algorithm_module, marker)}")


def markers_in(module: str | ModuleType) -> list[str]:
    """Return the names of all markers in a module's file, in their order."""
    return [found[1] for line in _source(module_of(module, "")) if (found := _MARKER.search(line))]


def _block(lines: Sequence[str], indent: int) -> list[str]:
    block: list[str] = []
    for line in lines:
        marker = _MARKER.search(line)
        if not line.strip() or _indent(line) < indent or (marker and not line[: marker.start()].strip()):
            break
        block.append(line[indent : marker.start() if marker else None])
    return block


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


@cache
def _source(module: str) -> tuple[str, ...]:
    """Return the lines of a module's file, as it lies in a checkout or in what was installed."""
    package, _dot, name = module.rpartition(".")
    file = importlib.resources.files(package).joinpath(f"{name}.py")
    return tuple(file.read_text(encoding="utf-8").splitlines())
