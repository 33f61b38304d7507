"""Ctrl-C of a command, told from what somebody's environment raises."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from playground.errors import Interrupted


@contextlib.contextmanager
def ctrl_c_raises_interrupted() -> Iterator[None]:
    """Let Ctrl-C raise Interrupted in here, where Python raises KeyboardInterrupt.

    Whoever started this process with Ctrl-C ignored keeps it so.
    """
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not is_usual or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted
