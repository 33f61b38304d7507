"""Signals that ask this process to end, and what Windows has in place of them.

A system that ends sends SIGTERM, a terminal or a connection that is closed SIGHUP. Windows has a console, which sends
SIGBREAK for Ctrl-Break, for its own end, for the end of the session and for that of the system.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_ENDS = (2, 5, 6)  # CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT
_LONGEST_S = 30.0  # Windows itself waits for 5 to 20 s

_kept: list[Any] = []  # Windows calls it as long as the process lives


def end_signals() -> list[int]:
    """Return the numbers of those that this system has.

    Whoever started us with SIGHUP ignored wants us to outlive the terminal, as with nohup.
    """
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    ignored = getattr(signal, "SIGHUP", None)
    return [number for number in numbers if number != ignored or signal.getsignal(number) is not signal.SIG_IGN]


def outlast_console() -> None:
    """Let the process get to its own end where its console is closed.

    Windows ends it as soon as the handler of that event returns, and the one that makes a signal of it returns at once.
    This one does not. Call it when there are handlers for the signals.
    """
    if sys.platform != "win32" or _kept:
        return
    handler_type = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint32)
    _kept.append(handler_type(_on_console))
    ctypes.windll.kernel32.SetConsoleCtrlHandler(_kept[0], 1)


def _on_console(event: int) -> int:
    """Answer the console, in a thread of its own: 0 for what others are to answer."""
    if event not in _ENDS:
        return 0
    signal.raise_signal(getattr(signal, "SIGBREAK", signal.SIGTERM))  # handled in the main thread
    threading.Event().wait(_LONGEST_S)  # which leaves the process before that
    return 1


@contextlib.contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Let processes that are started in here take no Ctrl-C, ever.

    It goes to all processes of a terminal, and one that still imports would die of it with a traceback. Call it in the
    main thread.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    _let_console_send_ctrl_c(False)
    try:
        yield
    finally:
        _let_console_send_ctrl_c(True)
        signal.signal(signal.SIGINT, before)


def _let_console_send_ctrl_c(is_sent: bool) -> None:
    """Say whether Ctrl-C is sent to this process and to those it starts from now on.

    Windows hands down this, and not what a process does about a signal.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetConsoleCtrlHandler(None, 0 if is_sent else 1)
