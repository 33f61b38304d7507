"""Arithmetic of networks: the kernels of playground.arithmetic, or torch.

The kernels give the same bits on every computer. torch multiplies wide matrices faster, with bits of this computer alone.
Which of the two is a hyperparameter, so a run never changes over.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.prepare import prepare

Array = NDArray[np.float32]

TORCH = "torch"  # the arithmetic that is not portable

THREADS = 1  # of torch; another number gives other bits, and is many times slower for small networks

_prepared = threading.local()


def prepare_thread() -> None:
    """Let this thread step and evaluate: numbers that run away give no warnings.

    They are the divergence guard's business. The first thread compiles the kernels, and the others wait for it.
    """
    prepare()
    let_numbers_run_away()


def let_numbers_run_away() -> None:
    """Do what prepare_thread() does for the numbers alone."""
    if not hasattr(_prepared, "floating_point"):
        _prepared.floating_point = np.seterr(all="ignore")


def release_thread() -> None:
    """Undo prepare_thread()."""
    if hasattr(_prepared, "floating_point"):
        np.seterr(**_prepared.floating_point)
        del _prepared.floating_point
