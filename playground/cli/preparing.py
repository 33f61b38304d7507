"""Preparation of the kernels before a command, with a line where it takes long."""

from __future__ import annotations

from time import perf_counter

from playground.agents.nn.backend import prepare_thread
from playground.arithmetic.prepare import prepare
from playground.cli.terminal import complain
from playground.i18n import _

LONG_S = 1.0


def prepare_here() -> None:
    """Prepare this thread.

    Raises CompileError where the compiler fails.
    """
    began, is_told = perf_counter(), False

    def on_progress(n_done: int, n_all: int, n_new: int) -> None:
        nonlocal is_told
        if n_new and not is_told and perf_counter() - began > LONG_S:
            complain(_("Preparing the arithmetic for this computer, once: some seconds."))
            is_told = True

    problem = prepare(on_progress).problem
    if problem is not None:
        complain(str(problem))
    prepare_thread()
