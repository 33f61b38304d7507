"""A program with two small kernels of its own, one of which calls the other, to be started in other processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MACHINERY = ("__init__", "compiled", "prepare")
INNER = """
from playground.arithmetic.compiled import kernel

@kernel()
def changed(x):
    return x * {factor}
"""
OUTER = """
from playground.arithmetic.compiled import kernel
from playground.arithmetic.inner import changed

@kernel("void(float64[::1])")
def change(values):
    for i in range(values.size):
        values[i] = changed(values[i])
"""
CHILD = """
import json, warnings
import numpy as np
{before}
from playground.arithmetic.prepare import prepare
told = []
try:
    prepared = prepare(lambda *news: told.append(news))
    from playground.arithmetic import outer
    values = np.array([1.0, 2.0])
    outer.change(values)
    seen = dict(values=values.tolist(), n_compiled=prepared.n_compiled, problem=str(prepared.problem or ""), told=told)
except Exception as error:
    seen = dict(error=type(error).__name__, text=str(error))
{after}
print(json.dumps(seen))
"""


class Program:
    """A copy of the program's arithmetic with kernels of its own; what it compiles is kept in `cache`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, folder / "cache"
        self.surroundings = {"NUMBA_CACHE_DIR": str(self.cache), "RL_PLAYGROUND_TARGET": "", "PYTHONPATH": str(folder)}
        package = folder / "playground"
        (package / "arithmetic").mkdir(parents=True)
        for path in (ROOT / "playground").glob("*.py"):
            shutil.copy(path, package)
        for name in MACHINERY:
            shutil.copy(ROOT / "playground" / "arithmetic" / f"{name}.py", package / "arithmetic")
        shutil.copytree(ROOT / "playground" / "arithmetic" / "machine_code", package / "arithmetic" / "machine_code")
        self.write("inner", INNER.format(factor="2.0"))
        self.write("outer", OUTER)

    @property
    def kept(self) -> list[Path]:
        """The files of compiled kernels."""
        return sorted(self.cache.rglob("*.kernel"))

    def write(self, module: str, text: str) -> None:
        (self.folder / "playground" / "arithmetic" / f"{module}.py").write_text(text)

    def begin(self, before: str = "", after: str = "") -> subprocess.Popen:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_CPU_")}
        return subprocess.Popen(
            [sys.executable, "-P", "-c", CHILD.format(before=before, after=after)],
            cwd=self.folder,
            env=environment | self.surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, before: str = "", after: str = "") -> dict:
        """Prepare the kernels in a process of its own, use them, and return what it saw."""
        return self.end(self.begin(before, after))

    def end(self, process: subprocess.Popen) -> dict:
        out, err = process.communicate()
        assert process.returncode == 0, err
        return json.loads(out)


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path / "program")


@pytest.fixture(scope="session")
def first_start(tmp_path_factory):
    """The program after its first start, not to be changed; and what was seen then."""
    program = Program(tmp_path_factory.mktemp("first"))
    return program, program.start()


@pytest.fixture
def started(program, first_start):
    """The program after its first start."""
    shutil.copytree(first_start[0].cache, program.cache)
    return program
