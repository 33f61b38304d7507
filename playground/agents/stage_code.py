"""Lines of an algorithm's file that did a stage of its step, found by a marker.

A marker stands in brackets at the end of a comment. It means its line alone or, with a colon, all lines from there to
the next empty one, or to the next that is indented less:

    batch = self._draw()  # sample a random minibatch [draw]

    q, q_next = self._q_values(batch)  # [target:]
    y = batch.returns + batch.discounts * q_next.max(axis=0)
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Sequence
from functools import cache
from types import ModuleType

_MARKER = re.compile(r"(?P<comment>#.*?)\s*\[(?P<name>\w+)(?P<colon>:?)\]$")
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
    there, and OSError where the source is not.
    """
    module, name = module_of(algorithm_module, marker), marker.rpartition(":")[2]
    lines = _source(module)
    for number, line in enumerate(lines):
        found = _MARKER.search(line)
        if found and found["name"] == name:
            meant = _block(lines[number:]) if found["colon"] else [line]
            indent = _indent(line)
            return number + 1, [_unmarked(each)[indent:] for each in meant]
    raise LookupError(f"no marker {name!r} in {module}")


def markers_in(module: str | ModuleType) -> list[str]:
    """Return the names of all markers in a module's file, in their order."""
    found = map(_MARKER.search, _source(module_of(module, "")))
    return [marker["name"] for marker in found if marker]


def _block(lines: Sequence[str]) -> list[str]:
    block: list[str] = []
    for line in lines:
        if not line.strip() or _indent(line) < _indent(lines[0]):
            break
        block.append(line)
    return block


def _unmarked(line: str) -> str:
    marker = _MARKER.search(line)
    if not marker:
        return line
    comment = marker["comment"]
    return (line[: marker.start()] + (comment if comment != "#" else "")).rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


@cache
def _source(module: str) -> tuple[str, ...]:
    """Return the lines of a module's file, in a checkout or in what was installed."""
    package, _dot, name = module.rpartition(".")
    file = importlib.resources.files(package).joinpath(f"{name}.py")
    return tuple(file.read_text(encoding="utf-8").splitlines())
