"""Compiled kernels for the frozen program, for every processor it may meet.

So nobody waits for them at the first start.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

from talk import StopError, say

TARGETS = ("haswell", "nehalem") if platform.machine().lower() in ("x86_64", "amd64") else ("generic",)
INSTALLED = Path("playground", "_resources", "kernels")  # below all packages of the environment
WHERE = "import playground; print(playground.__path__[0])"
CODE = """
from playground.arithmetic.machine_code.folders import sources_hash
from playground.arithmetic.prepare import prepare
assert prepare().problem is None
print(sources_hash())
"""


def bring(python: Path) -> Path:
    """Compile them by `python` into the resources of the program that it has; return where.

    Raises
    ------
    StopError
        If they cannot be compiled.
    """
    say("Compiling the arithmetic for every kind of processor; that takes some seconds for each.")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(_answer(python, WHERE, folder, "")).parent / INSTALLED
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for target in TARGETS:
            made_from = _answer(python, CODE, folder, target)
        (place / "made-from").write_text(f"{made_from}\n", encoding="ascii")
        for version in Path(folder, "kernels").iterdir():
            (place / version.name).mkdir()  # for everybody to read, unlike a user's own
            for path in version.iterdir():
                shutil.copyfile(path, place / version.name / path.name)
    return place


def _answer(python: Path, code: str, folder: str, target: str) -> str:
    """Return what `code` prints; what it compiles for the target is kept in `folder`.

    No settings of whoever builds decide what is compiled.
    """
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA_", "PYTHONPATH"))}
    ours = {"NUMBA_CACHE_DIR": folder, "RL_PLAYGROUND_TARGET": target, "PYTHONHASHSEED": "0"}
    command = [str(python), "-P", "-c", code]
    made = subprocess.run(command, cwd=folder, env=plain | ours, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise StopError(
            "The arithmetic could not be compiled; the compiler's reason is above.", made.stdout + made.stderr
        )
    return made.stdout.strip()
