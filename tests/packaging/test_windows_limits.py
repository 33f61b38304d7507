"""What set-up, bundle and frozen program do about Windows: lengths of paths, locks, the C++ runtime."""

from __future__ import annotations

import errno
import sys
import types
import zipfile
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent.parent / "packaging"))  # its scripts are no package

import environment
from bundle import unpacked
from bundle.laptop import fitting, path_lengths, words
from freeze import lean
from playground import cpp_runtime
from talk import StopError
from windows import build


@pytest.fixture
def windows(monkeypatch):
    """Let this be a Windows that takes long paths (1), does not (0), or knows no such setting (None)."""

    class Key:
        def __init__(self, tree, name):
            assert (tree, name) == ("of the computer", r"SYSTEM\CurrentControlSet\Control\FileSystem")

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

    runtime = types.ModuleType("msvcrt")
    vars(runtime).update(LK_LOCK=1, locking=lambda descriptor, mode, n_bytes: None)

    def use(allowed):
        def value(key, name):
            if allowed is None:
                raise FileNotFoundError(2, "The system cannot find the file specified", name)
            assert name == "LongPathsEnabled"
            return allowed, 4

        registry = types.ModuleType("winreg")
        vars(registry).update(HKEY_LOCAL_MACHINE="of the computer", OpenKey=Key, QueryValueEx=value)
        monkeypatch.setitem(sys.modules, "winreg", registry)
        monkeypatch.setitem(sys.modules, "msvcrt", runtime)
        monkeypatch.setattr(sys, "platform", "win32")
        return runtime

    return use


@pytest.mark.parametrize(("allowed", "longest"), [(0, 91), (None, 91), (1, None)])
def test_a_folder_may_be_as_long_as_windows_leaves_room_for_what_lies_in_it(windows, allowed, longest):
    windows(allowed)
    assert path_lengths.longest_folder(167) == longest  # C:\ and all, and one more for what divides them


def test_other_systems_take_every_path():
    assert sys.platform == "win32" or path_lengths.longest_folder(100_000) is None


def test_the_set_up_measures_before_it_makes_anything(windows, tmp_path, monkeypatch):
    long = tmp_path / ("强化 学习" * 10) / ".venv"
    monkeypatch.setattr(environment, "VENV", long)
    monkeypatch.setattr(environment, "STATE", long / environment.STATE.name)  # not that of a checkout that is set up
    windows(0)
    with pytest.raises(StopError, match=r"set LongPathsEnabled to 1 .* Nothing was changed\.") as stopped:
        environment.prepare()
    assert str(len(str(long))) in str(stopped.value)
    assert list(tmp_path.iterdir()) == []


def test_the_bundle_measures_before_it_installs(windows):
    about = {"pythons": {fitting.minor(): {"longest_path": 167}}}
    bundle = fitting.Bundle(Path(), about)
    windows(0)
    fitting.check_path_lengths(bundle, Path("C" * 91))
    with pytest.raises(words.StopError, match=r"has 92 characters, and Windows takes 91 there\..*LongPathsEnabled"):
        fitting.check_path_lengths(bundle, Path("C" * 92))
    windows(1)
    fitting.check_path_lengths(bundle, Path("C" * 92))


def test_a_compiled_module_is_measured_too(tmp_path):
    wheel = tmp_path / "one-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("one/module.py", "")
        archive.writestr("one-1.0.dist-info/METADATA", "")
        archive.writestr("one-1.0.data/scripts/" + "x" * 100, "")  # which goes elsewhere
    assert unpacked.longest_path(wheel, "3.13") == "one/__pycache__/module.cpython-313.pyc"


def test_a_set_up_waits_for_another_one_and_for_nothing_else(windows, tmp_path, monkeypatch, capsys):
    """As msvcrt.locking does: after ten seconds of trying it fails by EDEADLOCK, and without locks by another error."""
    runtime = windows(0)
    errors = [OSError(errno.EDEADLOCK, "Resource deadlock avoided")] * 2
    asked = []

    def locking(descriptor, mode, n_bytes):
        asked.append((mode, n_bytes))
        if errors:
            raise errors.pop(0)

    monkeypatch.setattr(runtime, "locking", locking)
    with environment._alone():
        pass
    assert (asked, capsys.readouterr().err.count("Waiting for it")) == ([(1, 1)] * 3, 2)
    errors.append(OSError(errno.EACCES, "Permission denied"))
    with environment._alone():
        pass
    assert "This disk has no locks" in capsys.readouterr().err
    assert len(asked) == 4


def test_a_program_without_the_runtime_where_every_process_loads_it_is_not_packed(tmp_path):
    """That PySide6 has one is not enough: a command line never loads PySide6."""
    files = {*build.PROGRAMS, *(f"_internal/PySide6/{name}" for name in cpp_runtime.NAMES)}
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    with pytest.raises(StopError, match=r"lacks _internal/shiboken6/vcruntime140\.dll, .*msvcp140\.dll"):
        build.check(tmp_path)
    (tmp_path / "_internal" / "PySide6").rename(tmp_path / "_internal" / "shiboken6")
    build.check(tmp_path)


def test_the_runtime_is_frozen_from_shiboken_and_never_from_the_windows_of_whoever_builds(tmp_path, monkeypatch):
    for name in (*cpp_runtime.NAMES, "Shiboken.pyd", "shiboken6.abi3.dll"):
        (tmp_path / "shiboken6" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "shiboken6" / name).touch()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("SYSTEMROOT", "C:\\Windows")
    ours = lean.cpp_runtime(tmp_path / "shiboken6")
    theirs = ("MSVCP140.dll", "C:\\WINDOWS\\System32\\MSVCP140.dll", "BINARY")
    assert {where for where, _, _ in lean.needed([theirs, *ours])} == {
        f"shiboken6/{name}" for name in cpp_runtime.NAMES
    }
