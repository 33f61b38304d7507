"""The golden bits on 64-bit ARM: Debian's Python and the wheels that users get, run by QEMU.

QEMU computes each number of a vector by itself, so that networks take a hundred times longer than on such a processor.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import golden
from tests.packaging.chroots import RELEASE, mirror

ROOT = Path(__file__).parent.parent.parent
QEMU = "qemu-aarch64-static"
TOOLS = {QEMU: "qemu-user-static", "mmdebstrap": "mmdebstrap"}  # and Debian's packages that have them
NEEDED = ("numba", "numpy", "platformdirs")  # of what pyproject.toml pins: without a window, torch and video
PLATFORMS = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014")
PYTHON = "3.11"  # of the release
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR")

pytestmark = pytest.mark.packaging


def call(*command, **more):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False, **more)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def computer(tmp_path_factory):
    """Return what starts Python of a fresh Debian for 64-bit ARM, and its environment."""
    absent = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if sys.platform != "linux" or absent:
        pytest.skip(f"needs Debian's {' and '.join(absent)}: .github/workflows/packaging-weekly.yml has them")
    folder = tmp_path_factory.mktemp("arm")
    root, site, python = folder / "root", folder / "site", folder / "root" / "usr" / "bin" / "python-by-qemu"
    extract = ("mmdebstrap", "--quiet", "--variant=extract", "--architectures=arm64", "--include=python3,libstdc++6")
    call(*extract, RELEASE, str(root), mirror())
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    wanted = [pin for pin in pins if pin.partition("==")[0] in NEEDED]
    kind = ("--only-binary=:all:", f"--python-version={PYTHON}", *(f"--platform={one}_aarch64" for one in PLATFORMS))
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(site))
    call(*pip, *kind, "--constraint", str(ROOT / "packaging" / "constraints.txt"), *wanted)
    # A file of its own, so that Python starts itself by it: it compiles in several processes.
    python.write_text(f'#!/bin/sh\nexec {QEMU} -L {root} -0 {python} {root}/usr/bin/python{PYTHON} "$@"\n')
    python.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    environment |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{site}", "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)}
    environment |= {"NUMBA_CACHE_DIR": str(folder / "kernels")}
    return python, environment


def test_arm_comes_to_the_golden_bits(computer):
    python, environment = computer
    assert call(str(python), "-c", "import platform; print(platform.machine())", env=environment) == "aarch64\n"
    names = golden.small()
    said = call(str(python), "-P", "-m", "tests.golden", "--only", *names, cwd=ROOT, env=environment)
    seen = {name: value for line in said.splitlines() for name, value in json.loads(line).items()}
    kept = json.loads(golden.KEPT.read_text(encoding="utf-8"))
    assert seen == {name: kept[name] for name in names}
