"""What is installed is pinned exactly, and what is built holds all that a run needs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import playground

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["test"],
    *PROJECT["build-system"]["requires"],
]
TRANSITIVE = [
    line
    for line in (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_pin_names_one_version():
    pins = DIRECT + PROJECT["project"]["optional-dependencies"]["bench"] + TRANSITIVE
    loose = [pin for pin in pins if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", pin)]
    assert loose == []


def test_everything_that_is_brought_along_is_pinned_and_installed_as_pinned():
    pins = {_normal(Requirement(pin).name): str(Requirement(pin).specifier)[2:] for pin in DIRECT + TRANSITIVE}
    installed, queue = {}, [Requirement(pin) for pin in [*DIRECT, "editables"]]
    while queue:
        requirement = queue.pop()
        name = _normal(requirement.name)
        if name in installed and not requirement.extras:
            continue
        installed[name] = metadata.version(name).partition("+")[0]  # +cpu is the same release of torch
        queue += [
            needed
            for needed in map(Requirement, metadata.requires(name) or [])
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in ["", *requirement.extras])
        ]
    assert installed == {name: pins.get(name) for name in installed}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_has_the_version_of_the_package_and_the_command(wheel):
    (info,) = wheel.glob("*.dist-info")
    assert f"\nVersion: {playground.__version__}\n" in (info / "METADATA").read_text(encoding="utf-8")
    assert "playground = playground.__main__:main" in (info / "entry_points.txt").read_text(encoding="utf-8")


def test_the_wheel_holds_the_package_and_the_resources_and_nothing_else(wheel):
    expected = {f"playground/{name}" for name in _files(ROOT / "playground")}
    expected |= {f"playground/_resources/{name}" for name in _files(ROOT / "resources")}
    assert {name for name in _files(wheel) if ".dist-info/" not in name} == expected


def test_an_installed_playground_finds_its_own_resources(wheel):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from playground.resources import resource_folder as f; print(f())"
    )
    result = subprocess.run(
        [sys.executable, "-S", "-c", code, str(wheel)], capture_output=True, text=True, cwd=wheel.parent, check=True
    )
    assert Path(result.stdout.strip()) == (wheel / "playground" / "_resources").resolve()


def _files(folder):
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}
