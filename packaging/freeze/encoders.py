"""Removal of encoders under the GPL before the program is frozen.

They are in the environment that it is frozen from. PyAV's wheels bring x264 and x265. With them inside, the whole
program would be under the GPL, which it cannot be: torch holds a library of Intel's whose terms the GPL does not allow.
FFmpeg loads both by name, so each is exchanged for a library of the same name in which every call fails. What films
then is what playground/export/encoder.py names next.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from talk import StopError

MARK = b"rl-playground: stands in for an encoder"  # in the file that stands in
_UNDER_GPL = re.compile(r"(lib)?x26[45][-.].*(so|dylib|dll)", re.IGNORECASE)
STAND_IN = Path(__file__).with_name("no_encoders.c")
_SHARED = {
    "darwin": ["-dynamiclib"],
    "win32": ["-shared", "-static", "-s", "-Wl,--no-insert-timestamp"],  # the same bytes at any time
}.get(sys.platform, ["-shared", "-fPIC", "-s", "-Wl,--build-id=none"])


def leave_out(environment: Path) -> list[Path]:
    """Replace the libraries in `environment` that are under the GPL.

    Returns the files that were replaced.

    Raises
    ------
    StopError
        If there is no C compiler, or it fails.
    """
    named = {path.resolve() for path in environment.rglob("*x26[45]*") if _UNDER_GPL.match(path.name)}
    found = sorted(path for path in named if MARK not in path.read_bytes())
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if found and not compiler:
        raise StopError(
            "A C compiler is missing, which makes the library that stands in for two encoders under the GPL. "
            "On Debian and Ubuntu: sudo apt-get install gcc libc6-dev. Nothing was built."
        )
    for path in found:
        if sys.platform == "darwin":
            name = [f"-Wl,-install_name,@loader_path/{path.name}"]
        else:
            name = [] if sys.platform == "win32" else [f"-Wl,-soname,{path.name}"]
        path.unlink()  # it may share its bytes with pip's cache
        command = [str(compiler), *_SHARED, *name, "-Os", "-o", str(path), str(STAND_IN)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise StopError("The library that stands in for two encoders could not be compiled.", made.stderr)
    return found
