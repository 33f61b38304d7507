"""Looks at the code without running it: the house style, the types, the workflows, and that imports point down only.

`python3 packaging/dev.py check` runs this, and `dev.py test` the same commands among the tests.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "--no-cache"],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check"],
    "mypy": [sys.executable, "-m", "mypy"],  # by far the slowest, where .mypy_cache does not know the code yet
    "workflows": [
        *(sys.executable, "-m", "jactionlint", "--no-color", "--profile=correctness", "--strict-exit"),
        *("--shellcheck=", "--pyflakes="),  # the same answer whether they are installed or not
        *map(str, sorted((ROOT / ".github" / "workflows").glob("*.yml"))),  # named, a copy without .git is read too
    ],
    "lint-imports": [shutil.which("lint-imports", path=Path(sys.executable).parent) or "lint-imports", "--no-logo"],
}
# The types as another system has them. They take as long as mypy again, each with a memory of its own, and seldom differ.
ELSEWHERE = {
    f"mypy, {system}": [sys.executable, "-m", "mypy", f"--platform={system}", f"--cache-dir=.mypy_cache/{system}"]
    for system in ("win32", "darwin")
}


def main(words: Sequence[str] | None = None) -> int:
    """Run all checks side by side and show what each says as soon as it ends; return 1 when one fails."""
    parser = argparse.ArgumentParser(prog="python3 packaging/dev.py check", description=__doc__)
    parser.parse_args(words)
    began = perf_counter()
    failed = []
    names = [*CHECKS, *ELSEWHERE]
    with ThreadPoolExecutor(len(names)) as pool:
        running = {pool.submit(check, name): name for name in names}
        for done in as_completed(running):
            name, (passed, said) = running[done], done.result()
            print(
                f"-- {name} {'passed' if passed else 'FAILED'}, {perf_counter() - began:.1f} s\n{said.strip()}\n",
                flush=True,
            )
            failed += [] if passed else [name]
    print(f"Failed: {', '.join(failed)}." if failed else "All passed.")
    return 1 if failed else 0


def check(name: str) -> tuple[bool, str]:
    """Run one of CHECKS or ELSEWHERE; return whether it passed, and what it said."""
    command = (CHECKS | ELSEWHERE)[name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    return done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
