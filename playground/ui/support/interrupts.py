"""Ctrl-C in the terminal and requests to end: all of them close the window."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget

from playground.end_signals import end_signals, outlast_console


class Interrupts(QObject):
    """Handler of signals for a program that waits in Qt.

    Python looks at signals only between two of its own instructions, and Qt runs none while it waits. So the
    interpreter writes a byte into a socket, whose other end Qt watches.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._here, self._there = socket.socketpair()
        self._there.setblocking(False)
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        for number in end_signals():
            signal.signal(number, _note)
        outlast_console()
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def watch(self, window: QWidget) -> None:
        """Close this window from now on."""
        self._window = window
        self.setParent(window)

    def _on_signal(self) -> None:
        self._here.recv(64)
        self._window.close()


def _note(number: int, frame: FrameType | None) -> None:
    """Do nothing: that there was a signal is in the socket."""
