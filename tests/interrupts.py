"""What Ctrl-C does to this process, and to the child processes that it starts meanwhile."""

from __future__ import annotations

import contextlib
import signal


@contextlib.contextmanager
def on_ctrl_c(handler):
    """Let `handler` answer SIGINT in here.

    What is ignored is handed down to child processes: in this way a shell without job control shields what it starts in
    the background, and with it every child of tests run so. A handler is not handed down: a child gets the system's
    default, of which its Python makes a KeyboardInterrupt.
    """
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
