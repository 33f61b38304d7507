"""Time as the system gives it to the thread that trains: a clock and waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

WaitOn = Callable[[threading.Condition, float | None], object]  # as Condition.wait(timeout in seconds)


@dataclass(frozen=True)
class SystemTime:
    """A clock in seconds that nobody sets, and waits on a condition.

    A wait is longer than was asked: by up to 16 ms on Windows, and by more where a hidden program is slowed down.
    """

    now: Callable[[], float] = time.perf_counter
    wait_on: WaitOn = threading.Condition.wait


SYSTEM_TIME = SystemTime()
