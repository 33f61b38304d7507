"""Other systems at the edge of the program: what Windows and macOS answer, pretended."""

from __future__ import annotations

import ctypes
import ntpath
import subprocess
import sys
from types import SimpleNamespace

import pytest


class Registry(dict):
    """Values of the registry by key and name, read as the module winreg reads them."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = "HKLM", "HKCU"
    ExpandEnvironmentStrings = staticmethod(ntpath.expandvars)

    def OpenKey(self, root, path):
        return Key({name: value for (key, name), value in self.items() if key == f"{root}\\{path}"})

    def QueryValueEx(self, key, name):
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified", None, 2)
        return key.values[name], 1


class Key:
    """An open key."""

    def __init__(self, values):
        self.values = values

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


@pytest.fixture
def as_windows(monkeypatch):
    """Pretend to be Windows; `registry` and `kernel32` are what it answers."""
    registry, kernel32 = Registry(), SimpleNamespace()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel32), raising=False)
    return SimpleNamespace(registry=registry, kernel32=kernel32)


@pytest.fixture
def as_macos(monkeypatch):
    """Pretend to be macOS; `commands` are what its programs write, by their command lines."""
    commands = {}

    def run(command, **how):
        return subprocess.CompletedProcess(command, 0, commands[" ".join(command)], "")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", run)
    return SimpleNamespace(commands=commands)
