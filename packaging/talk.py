"""Messages of the set-up: what it is about to do, and why it stops."""

from __future__ import annotations

import sys


class StopError(Exception):
    """The reason why the set-up cannot go on.

    The message says why, what to do, and what was left untouched. `details` are the words of the program that failed,
    shown above the message.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


def say(text: str) -> None:
    """Print what is about to happen, before it happens."""
    print(f"-- {text}", file=sys.stderr, flush=True)
