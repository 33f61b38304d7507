"""Preparation of the kernels in the thread that trains, told to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.arithmetic.prepare import prepare
from playground.errors import CancelledError
from playground.ui.trainer import messages
from playground.ui.trainer.inbox import Inbox


def prepare_kernels(inbox: Inbox, show: Callable[..., Any], say: Callable[[str, str], Any]) -> bool:
    """Prepare this thread; where something has to be compiled, `show` how far it is.

    `say` is called with what somebody should know of it, if anything. Returns whether it is prepared: a window that
    closes waits for no compiler.
    """

    def on_progress(n_done: int, n_all: int, n_new: int) -> None:
        if inbox.holds((messages.Close,)):
            raise CancelledError
        if n_new:
            show(compiling=(n_done, n_all))

    try:
        problem = prepare(on_progress).problem
    except CancelledError:
        return False
    prepare_thread()
    if problem is not None:
        say("", str(problem))
    return True
