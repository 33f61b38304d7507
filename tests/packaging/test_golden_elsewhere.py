"""The golden bits on 64-bit ARM and on a newer Python: Debian's Python and the wheels that users get.

ARM is played by QEMU, which computes each number of a vector by itself, so that networks take a hundred times longer
than on such a processor.
"""

from __future__ import annotations

import json
import platform
import shutil
import sys

import pytest

from tests import golden
from tests.packaging.chroots import RELEASE
from tests.packaging.debian_python import ROOT, Kind, call, install

QEMU = "qemu-aarch64-static"
TOOLS = {"mmdebstrap": "mmdebstrap", QEMU: "qemu-user-static"}  # and Debian's packages that have them
LOADER = "{root}/usr/lib64/ld-linux-x86-64.so.2 --argv0 {python} --library-path {root}/usr/lib/x86_64-linux-gnu"
ARM = Kind(RELEASE, "3.11", "arm64", "aarch64", QEMU + " -L {root} -0 {python}")
NEWER = Kind("trixie", "3.13", "amd64", "x86_64", LOADER)

pytestmark = pytest.mark.packaging


def needs(*tools):
    absent = [TOOLS[tool] for tool in tools if not shutil.which(tool)]
    if sys.platform != "linux" or absent:
        pytest.skip(f"needs Debian's {' and '.join(absent)}: .github/workflows/packaging-weekly.yml has them")


def comes_to_the_golden_bits(python, environment, names):
    said = call(str(python), "-P", "-m", "tests.golden", "--only", *names, cwd=ROOT, env=environment)
    seen = {name: value for line in said.splitlines() for name, value in json.loads(line).items()}
    kept = json.loads(golden.KEPT.read_text(encoding="utf-8"))
    assert seen == {name: kept[name] for name in names}


def test_arm_comes_to_the_golden_bits(tmp_path):
    needs(*TOOLS)
    python, environment = install(ARM, tmp_path)
    assert call(str(python), "-c", "import platform; print(platform.machine())", env=environment) == "aarch64\n"
    comes_to_the_golden_bits(python, environment, golden.small())


@pytest.mark.skipif(platform.machine() != "x86_64", reason="Debian's own loader starts it")
def test_a_newer_python_comes_to_the_golden_bits(tmp_path):
    needs("mmdebstrap")
    python, environment = install(NEWER, tmp_path)
    assert call(str(python), "-c", "import sys; print(*sys.version_info[:2])", env=environment) == "3 13\n"
    comes_to_the_golden_bits(python, environment, list(golden.golden()))
