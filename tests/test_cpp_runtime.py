"""The C++ runtime of Windows: shiboken6's copy is in a process before anything there that needs one."""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from playground import cpp_runtime
from playground.readiness.check_result import Verdict
from playground.readiness.checks_computer import check_runtime
from playground.readiness.evidence import Evidence

ROOT = Path(__file__).parent.parent
NAMES = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll")


class Windows:
    """The part of Windows that loads libraries: those `files` of a full path, and whatever is loaded by its name."""

    def __init__(self, *loaded):
        self.modules = {Path(path).name: str(path) for path in loaded}
        self.asked = []

    def WinDLL(self, name):
        if name == "kernel32":
            return self
        if not Path(name).is_file():
            raise OSError(126, "The specified module could not be found", name)
        self.asked.append(name)
        self.modules[Path(name).name] = name
        return self

    def __getattr__(self, name):
        functions = {"GetModuleHandleW": _Function(self._handle), "GetModuleFileNameW": _Function(self._file)}
        return vars(self).setdefault(name, functions[name])

    def _handle(self, name):
        return 1 + list(self.modules).index(name) if name in self.modules else None

    def _file(self, handle, buffer, length):
        buffer.value = list(self.modules.values())[handle - 1]
        return len(buffer.value)


class _Function:
    """A function of a library, whose types may be said."""

    def __init__(self, do):
        self.do = do

    def __call__(self, *arguments):
        return self.do(*arguments)


@pytest.fixture
def shiboken(tmp_path, monkeypatch):
    """Let shiboken6 be one of Windows, in a folder of its own."""
    folder = tmp_path / "强化 学习" / "shiboken6"
    folder.mkdir(parents=True)
    for name in ("__init__.py", *NAMES):
        (folder / name).touch()
    monkeypatch.delitem(sys.modules, "shiboken6", raising=False)
    monkeypatch.syspath_prepend(folder.parent)
    return folder


@pytest.fixture
def windows(monkeypatch):
    def use(system):
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(ctypes, "WinDLL", system.WinDLL, raising=False)
        return system

    return use


def test_what_a_process_lacks_of_the_runtime_comes_from_shiboken_each_part_after_those_it_needs(shiboken, windows):
    system = windows(Windows("C:\\Python\\vcruntime140.dll".replace("\\", "/")))
    cpp_runtime.load()
    assert system.asked == [str(shiboken / name) for name in NAMES[1:]]
    assert cpp_runtime.loaded() == shiboken / "msvcp140.dll"
    cpp_runtime.load()
    assert len(system.asked) == 2  # once in a process


def test_a_process_whose_copy_is_missing_goes_on_with_the_one_of_the_system(shiboken, windows):
    (shiboken / "msvcp140.dll").unlink()
    windows(Windows())
    cpp_runtime.load()
    assert cpp_runtime.loaded() is None


def test_other_systems_have_their_own():
    cpp_runtime.load()
    assert sys.platform == "win32" or cpp_runtime.loaded() is None


def test_doctor_names_a_copy_that_is_too_old_and_says_where_there_is_none(shiboken, windows):
    numbers = struct.pack("<HHHH", 40, 14, 0, 33810)
    (shiboken / "msvcp140.dll").write_bytes(b"MZ" + struct.pack("<II", 0xFEEF04BD, 0x10000) + numbers)
    windows(Windows())
    old = check_runtime(Evidence())
    assert old.verdict is Verdict.LIMIT
    assert f"14.40.33810.0, in {shiboken / 'msvcp140.dll'}" in str(old.text)
    (shiboken / "msvcp140.dll").unlink()
    windows(Windows())
    missing = check_runtime(Evidence())
    assert missing.verdict is Verdict.FAILS
    assert "Redistributable" in str(missing.advice)


def test_the_version_of_a_library_is_read_from_its_file(tmp_path):
    library = tmp_path / "msvcp140.dll"
    numbers = struct.pack("<HHHH", 44, 14, 1, 35211)
    library.write_bytes(b"MZ" + bytes(500) + struct.pack("<II", 0xFEEF04BD, 0x10000) + numbers)
    assert cpp_runtime.version_of(library) == (14, 44, 35211, 1)
    library.write_bytes(b"MZ and no more")
    assert cpp_runtime.version_of(library) == ()


# What every process that Python starts there writes down: what of the runtime it loads, and what needs it, in order.
NOTES = """
import ctypes, os, sys, types
from playground import cpp_runtime

def note(word):
    with open(os.environ["NOTES"], "a") as file:
        file.write(f"{os.getpid()} {word}\\n")

class Imports:
    def find_spec(self, name, path=None, target=None):
        if name in ("torch", "numba", "llvmlite"):
            note(name)

class Kernel:
    GetModuleFileNameW = types.SimpleNamespace()
    class GetModuleHandleW:
        def __new__(cls, name):
            return None

def load(name):
    if name != "kernel32":
        note(os.path.basename(name))
    return Kernel

cpp_runtime.sys = types.SimpleNamespace(platform="win32")
cpp_runtime.ctypes = types.SimpleNamespace(**vars(ctypes) | {"WinDLL": load})
sys.meta_path.insert(0, Imports())
"""
TRAIN = "train --preset tutorial --steps 4 --set arithmetic=torch"
KINDS = {
    "a command": f"""
import sys
from playground.__main__ import main
if __name__ == "__main__":
    sys.argv[1:] = {TRAIN.split()!r}
    sys.exit(main())
""",
    "the child of doctor": """
from playground.readiness import probes
from playground.readiness.subprocess_check import run_in_child
if __name__ == "__main__":
    assert run_in_child(probes.probe_torch, seconds=60)["autograd"]
""",
    "a worker of an experiment": """
from playground.experiments.workers import run_tasks
def work(tell):
    from playground.agents.nn.architecture import Architecture
    from playground.agents.nn.torch_mlp import TorchMLP
    return TorchMLP(Architecture((4, 8, 2))).n_networks
if __name__ == "__main__":
    assert list(run_tasks(work, [()], 1, print)) == [(0, 1)]
""",
    "somebody's environment": """
from pathlib import Path
from playground.envs.gym_adapter.modules import spec_of
from playground.envs.gym_adapter.origin import origin_of
if __name__ == "__main__":
    Path("mine.py").write_text("import gymnasium, torch\\nclass Mine(gymnasium.Env): ...\\ngymnasium.register('Mine-v0', Mine)")
    assert spec_of(origin_of("./mine.py:Mine-v0")).id == "Mine-v0"
""",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_in_every_kind_of_process_the_runtime_comes_before_what_needs_it(kind, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NOTES)
    (tmp_path / "start.py").write_text(KINDS[kind])
    notes = tmp_path / "notes"
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))), "NOTES": str(notes)}
    done = subprocess.run(
        [sys.executable, "start.py"],
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    of_process = {}
    for line in notes.read_text().splitlines():
        process, word = line.split()
        of_process.setdefault(process, []).append(word)
    assert any("torch" in words for words in of_process.values())
    for words in of_process.values():
        assert tuple(words[: len(NAMES)]) == NAMES
