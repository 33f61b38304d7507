"""Python of a fresh Debian, of another processor or another version, with the wheels that users get."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from tests.packaging.chroots import mirror

ROOT = Path(__file__).parent.parent.parent
NEEDED = ("numba", "numpy", "platformdirs")  # of what pyproject.toml pins: without a window, torch and video
PLATFORMS = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014")
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR")


class Kind(NamedTuple):
    """Which Python; `start` is what runs a program of it, with {root} for the folder of its system."""

    release: str
    version: str
    architecture: str  # as Debian names it
    machine: str  # as wheels name it
    start: str


def call(*command, **more):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False, **more)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout


def install(kind: Kind, folder: Path) -> tuple[Path, dict[str, str]]:
    """Put it into a folder; return what starts it, and its environment."""
    root, site, python = folder / "root", folder / "site", folder / "root" / "usr" / "bin" / "python-of-debian"
    extract = ("mmdebstrap", "--quiet", "--variant=extract", f"--architectures={kind.architecture}")
    call(*extract, f"--include=python{kind.version},libstdc++6", kind.release, str(root), mirror())
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    wanted = [pin for pin in pins if pin.partition("==")[0] in NEEDED]
    wheels = ("--only-binary=:all:", f"--python-version={kind.version}")
    wheels += tuple(f"--platform={one}_{kind.machine}" for one in PLATFORMS)
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(site))
    call(*pip, *wheels, "--constraint", str(ROOT / "packaging" / "constraints.txt"), *wanted)
    # A file of its own, so that Python starts itself by it: it compiles in several processes.
    start = kind.start.format(root=root, python=python)
    python.write_text(f'#!/bin/sh\nexec {start} {root}/usr/bin/python{kind.version} "$@"\n')
    python.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    environment |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{site}", "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)}
    return python, environment | {"NUMBA_CACHE_DIR": str(folder / "kernels")}
