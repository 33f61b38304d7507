"""The environment that the frozen program is made in, apart from .venv.

Its packages are installed by hash, and the program as a wheel.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pip_install
from freeze.lock import LOCK, PYTHON_VERSION, ROOT
from talk import StopError, say

WORK = ROOT / "packaging" / "build"
FOLDER = WORK / "environment"
PYTHON = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = FOLDER / "filled-from"  # written last: without it the environment is half-made


def prepare() -> Path:
    """Make the environment, or find it as it should be; return its Python.

    Raises
    ------
    StopError
        If this Python is not the one that installers are built with, or a package cannot be had.
    """
    if platform.python_version_tuple()[:2] != tuple(PYTHON_VERSION.split(".")):
        raise StopError(
            f"Installers are built with Python {PYTHON_VERSION}, so that all of them hold the same, and this is "
            f"{platform.python_version()}. Start this with that one, for instance: python{PYTHON_VERSION} "
            "packaging/dev.py installer. Nothing was changed."
        )
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.executable.encode()).hexdigest()
    if not (STAMP.exists() and STAMP.read_text() == wanted):
        _fill()
        STAMP.write_text(wanted)
    return PYTHON


def build_wheel(epoch: int) -> Path:
    """Build the wheel of the checkout.

    `epoch` is the time that its files bear, in seconds.
    """
    wheels = WORK / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    build = [str(PYTHON), "-P", "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)]
    surroundings = os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}
    made = subprocess.run(build, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise StopError("The wheel of the program could not be built; the reason is above.", made.stdout + made.stderr)
    (wheel,) = wheels.glob("*.whl")
    return wheel


def install_program(epoch: int) -> None:
    """Install the wheel of the checkout, built to bear the time `epoch`, in seconds."""
    wheel = build_wheel(epoch)
    pip_install.Pip(PYTHON).install("--no-deps", "--no-index", "--force-reinstall", "--no-compile", str(wheel))


def _fill() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.parent.mkdir(exist_ok=True)
    say("Making the environment that the program is frozen in: some 350 MB to download, each file checked by its hash.")
    subprocess.run([sys.executable, "-I", "-m", "venv", str(FOLDER)], check=True, stdout=sys.stderr)
    pip = pip_install.Pip(PYTHON)
    words = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(LOCK))
    try:
        pip.install(*words)
    except StopError as error:
        if "No matching distribution found for torch" not in error.details:
            raise
        say(f"The CPU build of torch is not where your pip looks. Looking at {pip_install.TORCH_CPU_INDEX} as well.")
        pip.install(*words, "--extra-index-url", pip_install.TORCH_CPU_INDEX)
