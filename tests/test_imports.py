"""Imports point down only, and nothing slow is loaded before it is needed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMPORT_ALL_BUT_THE_WINDOW = """
import pkgutil, sys
import playground
for module in pkgutil.walk_packages(playground.__path__, "playground."):
    if not module.name.startswith("playground.ui"):
        __import__(module.name)
print(*sorted({"torch", "gymnasium", "PySide6", "pyqtgraph"} & set(sys.modules)))
"""


def test_the_import_contracts_of_pyproject_are_kept():
    program = shutil.which("lint-imports", path=Path(sys.executable).parent)
    result = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        pytest.fail(result.stdout + result.stderr, pytrace=False)


def test_no_module_outside_the_window_loads_torch_gymnasium_or_qt_when_it_is_imported():
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL_BUT_THE_WINDOW]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == ("\n", "")
