"""The walks of .github/CONTRIBUTING.md: their code, and a copy of the project to put it into."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / ".github" / "CONTRIBUTING.md"
NOT_COPIED = shutil.ignore_patterns(
    ".venv",
    ".git",
    "build",
    "dist",
    "__pycache__",
    "*.egg-info",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
)  # mypy's cache is taken along: without it mypy looks at everything anew
BLOCK = re.compile(
    r"""(?P<where>New\s+file\s+`(?P<new>[^`]+)`
         |In\s+`(?P<file>[^`]+)`,\s+(?P<how>after|before|in\s+place\s+of)\s+the\s+(?:line\s+`(?P<line>[^`]+)`|last\s+line))
        :\n\n```\w*\n(?P<code>.*?)```""",
    re.VERBOSE | re.DOTALL,
)


class Block(NamedTuple):
    """A piece of code and where it goes."""

    file: str
    how: str  # "new", "after", "before" or "in place of"
    line: str | None  # the whole line that is meant; None: the last one
    code: str


def walks() -> dict[str, list[Block]]:
    """Return the blocks of each walk by its title, "an algorithm", say."""
    parts = re.split(r"^## Walk \d+: (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        title: list(map(_block, BLOCK.finditer(text))) for title, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def n_fences(title: str) -> int:
    """Return how many fenced blocks of code a walk has, to hold the parsed ones against."""
    parts = re.split(r"^## Walk \d+: (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return len(re.findall(r"^```\w+$", dict(zip(parts[1::2], parts[2::2], strict=True))[title], re.MULTILINE))


def _block(match: re.Match[str]) -> Block:
    if match["new"]:
        return Block(match["new"], "new", None, match["code"])
    return Block(match["file"], " ".join(match["how"].split()), match["line"], match["code"])


class Copy:
    """A copy of the project in a folder of its own: what a fresh clone would be, with what is not committed yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT, folder, ignore=NOT_COPIED)

    def put(self, block: Block) -> None:
        """Do what a walk says with one block."""
        path = self.folder / block.file
        if block.how == "new":
            assert not path.exists(), f"{block.file} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.code, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if block.line is None:
            at = len(lines) - 1
        else:
            found = [number for number, line in enumerate(lines) if line.rstrip("\n") == block.line]
            assert len(found) == 1, f"{block.file} has the line {block.line!r} {len(found)} times"
            (at,) = found
        first, last = {"after": (at + 1, at + 1), "before": (at, at), "in place of": (at, at + 1)}[block.how]
        lines[first:last] = block.code.splitlines(keepends=True)
        path.write_text("".join(lines), encoding="utf-8")

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run Python on the copy."""
        surroundings = os.environ | {"PYTHONPATH": str(self.folder)}
        command = [sys.executable, "-P", *map(str, words)]
        return subprocess.run(
            command, cwd=self.folder, env=surroundings, capture_output=True, text=True, check=False, timeout=1200
        )

    def playground(self, *words: str | Path) -> str:
        """Run the command line; return what it wrote. Fails where it fails."""
        done = self.run("-m", "playground", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def passes_the_checks(self) -> None:
        """Run what `dev.py check` runs."""
        done = self.run(self.folder / "packaging" / "checks.py")
        assert done.returncode == 0, done.stdout + done.stderr

    def passes_tests(self, *words: str) -> None:
        """Run some tests of the copy."""
        done = self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", *words)
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
