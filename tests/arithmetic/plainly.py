"""A function of a test run in a child process where kernels are plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]


def without_compiler(function: Callable[[], list[np.ndarray]]) -> list[bytes]:
    """What bytes_of(function()) is where numba compiles nothing."""
    program = (
        f"import numpy; from {function.__module__} import {function.__name__}; from {__name__} import bytes_of\n"
        f"with numpy.errstate(all='ignore'): print(*[part.hex() for part in bytes_of({function.__name__}())], sep='\\n')"
    )
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    child = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    return [bytes.fromhex(line) for line in child.stdout.split("\n")[:-1]]


def bytes_of(arrays: list[np.ndarray]) -> list[bytes]:
    """The bytes of each array; all NaN are one: a processor may choose their sign."""
    return [np.where(np.isnan(array), np.nan, array).astype(array.dtype).tobytes() for array in arrays]
