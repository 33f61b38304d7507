"""Nothing slow is loaded before it is needed; that imports point down only, test_style.py checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
WITH_TORCH = ("torch_twin", "torch_step", "torch_network")  # imported when somebody asks what PyTorch says
IMPORT_ALL_BUT_THE_WINDOW = f"""
import pkgutil, sys
import playground
for module in pkgutil.walk_packages(playground.__path__, "playground."):
    if not module.name.startswith("playground.ui") and module.name.rpartition(".")[2] not in {WITH_TORCH}:
        __import__(module.name)
print(*sorted({{"torch", "gymnasium", "PySide6", "pyqtgraph"}} & set(sys.modules)))
"""


def test_no_module_outside_the_window_loads_torch_gymnasium_or_qt_when_it_is_imported():
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL_BUT_THE_WINDOW]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == ("\n", "")
