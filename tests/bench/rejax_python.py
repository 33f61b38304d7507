"""A Python with rejax: an environment of its own, made once and kept in packaging/build.

Nothing of it is ever in ours: it brings JAX and a gigabyte of other packages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playground.experiments.machine import ROOT
from tests.bench.say import say

sys.path.append(str(ROOT / "packaging"))  # its scripts are no package
from pip_install import Pip
from talk import StopError

PLACE = ROOT / "packaging" / "build" / "rejax"
PINS = ROOT / "packaging" / "rejax.txt"
MADE = "made-from.txt"  # in it, once it is whole: all pins
PEER = ("rejax==0.1.3", "gymnax==0.0.9", "jax==0.10.2")  # gymnax 1.0 breaks this rejax


class MissingError(Exception):
    """Why there is no rejax here, in a sentence."""


def rejax_python() -> Path:
    """Return the Python that has rejax, installed first where it is missing.

    Raises MissingError.
    """
    python = PLACE / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    made, pins = PLACE / MADE, "\n".join([*PEER, PINS.read_text(encoding="utf-8")])
    if not python.exists() or not made.is_file() or made.read_text(encoding="utf-8") != pins:
        say(f"rejax: installing it into {PLACE}, once: some hundred MB to download, 1 GB on disk.")
        try:
            shutil.rmtree(PLACE, ignore_errors=True)  # half-made, or from other pins
            subprocess.run([sys.executable, "-I", "-m", "venv", str(PLACE)], stdout=sys.stderr, check=True)
            Pip(python).install("--constraint", str(PINS), *PEER)
            made.write_text(pins, encoding="utf-8")
        except (OSError, subprocess.CalledProcessError, StopError) as error:
            details = getattr(error, "details", "").strip().splitlines()
            raise MissingError(f"rejax could not be installed: {' '.join([str(error), *details[-1:]])}") from error
    return python


def versions() -> str:
    """Return the peer and what it needs, in words."""
    peer, *needs = (package.replace("==", " ") for package in PEER)
    return f"{peer} with {' and '.join(needs)}"
