"""Comparison of two frozen programs, file by file.

Archives inside are compared by what is in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from freeze import archives


@dataclass(frozen=True)
class Difference:
    """A file that is not the same in both."""

    name: str  # from the frozen folder; what lies inside an archive as `archive!name`
    what: str

    def __str__(self) -> str:
        return f"{self.name} {self.what}"


def compare(first: Path, second: Path) -> list[Difference]:
    """Return where the frozen programs `first` and `second` differ, by name.

    It is empty if they are the same to the bit.
    """
    one, other = _entries(first), _entries(second)
    found = [Difference(name, f"is in {first} only") for name in sorted(one.keys() - other.keys())]
    found += [Difference(name, f"is in {second} only") for name in sorted(other.keys() - one.keys())]
    for name in sorted(one.keys() & other.keys()):
        found += _between(name, one[name], other[name])
    return found


def _entries(folder: Path) -> dict[str, Path]:
    paths = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in paths}


def _between(name: str, one: Path, other: Path) -> Iterator[Difference]:
    if one.is_symlink() or other.is_symlink():
        if not (one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()):
            yield Difference(name, "is a link to something else, or no link in one of both")
        return
    if one.stat().st_mode != other.stat().st_mode:
        yield Difference(name, f"has mode {one.stat().st_mode:o} in one, {other.stat().st_mode:o} in the other")
    if one.read_bytes() != other.read_bytes():
        inside = list(_inside(name, one, other)) if "/" not in name or one.suffix == ".zip" else []
        yield from inside or [Difference(name, "has other content")]


def _inside(name: str, one: Path, other: Path) -> Iterator[Difference]:
    """Yield where two archives differ in what they hold.

    There is one difference where only their wrapping does.
    """
    left, right = dict(archives.contents(one)), dict(archives.contents(other))
    for inner in sorted(left.keys() | right.keys()):
        if inner not in left or inner not in right:
            yield Difference(f"{name}!{inner}", f"is in {one if inner in left else other} only")
        elif left[inner] != right[inner]:
            yield Difference(f"{name}!{inner}", "has other content")
    if left and left == right:
        order = (
            "the same things in another order" if list(left) != list(right) else "the same things, wrapped otherwise"
        )
        yield Difference(name, f"holds {order}")


def table(found: list[Difference]) -> str:
    """Return the differences as text, one a line, and their number."""
    return "\n".join([*map(str, found), f"{len(found)} differences between the two."])
