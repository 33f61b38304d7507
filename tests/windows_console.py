"""The console of Windows, as far as the program asks it anything; a stand-in that does to us what that does."""

from __future__ import annotations

import ctypes
import os
import signal
from types import SimpleNamespace

from playground import end_signals

CTRL_C, CTRL_BREAK, CLOSE, LOGOFF, SHUTDOWN = 0, 1, 2, 5, 6
ENDED_BY_WINDOWS = 58  # the exit code, of which Linux keeps the last byte
BREAK = signal.SIGUSR2 if hasattr(signal, "SIGUSR2") else 21


class Console:
    """A console that calls its handlers, the newest first, and ends the process when one of them took a closing."""

    def __init__(self):
        self.handlers, self.sends_ctrl_c = [], True

    def SetConsoleCtrlHandler(self, handler, value):
        if handler is None:
            self.sends_ctrl_c = not value
        else:
            self.handlers.insert(0, handler)
        return 1

    def tell(self, event):
        """Tell the process of an event, in a thread that the caller brings, as Windows brings one."""
        if not any(handler(event) for handler in self.handlers):
            signal.raise_signal(signal.SIGINT if event == CTRL_C else BREAK)  # what the C library makes of it
        if event not in (CTRL_C, CTRL_BREAK):
            os._exit(ENDED_BY_WINDOWS)


def installed(replace=setattr):
    """Let `end_signals` believe it was on Windows; return the console that it finds there."""
    console = Console()
    replace(end_signals, "sys", SimpleNamespace(platform="win32"))
    replace(end_signals, "_kept", [])
    for name, value in (("WINFUNCTYPE", ctypes.CFUNCTYPE), ("windll", SimpleNamespace(kernel32=console))):
        replace(ctypes, name, value)
    replace(signal, "SIGBREAK", BREAK)
    return console
