"""packaging/dev.py on a checkout of its own, with small packages in a folder in place of the package index."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # it makes environments; and whoever runs these tests has just been through it

ROOT = Path(__file__).parent.parent.parent
PYPROJECT = """
[build-system]
requires = ["tinybackend==1.0"]
build-backend = "tinybackend"
[project]
name = "tiny"
version = "1.0"
dependencies = ["torch==2.13.0", "direct==1.0"]
[project.optional-dependencies]
test = ["pytest==1.0"]
bench = ["peer==1.0"]
[tool.hatch]
"""
BACKEND = """
import os, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("tiny.pth", os.getcwd())
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return name
"""
PROGRAM = "import os, sys, direct, torch; print(*sys.argv[1:], os.getcwd(), os.environ['OMP_NUM_THREADS'])"
BENCH = "import sys, peer; print('benchmarks', *sys.argv[1:])"
PYTEST = "import sys; print('tests', *sys.argv[1:])"


def _write_wheel(folder, name, version, files=None, requires=""):
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in (files or {f"{name}.py": f"version = '{version}'"}).items():
            wheel.writestr(path, text)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


class Checkout:
    """A checkout with the real dev.py and a playground of one line."""

    def __init__(self, folder):
        self.root = folder / "checkout"
        self.index = folder / "index"
        self.elsewhere = folder / "elsewhere"
        self.state = self.root / ".venv" / "playground-setup.json"
        for made in (self.index, self.elsewhere, self.root / "playground", self.root / "tests" / "bench"):
            made.mkdir(parents=True)
        shutil.copytree(
            ROOT / "packaging", self.root / "packaging", ignore=shutil.ignore_patterns("__pycache__", "build", "dist")
        )
        (self.root / "packaging" / "constraints.txt").write_text("brought==1.0\n")
        (self.root / "pyproject.toml").write_text(PYPROJECT)
        (self.root / "playground" / "__init__.py").write_text("")
        (self.root / "playground" / "__main__.py").write_text(PROGRAM)
        (self.root / "tests" / "bench" / "__main__.py").write_text(BENCH)
        _write_wheel(self.index, "torch", "2.13.0+cpu")
        _write_wheel(self.index, "torch", "2.13.0", requires="Requires-Dist: cuda\n")
        _write_wheel(self.index, "direct", "1.0", requires="Requires-Dist: brought\n")
        _write_wheel(self.index, "brought", "1.0")
        _write_wheel(self.index, "brought", "2.0")
        _write_wheel(self.index, "peer", "1.0")
        _write_wheel(self.index, "editables", "0.6")
        _write_wheel(self.index, "tinybackend", "1.0", {"tinybackend.py": BACKEND})
        _write_wheel(self.index, "pytest", "1.0", {"pytest.py": PYTEST})

    def dev(self, *words, **variables):
        """Run dev.py from another folder, with pip looking at our own index only."""
        settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index), "PIP_CONFIG_FILE": os.devnull} | variables
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        command = [sys.executable, str(self.root / "packaging" / "dev.py"), *words]
        return subprocess.run(
            command, env=environment | settings, cwd=self.elsewhere, capture_output=True, text=True, check=False
        )

    def version(self, package):
        python = self.root / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        code = f"from importlib.metadata import version; print(version('{package}'))"
        return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    made = Checkout(tmp_path_factory.mktemp("setup"))
    made.first = made.dev("run", "--", "train", "--json")
    return made


def test_the_first_run_sets_everything_up_and_passes_the_words_on(checkout):
    assert checkout.first.returncode == 0, checkout.first.stderr
    assert checkout.first.stdout == f"train --json {checkout.elsewhere} 1\n"  # nothing else: it may be JSON


def test_the_set_up_says_what_it_does_before_it_does_it(checkout):
    said = [line for line in checkout.first.stderr.splitlines() if line.startswith("-- ")]
    assert "Making .venv" in said[0]
    assert ("torch==2.13.0, the build for the CPU" in said[1]) == (sys.platform == "linux")
    assert "Installing 4 packages" in said[-2]
    assert "the playground itself" in said[-1]


def test_what_dependencies_bring_along_is_taken_from_the_constraints(checkout):
    assert checkout.version("brought") == "1.0"


def test_linux_gets_the_build_of_torch_without_cuda(checkout):
    assert checkout.version("torch") == ("2.13.0+cpu" if sys.platform == "linux" else "2.13.0")


def test_the_second_run_says_nothing_and_starts_at_once(checkout):
    second = checkout.dev("run", "evaluate")
    assert second.stderr == ""
    assert second.stdout.startswith("evaluate ")


def test_the_test_verb_adds_what_tests_need_and_passes_the_words_to_pytest(checkout):
    assert checkout.dev("test", "--", "-k", "gamma").stdout == "tests -n 3 --dist worksteal -k gamma\n"
    assert checkout.dev("test", "--slow").stdout == "tests -n 3 --dist worksteal -m not packaging\n"
    assert checkout.dev("check", "--help").stdout.startswith("usage: python3 packaging/dev.py check")


def test_the_bench_verb_adds_the_peer_and_what_tests_need_stays(checkout):
    checkout.dev("test")
    assert checkout.dev("bench", "speed", "--quick").stdout == "benchmarks speed --quick\n"
    assert "Installing" not in checkout.dev("test").stderr


def test_a_set_up_that_was_cut_short_is_noticed_and_begun_anew(checkout):
    state = json.loads(checkout.state.read_text())
    checkout.state.write_text(json.dumps(state | {"busy": True}))
    again = checkout.dev("run")
    assert "half-made" in again.stderr
    assert again.returncode == 0, again.stderr


def test_without_network_the_message_says_so_and_the_former_environment_stays(checkout):
    before = (checkout.root / "pyproject.toml").read_text()
    (checkout.root / "pyproject.toml").write_text(before.replace("direct==1.0", "direct==2.0"))
    closed = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    failed = checkout.dev("run", **closed)
    (checkout.root / "pyproject.toml").write_text(before)
    assert failed.returncode == 1
    assert "Check the network" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert "Making .venv" not in checkout.dev("run").stderr


def test_a_torch_with_cuda_is_refused_on_linux(tmp_path):
    checkout = Checkout(tmp_path)
    (checkout.index / "torch-2.13.0+cpu-py3-none-any.whl").unlink()
    _write_wheel(checkout.index, "cuda", "1.0")
    result = checkout.dev("run")
    if sys.platform == "linux":
        assert result.returncode == 1
        assert "5 GB of CUDA" in result.stderr
    else:  # there, the usual build is the one for the CPU
        assert result.returncode == 0, result.stderr


def test_an_environment_that_somebody_else_made_is_not_deleted(tmp_path):
    checkout = Checkout(tmp_path)
    (checkout.root / ".venv").mkdir()
    (checkout.root / ".venv" / "precious").write_text("mine")
    result = checkout.dev("run")
    assert result.returncode == 1
    assert "was not made by this set-up" in result.stderr
    assert (checkout.root / ".venv" / "precious").read_text() == "mine"


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 14), (3, 14, 0)])
def test_a_python_that_is_too_old_or_too_new_is_told_so(version):
    dev = ROOT / "packaging" / "dev.py"
    code = f"import runpy, sys; sys.version_info = {version}; runpy.run_path({str(dev)!r}, run_name='__main__')"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert f"this is Python {version[0]}.{version[1]}" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), ([], 2), (["jump"], 2)])
def test_the_verbs_are_listed_when_asked_for_or_missed(words, code):
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), *words]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == code
    assert "test --slow" in result.stdout + result.stderr
